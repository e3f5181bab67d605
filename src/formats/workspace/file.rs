//! The workspace file `workspace.toml`, version 1: name, plane, rules and day; and tables for each `[[layer]]`, `[[answer]]`,
//! `[[quota]]` and `[[bookmark]]`, what is seen at a place with a name.

use std::collections::{BTreeMap, HashSet};
use std::path::{Component, Path, PathBuf};

use serde::Deserialize;

use crate::formats::input::FileToRead;
use crate::formats::members::WORKSPACE_FILE;
use crate::model::base_map::BaseMapChoice;
use crate::model::date::Date;
use crate::model::field_type::FieldTypes;
use crate::model::footprint_fields::FootprintFields;
use crate::model::layer::{About, AreaCheck, Fields};
use crate::model::problem::Problem;
use crate::model::role::{ProjectKind, Role};
use crate::words::Bilingual;

use super::plan::{LayerPlan, Plan};
use super::rule_book::{BUILTIN, load_all};
use super::settings::{Settings, read_text};
use super::tables::{WrittenCheck, WrittenQuota, WrittenTables, tables};
use super::written_accepted::WrittenAccepted;
use super::written_answer::{WrittenAnswer, unanswered, unmatched_rules};
use super::written_base_map::WrittenBaseMap;
use super::written_bookmark::{WrittenBookmark, bookmarks};
use super::written_correction::{WrittenCorrection, WrittenDatum};
use super::written_style::WrittenStyle;

/// The name of the file in a workspace folder.
pub const FILE_NAME: &str = WORKSPACE_FILE;

/// Reads a workspace file, or the one in a folder, with the rule books it names unless `with_rules` is false.
///
/// # Errors
/// The file or a rule book cannot be read or says something that means nothing; file, line and key are named.
pub fn read(path: &Path, with_rules: bool) -> Result<Plan, Box<Problem>> {
    let path = if path.is_dir() {
        path.join(FILE_NAME)
    } else {
        path.to_owned()
    };
    let label = path.display().to_string();
    let text = read_text(&path, &label)?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let settings = Settings {
        label: &label,
        text: &text,
    };
    let written: Written = settings.parse()?;
    let mut plan = plan(&settings, &written, folder)?;
    if with_rules {
        plan.rules = load_all(&written.rules, folder)?;
        plan.problems = unanswered(&settings, &plan);
        plan.problems.extend(unmatched_rules(&settings, &plan.rules));
    }
    plan.base_map = base_map(&settings, &written, folder)?;
    plan.tables = Some(tables(
        &settings,
        &written.tables(class_path(&written, folder).as_deref()),
    )?);
    Ok(plan)
}

/// The layers that the text of a workspace file at `path` says, whatever else stands in it.
///
/// # Errors
/// As [`read`].
pub fn layers_in(text: &str, path: &Path) -> Result<Vec<LayerPlan>, Box<Problem>> {
    let label = path.display().to_string();
    let settings = Settings { label: &label, text };
    let folder = path.parent().unwrap_or(Path::new(""));
    Ok(plan(&settings, &settings.parse()?, folder)?.layers)
}

/// Version 1 of the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    version: u32,
    name: String,
    name_en: Option<String>,
    crs: Option<String>,
    reference: Option<String>,
    #[serde(default = "built_in")]
    rules: Vec<String>,
    as_of: Option<Date>,
    map_approval: Option<String>,
    #[serde(default)]
    max_age_years: BTreeMap<Role, f64>,
    classes: Option<String>,
    #[serde(default)]
    check: WrittenCheck,
    #[serde(default, rename = "quota")]
    quotas: Vec<WrittenQuota>,
    #[serde(default, rename = "layer")]
    layers: Vec<WrittenLayer>,
    #[serde(default, rename = "answer")]
    answers: Vec<WrittenAnswer>,
    base_map: Option<WrittenBaseMap>,
    #[serde(default, rename = "bookmark")]
    bookmarks: Vec<WrittenBookmark>,
}

