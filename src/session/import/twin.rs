//! The same data in two files: given away in several formats, they would count twice where both are imported.

use std::collections::BTreeMap;

use super::ImportFile;

/// Of each file the positions of those before it that seem to hold the same data.
pub fn earlier_twins(files: &[ImportFile]) -> Vec<Vec<usize>> {
    let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let twins = files.iter().enumerate().map(|(at, own)| {
        let named_so = by_name.entry(own.name()).or_default();
        let same = |other: &usize| files.get(*other).is_some_and(|other| seem_the_same(other, own));
        let twins = named_so.iter().copied().filter(same).collect();
        named_so.push(at);
        twins
    });
    twins.collect()
}

/// True where two files have the same name but for its ending, and not different numbers of features.
fn seem_the_same(a: &ImportFile, b: &ImportFile) -> bool {
    let count = |file: &ImportFile| file.seen.as_ref().ok().map(|preview| preview.feature_count);
    let (Some(of_a), Some(of_b)) = (count(a), count(b)) else {
        return false;
    };
    // Of a long file the number is not known before it is read.
    let may_be_as_many = of_a.zip(of_b).is_none_or(|(a, b)| a == b);
    a.file.path != b.file.path && a.name() == b.name() && may_be_as_many
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::formats::input::FileToRead;
    use crate::session::import::Surroundings;

    fn look(folder: &Path, name: &str, count: usize) -> ImportFile {
        let places = (0..count).map(|at| format!("{at},120.5,30.3\n"));
        let path = folder.join(name);
        std::fs::write(&path, format!("id,lon,lat\n{}", places.collect::<String>())).unwrap();
        let looked = Surroundings::default().look(&FileToRead::at(&path), None, &Default::default());
        looked.unwrap().remove(0)
    }

    #[test]
    fn same_name_and_as_many_features() {
        let folder = tempfile::tempdir().unwrap();
        let own = look(folder.path(), "wind.csv", 3);
        let check = |name: &str, count: usize, expected: bool| {
            let other = look(folder.path(), name, count);
            assert_eq!(
                (seem_the_same(&own, &other), seem_the_same(&other, &own)),
                (expected, expected),
                "{name}"
            );
        };
        check("wind.txt", 3, true);
        check("wind.tsv", 2, false);
        check("solar.csv", 3, false);
        assert!(!seem_the_same(&own, &own));
    }

    #[test]
    fn each_file_is_compared_with_those_before_it() {
        let folder = tempfile::tempdir().unwrap();
        let names = ["wind.csv", "solar.csv", "wind.txt", "wind.tsv"];
        let files = names.map(|name| look(folder.path(), name, 2));
        let expected = [vec![], vec![], vec![0], vec![0, 2]];
        assert_eq!(earlier_twins(&files), expected);
    }
}
