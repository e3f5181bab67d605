//! Texts that many features have, kept once.

use std::collections::HashSet;
use std::sync::Arc;

use crate::model::feature::PropertyValue;

/// Texts longer than this are hardly the same twice.
const SHARED_BYTES: usize = 64;

/// The short texts met so far.
#[derive(Default)]
pub struct SharedTexts(HashSet<Arc<str>>);

impl SharedTexts {
    /// A text as a value, shared where it was met before.
    pub fn value(&mut self, text: &str) -> PropertyValue {
        if text.len() > SHARED_BYTES {
            return PropertyValue::Text(text.into());
        }
        if let Some(known) = self.0.get(text) {
            return PropertyValue::Text(Arc::clone(known));
        }
        let new: Arc<str> = text.into();
        self.0.insert(Arc::clone(&new));
        PropertyValue::Text(new)
    }
}

/// Names of fields, each different: of two alike the later one gets `_2`, `_3`… The positions of those that were
/// renamed come with them.
pub fn unique_names(names: Vec<String>) -> (Arc<[Arc<str>]>, Vec<usize>) {
    let own: HashSet<String> = names.iter().cloned().collect();
    let mut taken: HashSet<String> = HashSet::with_capacity(names.len());
    let mut renamed = Vec::new();
    let mut unique: Vec<Arc<str>> = Vec::with_capacity(names.len());
    for (position, name) in names.into_iter().enumerate() {
        let mut now = name.clone();
        let mut times = 2;
        while taken.contains(&now) || (now != name && own.contains(&now)) {
            now = format!("{name}_{times}");
            times += 1;
        }
        if now != name {
            renamed.push(position);
        }
        unique.push(now.as_str().into());
        taken.insert(now);
    }
    (unique.into(), renamed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_stand_twice() {
        let names = ["a", "b", "a", "a_2", "a"].map(str::to_owned).to_vec();
        let (unique, renamed) = unique_names(names);
        let unique: Vec<&str> = unique.iter().map(|name| &**name).collect();
        assert_eq!(unique, ["a", "b", "a_3", "a_2", "a_4"]);
        assert_eq!(renamed, [2, 4]);
    }
}
