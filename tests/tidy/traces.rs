//! Paths of one machine and addresses of package registries, which a checkout elsewhere cannot use.

use std::path::Path;

pub const FOLDERS: &[&str] = &[
    "src", "tests", "benches", "examples", "scripts", "assets", "maps", "docs", ".ci", ".cargo", ".config",
    ".github",
];
pub const FILES: &[&str] = &[
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Cargo.toml",
    "build.rs",
    "clippy.toml",
    "deny.toml",
    "rustfmt.toml",
];

/// By ending, because data and fonts are large; files without one are scripts.
const ENDINGS: [&str; 9] = ["cmake", "html", "md", "rs", "sh", "toml", "wgsl", "yaml", "yml"];

/// Written in halves, so that this file does not find itself.
const TRACES: &[&str] = &[
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("crates", ".io"),
    concat!("deb.deb", "ian.org"),
    concat!("npm", "js.org"),
    concat!("py", "pi.org"),
    concat!("python", "hosted.org"),
    concat!("rsp", "roxy.cn"),
];

pub fn is_text(path: &str) -> bool {
    let Some(ending) = Path::new(path).extension() else {
        return true;
    };
    ENDINGS.iter().any(|known| ending == *known)
}

pub fn offences(path: &str, text: &str) -> Vec<String> {
    let numbered = text.lines().zip(1..);
    let found = numbered.flat_map(|(line, n)| {
        TRACES
            .iter()
            .filter(|trace| line.contains(**trace))
            .map(move |it| (it, n))
    });
    found.map(|(trace, n)| format!("{path}:{n}: `{trace}`")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traces_fail() {
        for trace in TRACES {
            assert_eq!(
                offences("a.sh", &format!("x\ncd {trace}y")),
                [format!("a.sh:2: `{trace}`")]
            );
        }
    }

    #[test]
    fn other_text_passes() {
        assert!(offences("a.md", "cargo, /usr/share/fonts, network/work-units, root/").is_empty());
        assert!(is_text("scripts/run.sh") && is_text(".ci/run") && !is_text("assets/fonts/a.otf"));
    }
}
