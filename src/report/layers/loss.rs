//! What a format could not hold, counted and in words: nothing is lost silently.

use std::collections::BTreeMap;

use crate::say;
use crate::words::Lang;

/// One thing that a format could not hold as it was. The order is that in which they are told.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Loss {
    /// Features without a place in the wanted system; they are written without a shape.
    NoPlace,
    /// Features that the format cannot hold at all, because of the sort of their shape; they are left out.
    LeftOut,
    /// Features without a shape, in a format of shapes alone; they are left out.
    Shapeless,
    /// Features whose shapes are longer than a cell; they are written without one.
    ShapeTooLong,
    /// Features with shapes of several sorts, which become several features with the same values.
    Split,
    /// Features of several parts, of which each becomes one of its own.
    PartsApart,
    /// A field that the format has no place for.
    FieldLeftOut(String),
    /// A field with another name.
    FieldRenamed {
        /// As it was.
        from: String,
        /// As it is in the file.
        to: String,
    },
    /// Texts of a field that were too long, cut at their end.
    Cut(String),
    /// Values of a field that are written as text, because the field holds several sorts or the format has none for them.
    AsText(String),
    /// Texts of a field that look like numbers and will be taken for such.
    LikeNumbers(String),
    /// Empty texts of a field, which are the same as no value there.
    Emptied(String),
    /// Texts of a field that lose blanks or line ends at their beginning or end.
    Trimmed(String),
    /// Texts of a field with signs that the format cannot hold, which were replaced.
    Replaced(String),
    /// Texts of a field that a spreadsheet would run as formulas, made harmless by an apostrophe.
    Guarded(String),
    /// Texts with letters beyond GBK, which are written as GB 18030.
    BeyondGbk,
    /// Features with members that only GeoJSON has.
    Members,
    /// Members of the collection, such as its licence.
    CollectionMembers(String),
    /// The order of features: sorted by place.
    Reordered,
    /// The features have no shapes that are sorted by place, so there is no index.
    NoIndex,
    /// Longitudes and latitudes are on this datum, which is not that of WGS 84, and no shift is known.
    OwnDatum(String),
    /// A system that has no definition in the form that the format wants.
    NoDefinition(String),
    /// The format does not say its system, which is this one.
    CrsUnsaid(String),
    /// Holes, which are outlines of their own on this layer.
    HolesApart(String),
    /// GeoJSON in this system, which RFC 7946 does not provide for.
    NotRfc7946(String),
}

impl Loss {
    /// The key of its text.
    pub fn code(&self) -> &'static str {
        match self {
            Loss::NoPlace => "no_place",
            Loss::LeftOut => "left_out",
            Loss::Shapeless => "shapeless",
            Loss::ShapeTooLong => "shape_too_long",
            Loss::Split => "split",
            Loss::PartsApart => "parts_apart",
            Loss::FieldLeftOut(_) => "field_left_out",
            Loss::FieldRenamed { .. } => "field_renamed",
            Loss::Cut(_) => "cut",
            Loss::AsText(_) => "as_text",
            Loss::LikeNumbers(_) => "like_numbers",
            Loss::Emptied(_) => "emptied",
            Loss::Trimmed(_) => "trimmed",
            Loss::Replaced(_) => "replaced",
            Loss::Guarded(_) => "guarded",
            Loss::BeyondGbk => "beyond_gbk",
            Loss::Members => "members",
            Loss::CollectionMembers(_) => "collection_members",
            Loss::Reordered => "reordered",
            Loss::NoIndex => "no_index",
            Loss::OwnDatum(_) => "own_datum",
            Loss::NoDefinition(_) => "no_definition",
            Loss::CrsUnsaid(_) => "crs_unsaid",
            Loss::HolesApart(_) => "holes_apart",
            Loss::NotRfc7946(_) => "not_rfc7946",
        }
    }

    /// True where features are missing in the file, or their shapes.
    pub fn is_grave(&self) -> bool {
        matches!(
            self,
            Loss::NoPlace | Loss::LeftOut | Loss::Shapeless | Loss::ShapeTooLong
        )
    }

    /// In words, `count` times.
    pub fn text(&self, count: usize, lang: Lang) -> String {
        let (what, now) = match self {
            Loss::FieldRenamed { from, to } => (from.as_str(), to.as_str()),
            Loss::FieldLeftOut(field)
            | Loss::Cut(field)
            | Loss::AsText(field)
            | Loss::LikeNumbers(field)
            | Loss::Emptied(field)
            | Loss::Trimmed(field)
            | Loss::Replaced(field)
            | Loss::Guarded(field) => (field.as_str(), ""),
            Loss::CollectionMembers(names) => (names.as_str(), ""),
            Loss::CrsUnsaid(code) | Loss::HolesApart(code) => (code.as_str(), ""),
            Loss::OwnDatum(code) | Loss::NoDefinition(code) | Loss::NotRfc7946(code) => (code.as_str(), ""),
            _ => ("", ""),
        };
        let key = format!("export.loss.{}", self.code());
        say!(lang, &key, count = count, what = what, now = now)
    }
}

/// Losses and how many times each was met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Losses(BTreeMap<Loss, usize>);

impl Losses {
    /// Met once more.
    pub fn note(&mut self, loss: Loss) {
        self.add(loss, 1);
    }

    /// Met `count` times more; nothing for 0.
    pub fn add(&mut self, loss: Loss, count: usize) {
        if count > 0 {
            *self.0.entry(loss).or_default() += count;
        }
    }

    /// Takes over what another part of the work has met.
    pub fn merge(&mut self, other: Losses) {
        for (loss, count) in other.0 {
            self.add(loss, count);
        }
    }

    /// In the order in which they are told.
    pub fn iter(&self) -> impl Iterator<Item = (&Loss, usize)> {
        self.0.iter().map(|(loss, count)| (loss, *count))
    }

    /// How many times one was met.
    pub fn count(&self, loss: &Loss) -> usize {
        self.0.get(loss).copied().unwrap_or_default()
    }

    /// True where nothing was lost.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// True where features are missing in the file, or their shapes.
    pub fn has_grave(&self) -> bool {
        self.0.keys().any(Loss::is_grave)
    }

    /// Each in words.
    pub fn lines(&self, lang: Lang) -> Vec<String> {
        self.iter().map(|(loss, count)| loss.text(count, lang)).collect()
    }
}
