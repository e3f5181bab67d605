//! Texts in another encoding without the file that they came from.
//!
//! Promises: the values are those that reading the file in that encoding would give, but for features that were refused
//! for what their texts said: those are not there any more, and only the file has them. Tables of plain bytes only
//! (Shapefile, CSV): in other formats some texts are no bytes of the encoding (escapes in JSON, XML and DXF).

mod inverse;
mod layer;
mod texts;

pub use inverse::Inverse;
pub use layer::{is_about_texts, recoded, types_recoded};
pub use texts::Recoder;
