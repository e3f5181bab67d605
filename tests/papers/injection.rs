//! Nothing that stands in data is markup, and nothing of it runs.

use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use redshank::model::feature::{Feature, Properties, PropertyValue};
use redshank::model::finding::Screening;
use redshank::model::layer::{About, Layer, Provenance};
use redshank::model::workspace::Workspace;
use redshank::report::html::page;
use redshank::report::paper::review;
use redshank::screening::{Request, screen};
use redshank::words::{Bilingual, Lang};

/// What a browser would do if one of them ran.
const DEEDS: [&str; 10] = [
    "document.title='PWNED'",
    "window.x=1;document.title='PWNED'",
    "alert(document.title='PWNED')",
    "eval(\"document.title='PWNED'\")",
    "document.body.innerHTML='PWNED'",
    "document.title=String.fromCharCode(80,87,78,69,68)",
    "(function(){document.title='PWNED'})()",
    "Function('document.title=\"PWNED\"')()",
    "setTimeout(()=>{document.title='PWNED'})",
    "import('data:text/javascript,document.title=\"PWNED\"')",
];

/// Ways to make a browser do it; `@` is the deed.
const WAYS: [&str; 24] = [
    "<script>@</script>",
    "</title><script>@</script>",
    "</style></script><script>@</script>",
    "\"><script>@</script>",
    "'><img src=x onerror=\"@\">",
    "<img src=x onerror=@>",
    "\" onmouseover=\"@\" autofocus onfocus=\"@\" x=\"",
    "<svg onload=\"@\"><circle r=9 /></svg>",
    "</text></svg><svg><script>@</script></svg><svg><text>",
    "<svg><animate onbegin=\"@\" attributeName=x dur=1s>",
    "<a href=\"javascript:@\">x</a>",
    "javascript:@",
    "<iframe srcdoc=\"<script>parent.@</script>\"></iframe>",
    "<iframe src=\"javascript:@\"></iframe>",
    "<style>@import 'data:text/css,body{background:red}'; *{behavior:url(@)}</style>",
    "</style><style>body::before{content:'PWNED'}</style>",
    "<body onload=\"@\"><details open ontoggle=\"@\">",
    "<math><mi//xlink:href=\"data:x,<script>@</script>\">",
    "&lt;script&gt;@&lt;/script&gt;",
    "&#60;script&#62;@&#60;/script&#62;",
    "<!--><script>@</script>--><![CDATA[<script>@</script>]]>",
    "${@}{{@}}<%= @ %>#{@}`@`",
    "\u{202e}\u{2066}<script>@</script>\u{2069}\u{202c}\u{200f}",
    "<scr\u{0}ipt>@</scr\u{0}ipt>\u{feff}<\u{ff53}cript>@<base href=//x><meta http-equiv=refresh content=0;url=javascript:@>",
];

/// 240 strings, each of another deed and way.
pub fn strings() -> Vec<String> {
    let all = WAYS
        .iter()
        .flat_map(|way| DEEDS.iter().map(move |deed| way.replace('@', deed)));
    all.collect()
}

/// The small review with strings as names of features, layers, workspace, files and values.
fn poisoned(strings: &[String]) -> (Workspace, Screening) {
    let home = tempfile::tempdir().unwrap();
    super::write_sources(home.path(), false);
    let (mut workspace, _) = super::screened(&super::quick(home.path()));
    let mut left = strings.iter().cycle();
    let mut next = || left.next().unwrap().clone();
    workspace.name = Bilingual::same(&next());
    workspace.map_approval = Some(next());
    let layers = workspace.layers.iter().map(|layer| {
        // As many features as there are strings, in turn those of the layer.
        let own = layer.features();
        let features = (0..strings.len() / 2).map(|k| {
            let feature = &own[k % own.len()];
            let values = [("name", next()), ("类别", next())];
            let values = values.map(|(name, value)| (Arc::from(name), PropertyValue::Text(value.into())));
            Feature {
                id: format!("{k} {}", next()).into(),
                number: k + 1,
                shape: Arc::clone(&feature.shape),
                properties: values.into_iter().collect::<Properties>(),
                foreign: Properties::default(),
            }
        });
        let features = features.collect();
        let mut about = About {
            name: Bilingual::same(&next()),
            ..layer.about.clone()
        };
        about.fields.name = Some("name".into());
        let provenance = Provenance {
            file: next(),
            ..layer.provenance.clone()
        };
        Arc::new(Layer::new(about, provenance, features))
    });
    workspace.layers = layers.collect();
    let request = Request {
        as_of: "2026-11-23".parse().unwrap(),
        only: Vec::new(),
    };
    // Few projects, so that each has a sheet of its own and all of its findings on it.
    let mut screening = screen(&workspace, &request, &Default::default()).unwrap();
    let kept: Vec<_> = screening
        .projects
        .iter()
        .take(strings.len() / 2)
        .cloned()
        .collect();
    screening.projects = kept;
    screening.findings.truncate(400);
    (workspace, screening)
}

