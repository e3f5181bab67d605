//! What somebody did to a feature on the map: it is then no longer what its file says.

use crate::say;
use crate::words::Lang;

/// How a feature came to be as it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ByHand {
    /// It is in no file.
    Drawn,
    /// Its file has another shape.
    Reshaped {
        /// Area in the file, in m² on the ellipsoid; 0 for lines and points.
        before_m2: f64,
        /// Area now.
        now_m2: f64,
    },
    /// Its file has it, the workspace does not.
    Removed,
}

impl ByHand {
    /// The name in files and the key of the texts.
    pub fn code(self) -> &'static str {
        match self {
            ByHand::Drawn => "drawn_by_hand",
            ByHand::Reshaped { .. } => "reshaped_by_hand",
            ByHand::Removed => "removed_by_hand",
        }
    }

    /// What was done, in one sentence.
    pub fn text(self, lang: Lang) -> String {
        let key = format!("problem.{}", self.code());
        match self {
            ByHand::Drawn | ByHand::Removed => say!(lang, &key),
            ByHand::Reshaped { before_m2, now_m2 } => {
                let [before, now] = [before_m2, now_m2].map(|m2| format!("{m2:.1}"));
                say!(lang, &key, before = before, now = now)
            }
        }
    }
}
