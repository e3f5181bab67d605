//! Repairs that somebody has said yes to as they stand in a workspace file.

use serde::Deserialize;

use crate::model::accepted_repairs::Accepted;

/// The key `accept_repairs` of a layer: all of them, or those of features with these ids.
#[derive(Deserialize)]
#[serde(untagged, expecting = "expected true, false, or a list of feature ids")]
pub enum WrittenAccepted {
    /// `true` for all, `false` for none.
    All(bool),
    /// Ids of features.
    Some(Vec<String>),
}

impl WrittenAccepted {
    /// What it means; `None` for a yes to nothing.
    pub fn accepted(&self) -> Option<Accepted> {
        match self {
            WrittenAccepted::All(all) => all.then_some(Accepted::All),
            WrittenAccepted::Some(ids) => {
                let ids = ids.iter().map(|id| id.as_str().into());
                Some(Accepted::Some(ids.collect()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_none_or_some() {
        #[derive(Deserialize)]
        struct Layer {
            accept_repairs: WrittenAccepted,
        }
        let read = |text: &str| toml::from_str::<Layer>(text).map(|layer| layer.accept_repairs.accepted());
        assert_eq!(read("accept_repairs = true").unwrap(), Some(Accepted::All));
        assert_eq!(read("accept_repairs = false").unwrap(), None);
        let ids = ["7".into(), "A-1".into()].into();
        assert_eq!(
            read("accept_repairs = [\"A-1\", \"7\"]").unwrap(),
            Some(Accepted::Some(ids))
        );
        assert!(read("accept_repairs = \"yes\"").is_err());
    }
}