/// The names of all tags in their order, and those of their attributes.
fn skeleton(page: &str) -> Vec<String> {
    let tags = page.split('<').skip(1);
    tags.map(|rest| {
        let tag = rest.split('>').next().unwrap();
        let mut names = String::new();
        let mut quoted = false;
        let mut word = String::new();
        for c in tag.chars() {
            match c {
                '"' => quoted = !quoted,
                _ if quoted => {}
                ' ' | '=' | '\n' => {
                    names += &std::mem::take(&mut word);
                    names.push(' ');
                }
                c => word.push(c),
            }
        }
        names + &word
    })
    .collect()
}

/// Every tag and attribute of the poisoned page is one that the program writes on a page of harmless names too.
#[test]
fn no_string_is_markup() {
    let strings = strings();
    assert!(strings.len() >= 200);
    let harmless: Vec<String> = (0..strings.len()).map(|k| format!("name {k}")).collect();
    let known: std::collections::BTreeSet<String> = {
        let (workspace, screening) = poisoned(&harmless);
        skeleton(&page(&review(&workspace, &screening, Lang::En)))
            .into_iter()
            .collect()
    };
    let (workspace, screening) = poisoned(&strings);
    let page = page(&review(&workspace, &screening, Lang::En));
    for string in strings.iter().filter(|string| string.contains('<')) {
        assert!(!page.contains(string.as_str()), "{string} stands there as it is");
    }
    for tag in skeleton(&page) {
        assert!(known.contains(&tag), "<{tag}> comes from data");
    }
    assert!(page.contains("PWNED"), "the strings are on the page");
    assert!(page.contains("default-src 'none'"));
}

fn browser() -> Option<PathBuf> {
    let names = ["chromium", "chromium-browser", "google-chrome", "chrome"];
    let folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH")?).collect();
    let places = folders
        .iter()
        .flat_map(|folder| names.map(|name| folder.join(name)));
    places.into_iter().find(|place| place.is_file())
}

/// In a browser, if there is one.
#[test]
fn nothing_runs_in_a_browser() {
    let Some(browser) = browser() else {
        println!("skipped: no browser on this machine");
        return;
    };
    let home = tempfile::tempdir().unwrap();
    let shown = |name: &str, page: &str| -> String {
        let file = home.path().join(name);
        std::fs::write(&file, page).unwrap();
        let output = Command::new(&browser)
            .args([
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--virtual-time-budget=4000",
                "--dump-dom",
            ])
            .arg(format!(
                "--user-data-dir={}",
                home.path().join("profile").display()
            ))
            .arg(format!("file://{}", file.display()))
            .output()
            .unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let title = |dom: &str| -> Option<String> {
        let (_, rest) = dom.split_once("<title>")?;
        rest.split_once("</title>").map(|(title, _)| title.to_owned())
    };
    // The browser does run what it is given: else the test would show nothing.
    let bare = shown(
        "bare.html",
        "<title>a</title><script>document.title='PWNED'</script>",
    );
    assert_eq!(title(&bare).as_deref(), Some("PWNED"), "{bare}");
    let (mut workspace, screening) = poisoned(&strings());
    workspace.name = Bilingual::same("harmless");
    for lang in Lang::ALL {
        let dom = shown("report.html", &page(&review(&workspace, &screening, lang)));
        let title = title(&dom).unwrap();
        assert!(title.contains("harmless") && !title.contains("PWNED"), "{title}");
        assert!(!dom.contains("<script"), "no script in the tree");
        assert!(dom.contains("&lt;script&gt;"), "the strings are on the page");
        let handlers = [
            " onerror=",
            " onload=",
            " onfocus=",
            " ontoggle=",
            " onbegin=",
            "<iframe",
            "<base",
            "<meta http-equiv=\"refresh",
        ];
        for handler in handlers {
            // Within texts the sign before it is escaped; within the tree it would follow the name of a tag.
            let in_tag = dom.split('<').skip(1).any(|rest| {
                let tag = rest.split('>').next().unwrap_or_default();
                let outside: String = tag.split('"').step_by(2).collect();
                format!("<{outside}").contains(handler)
            });
            assert!(!in_tag, "{handler}");
        }
    }
}