impl Written {
    fn tables<'a>(&'a self, path: Option<&'a Path>) -> WrittenTables<'a> {
        WrittenTables {
            classes: self.classes.as_deref(),
            path,
            check: &self.check,
            quotas: &self.quotas,
            layers: self.layers.iter().map(|layer| layer.id.as_str()).collect(),
        }
    }

    /// A number of blanks would let an unapproved map pass for an approved one.
    fn map_approval(&self, settings: &Settings<'_>) -> Result<Option<String>, Box<Problem>> {
        let number = self.map_approval.as_deref().map(str::trim);
        if number == Some("") {
            let at = settings.text.find("map_approval");
            let what =
                "must be the number under which the map was approved; leave the key out where there is none";
            return Err(settings.bad(Some("map_approval"), at, what));
        }
        Ok(number.map(str::to_owned))
    }
}

fn base_map(
    settings: &Settings<'_>,
    written: &Written,
    folder: &Path,
) -> Result<Option<BaseMapChoice>, Box<Problem>> {
    let Some(written) = &written.base_map else {
        return Ok(None);
    };
    let path = written.file().and_then(|file| path_within(folder, file));
    written.choice(settings, path).map(Some)
}

/// Where the class table lies, if it is a file.
fn class_path(written: &Written, folder: &Path) -> Option<PathBuf> {
    path_within(folder, written.classes.as_deref()?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenLayer {
    id: String,
    name: Option<String>,
    name_en: Option<String>,
    file: String,
    role: Role,
    kind: Option<ProjectKind>,
    crs: Option<String>,
    crs_confirmed: Option<String>,
    axes: Option<String>,
    shift: Option<String>,
    datum: Option<WrittenDatum>,
    encoding: Option<String>,
    #[serde(default)]
    types: FieldTypes,
    table: Option<String>,
    r#where: Option<String>,
    accept_repairs: Option<WrittenAccepted>,
    #[serde(default)]
    synthetic: bool,
    surveyed: Option<Date>,
    coverage: Option<String>,
    #[serde(default)]
    tolerance_m: f64,
    #[serde(default)]
    fields: Fields,
    #[serde(default)]
    footprint: FootprintFields,
    check: Option<AreaCheck>,
    style: Option<WrittenStyle>,
}

impl WrittenLayer {
    fn correction(&self) -> WrittenCorrection<'_> {
        WrittenCorrection {
            axes: self.axes.as_deref(),
            shift: self.shift.as_deref(),
            datum: self.datum.as_ref(),
            confirmed: self.crs_confirmed.as_deref(),
        }
    }
}

fn built_in() -> Vec<String> {
    vec![BUILTIN.to_owned()]
}

fn plan(settings: &Settings<'_>, written: &Written, folder: &Path) -> Result<Plan, Box<Problem>> {
    if written.version != 1 {
        let what = format!(
            "version {} of workspace files is not known, only 1",
            written.version
        );
        return Err(settings.bad(Some("version"), settings.text.find("version"), &what));
    }
    let mut seen = HashSet::new();
    let mut layers = Vec::new();
    for layer in &written.layers {
        if layer.id.trim().is_empty() || layer.id.contains('/') {
            return Err(settings.bad_entry(&layer.id, "id", "must not be empty or contain a slash"));
        }
        if !seen.insert(layer.id.as_str()) {
            return Err(settings.bad_entry(&layer.id, "id", "two layers with this id"));
        }
        layers.push(layer_plan(settings, layer, folder)?);
    }
    for layer in &written.layers {
        if let Some(coverage) = layer.coverage.as_deref().filter(|id| !seen.contains(id)) {
            let what = format!("there is no layer {coverage:?}");
            return Err(settings.bad_entry(&layer.id, "coverage", &what));
        }
    }
    if written.reference.as_deref().is_some_and(|id| !seen.contains(id)) {
        let at = settings.text.find("reference");
        return Err(settings.bad(Some("reference"), at, "there is no layer of this id"));
    }
    if written
        .max_age_years
        .values()
        .any(|years| !(years.is_finite() && *years >= 0.0))
    {
        let at = settings.text.find("max_age_years");
        return Err(settings.bad(Some("max_age_years"), at, "must be 0 or more years"));
    }
    let answers = written
        .answers
        .iter()
        .map(|answer| answer.answer(settings, &seen));
    let crs = written.crs.clone().filter(|crs| crs != "auto");
    Ok(Plan {
        bookmarks: bookmarks(settings, &written.bookmarks, crs.as_deref())?,
        answers: answers.collect::<Result<_, _>>()?,
        age_limits: written.max_age_years.clone(),
        name: bilingual(&written.name, written.name_en.as_deref()),
        label: settings.label.to_owned(),
        crs,
        layers,
        reference: written.reference.as_deref().map(Into::into),
        as_of: written.as_of,
        map_approval: written.map_approval(settings)?,
        ..Plan::default()
    })
}

fn layer_plan(
    settings: &Settings<'_>,
    layer: &WrittenLayer,
    folder: &Path,
) -> Result<LayerPlan, Box<Problem>> {
    let bad = |key, what: &str| settings.bad_entry(&layer.id, key, what);
    let path = path_within(folder, &layer.file).ok_or_else(|| {
        bad(
            "file",
            "leads out of the workspace's folder; write an absolute path if that is meant",
        )
    })?;
    if !(layer.tolerance_m.is_finite() && layer.tolerance_m >= 0.0) {
        return Err(bad("tolerance_m", "must be 0 or more metres"));
    }
    if layer.kind.is_some() && layer.role != Role::Project {
        return Err(bad("kind", "only layers of the role \"project\" have a kind"));
    }
    if layer
        .check
        .is_some_and(|check| !(check.area_ha >= 0.0 && check.tolerance_ha >= 0.0))
    {
        return Err(bad("check", "areas must be 0 or more hectares"));
    }
    let filter = layer.r#where.as_deref().map(str::parse).transpose();
    let filter =
        filter.map_err(|error: crate::formats::filter::BadFilter| bad("where", &error.to_string()))?;
    let name = layer.name.as_deref().unwrap_or(&layer.id);
    let style = layer.style.as_ref().map(WrittenStyle::choice).transpose();
    Ok(LayerPlan {
        about: About {
            name: bilingual(name, layer.name_en.as_deref()),
            kind: layer.kind,
            fields: layer.fields.clone(),
            footprint: layer.footprint.clone(),
            synthetic: layer.synthetic,
            surveyed: layer.surveyed,
            coverage: layer.coverage.as_deref().map(Into::into),
            tolerance_m: layer.tolerance_m,
            check: layer.check,
            ..About::new(&layer.id, layer.role)
        },
        file: FileToRead {
            label: layer.file.clone(),
            encoding: layer.encoding.clone(),
            types: layer.types.clone(),
            table: layer.table.clone(),
            ..FileToRead::at(&path)
        },
        crs: layer.crs.clone(),
        correction: layer.correction().correction(settings, &layer.id)?,
        filter,
        accepted_repairs: layer.accept_repairs.as_ref().and_then(WrittenAccepted::accepted),
        symbology: style.map_err(|what| bad("style", &what))?,
        unnamed: false,
    })
}

fn bilingual(zh: &str, en: Option<&str>) -> Bilingual {
    Bilingual {
        zh: zh.to_owned(),
        en: en.unwrap_or(zh).to_owned(),
    }
}

/// A path below a folder, or an absolute one as it is; `None` for one that climbs out.
fn path_within(folder: &Path, file: &str) -> Option<PathBuf> {
    let path = Path::new(file);
    if path.is_absolute() {
        return Some(path.to_owned());
    }
    let mut depth = 0usize;
    for component in path.components() {
        match component {
            Component::Normal(_) => depth += 1,
            Component::ParentDir => depth = depth.checked_sub(1)?,
            Component::CurDir => {}
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(folder.join(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::problem::ProblemKind;

    const GOOD: &str = r#"version = 1
name = "钱塘"
name_en = "Qiantang"
crs = "auto"
rules = ["builtin:cn-wetland"]
as_of = 2026-11-23

[[layer]]
id = "wetland"
name = "湿地"
file = "wetland.geojson"
role = "wetland"
where = "YEAR > 2000"
surveyed = 2024-06-30
coverage = "district"
tolerance_m = 1.0
  [layer.fields]
  id = "TBBH"
  [layer.check]
  area_ha = 18453.30
  tolerance_ha = 0.5

[[layer]]
id = "district"
file = "sub/district.geojson"
role = "district"
"#;

    fn read_text_as_file(text: &str) -> Result<Plan, Box<Problem>> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(FILE_NAME), text).unwrap();
        read(folder.path(), true)
    }

    #[track_caller]
    fn check_refused(from: &str, to: &str, key: &str, line: usize) {
        assert!(GOOD.contains(from));
        let problem = read_text_as_file(&GOOD.replacen(from, to, 1)).unwrap_err();
        let ProblemKind::BadSetting { detail } = &problem.kind else {
            panic!("{problem:?}")
        };
        assert_eq!(problem.field.as_deref(), Some(key), "{detail}");
        assert!(detail.starts_with(&format!("line {line},")), "{detail}");
        assert!(problem.file.ends_with(FILE_NAME));
    }

    #[test]
    fn a_good_file() {
        let plan = read_text_as_file(GOOD).unwrap();
        let wetland = &plan.layers[0];
        assert_eq!(plan.name.get(crate::words::Lang::En), "Qiantang");
        assert_eq!(plan.as_of, Some("2026-11-23".parse().unwrap()));
        assert_eq!(plan.crs, None);
        assert_eq!(wetland.about.fields.id.as_deref(), Some("TBBH"));
        assert_eq!(wetland.about.check.map(|check| check.area_ha), Some(18453.30));
        assert!(wetland.filter.is_some() && wetland.file.path.is_absolute());
        assert_eq!(wetland.file.label, "wetland.geojson");
        assert!(plan.rules.rules.len() > 20);
    }

    #[test]
    fn typos_and_nonsense_name_layer_key_and_line() {
        check_refused("surveyed", "surveyd", "surveyd", 14);
        check_refused("\"wetland\"\nwhere", "\"wetlan\"\nwhere", "role", 12);
        check_refused("version = 1", "version = 3", "version", 1);
        check_refused(
            "id = \"district\"\nfile",
            "id = \"wetland\"\nfile",
            "wetland.id",
            24,
        );
        check_refused("tolerance_m = 1.0", "shift = \"mars\"", "wetland.shift", 16);
        check_refused("tolerance_m = 1.0", "axes = \"turned\"", "wetland.axes", 16);
        check_refused(
            "tolerance_m = 1.0",
            "crs_confirmed = \" \"",
            "wetland.crs_confirmed",
            16,
        );
        check_refused("crs = \"auto\"", "map_approval = \"  \"", "map_approval", 4);
        check_refused("crs = \"auto\"", "reference = \"distict\"", "reference", 4);
        check_refused(
            "coverage = \"district\"",
            "coverage = \"distict\"",
            "wetland.coverage",
            15,
        );
        check_refused(
            "\"wetland.geojson\"",
            "\"../wetland.geojson\"",
            "wetland.file",
            11,
        );
        check_refused("\"YEAR > 2000\"", "\"YEAR about 2000\"", "wetland.where", 13);
        check_refused(
            "tolerance_m = 1.0",
            "tolerance_m = -1.0",
            "wetland.tolerance_m",
            16,
        );
        check_refused("2024-06-30", "2024-06-31", "surveyed", 14);
    }

    fn read_with(keys: &str) -> Result<Plan, Box<Problem>> {
        read_text_as_file(&GOOD.replacen("as_of", &format!("{keys}\nas_of"), 1))
    }

    #[test]
    fn the_number_of_an_approved_map() {
        let number = |keys: &str| read_with(keys).unwrap().map_approval;
        assert_eq!(
            number("map_approval = \" 浙S(2026)12号\"").as_deref(),
            Some("浙S(2026)12号")
        );
        assert_eq!(number(""), None);
    }

    #[test]
    fn tables_of_the_workspace() {
        let plan = read_text_as_file(&format!(
            "{GOOD}[check]\nwetland_rate = 0.3471\n[check.denominator]\nlaw = \"wetland\"\n\
             [[quota]]\nyear = 2026\narea_ha = 300.0\nkinds = [\"industrial_park\"]\n"
        ));
        let tables = plan.unwrap().tables.unwrap();
        assert_eq!(tables.classes.source, "builtin:land-classes");
        assert_eq!(tables.rates.wetland_rate, Some(0.3471));
        assert_eq!(tables.denominators, [None, None, Some("wetland".into())]);
        assert_eq!((tables.quotas[0].year, tables.quotas[0].kinds.len()), (2026, 1));
    }

    #[test]
    fn tables_that_mean_nothing_are_refused() {
        let check = |result: Result<Plan, Box<Problem>>, key: &str| {
            assert_eq!(result.unwrap_err().field.as_deref(), Some(key));
        };
        let with = |tail: &str| read_text_as_file(&format!("{GOOD}{tail}"));
        check(with("[check]\nwetland_rate = 34.71\n"), "wetland_rate");
        check(
            with("[check.denominator]\nplan = \"nowhere\"\n"),
            "denominator.plan",
        );
        let quota = |kinds: &str| format!("[[quota]]\nyear = 2026\narea_ha = 1.0\nkinds = [{kinds}]\n");
        check(with(&quota("")), "quota 2026.kinds");
        let twice = quota("\"port\"") + &quota("\"wind\", \"port\"");
        check(with(&twice), "quota 2026.kinds");
        check(
            with(&quota("\"port\"").replace("1.0", "-1.0")),
            "quota 2026.area_ha",
        );
        check(read_with("classes = \"builtin:other\""), "classes");
        check(read_with("classes = \"../classes.toml\""), "classes");
        assert_eq!(
            read_with("classes = \"classes.toml\"").unwrap_err().kind,
            ProblemKind::FileMissing
        );
    }

    #[test]
    fn a_base_map() {
        let with = |table: &str| read_text_as_file(&format!("{GOOD}[base_map]\n{table}"));
        let plan = with("kind = \"offline\"\nfile = \"sub/a.mbtiles\"").unwrap();
        let Some(BaseMapChoice::Offline(path)) = plan.base_map else {
            panic!("{:?}", plan.base_map)
        };
        assert!(path.is_absolute() && path.ends_with("sub/a.mbtiles"));
        let climbs = with("kind = \"offline\"\nfile = \"../a.mbtiles\"").unwrap_err();
        assert_eq!(climbs.field.as_deref(), Some("base_map.file"));
        assert!(
            with("kind = \"tianditu\"\ntk = \"geheim\"").is_err(),
            "no place for a key"
        );
        assert_eq!(read_text_as_file(GOOD).unwrap().base_map, None);
    }

    #[test]
    fn a_missing_file() {
        let problem = read(Path::new("no/such/workspace.toml"), true).unwrap_err();
        assert_eq!(problem.kind, ProblemKind::FileMissing);
    }

    #[test]
    fn paths_stay_in_the_folder() {
        let check = |file, good| assert_eq!(path_within(Path::new("w"), file).is_some(), good, "{file}");
        check("a/../b.json", true);
        check("./b.json", true);
        check("a/../../b.json", false);
        check("..", false);
    }
}
