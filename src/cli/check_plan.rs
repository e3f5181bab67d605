//! What `redshank check` is to examine, checked before any work begins.

use std::path::PathBuf;

use crate::formats::memory_limit::MemoryLimit;
use crate::inspection::CheckOptions;
use crate::report::problems::ProblemFormat;

use super::args::CheckArgs;
use super::mistake::Mistake;

/// Layers to be examined.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckPlan {
    /// What to open.
    pub path: PathBuf,
    /// Only these layers; empty for all.
    pub layers: Vec<String>,
    /// What counts as odd.
    pub options: CheckOptions,
    /// How much memory reading one file may take.
    pub memory: MemoryLimit,
    /// Workspace CRS.
    pub crs: Option<String>,
    /// For programs; `None` for people.
    pub format: Option<ProblemFormat>,
    /// Where to; `None` to print.
    pub out: Option<PathBuf>,
}

/// Makes sense of what was typed.
///
/// # Errors
/// The first [`Mistake`].
pub fn plan(args: CheckArgs) -> Result<CheckPlan, Mistake> {
    let named = match args.format.as_deref().map(|name| (name, name.trim())) {
        None => None,
        Some((_, "text")) => Some(None),
        Some((typed, name)) => {
            let format = ProblemFormat::from_code(name).ok_or_else(|| Mistake::new("check_format", typed))?;
            Some(Some(format))
        }
    };
    let ending = || {
        args.out
            .as_deref()?
            .extension()?
            .to_str()
            .and_then(ProblemFormat::from_code)
    };
    let size = |text: &Option<String>| text.as_deref().map(not_negative).transpose();
    Ok(CheckPlan {
        format: named.unwrap_or_else(ending),
        options: CheckOptions {
            tolerance_m: size(&args.tolerance)?,
            part_m2: size(&args.min_area)?,
            gap_m2: size(&args.max_gap)?,
        },
        memory: MemoryLimit::System,
        layers: args.layer,
        path: args.path,
        crs: args.crs,
        out: args.out,
    })
}

fn not_negative(text: &str) -> Result<f64, Mistake> {
    let value = text.trim().parse().ok();
    value
        .filter(|value: &f64| value.is_finite() && *value >= 0.0)
        .ok_or_else(|| Mistake::new("check_size", text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

    fn args(format: Option<&str>, out: Option<&str>, tolerance: Option<&str>) -> CheckArgs {
        CheckArgs {
            path: "maps/a".into(),
            layer: Vec::new(),
            tolerance: tolerance.map(str::to_owned),
            min_area: None,
            max_gap: None,
            crs: None,
            format: format.map(str::to_owned),
            out: out.map(PathBuf::from),
        }
    }

    #[test]
    fn as_meant() {
        let check = |format, out, expected| {
            assert_eq!(plan(args(format, out, Some("0.2"))).unwrap().format, expected);
        };
        check(None, None, None);
        check(Some("JSON"), None, Some(ProblemFormat::Json));
        check(None, Some("a.geojson"), Some(ProblemFormat::GeoJson));
        check(None, Some("a.txt"), None);
        check(Some("text"), Some("a.csv"), None);
        assert_eq!(
            plan(args(None, None, Some("0.2"))).unwrap().options.tolerance_m,
            Some(0.2)
        );
    }

    #[test]
    fn mistakes_are_found_before_any_work() {
        let check = |args: CheckArgs, key: &str| {
            let mistake = plan(args).unwrap_err();
            assert_eq!(mistake.key, key);
            for lang in Lang::ALL {
                assert!(!mistake.text(lang).contains("cli."), "{}", mistake.text(lang));
            }
        };
        check(args(Some("xml"), None, None), "check_format");
        for bad in ["-1", "inf", "NaN", "1 m"] {
            check(args(None, None, Some(bad)), "check_size");
        }
    }
}
