//! Redshank: a desktop viewer for wetland zoning and siting review.
//!
//! The library is the product; the window ([`ui`]) and the command line are two faces of it and give the same
//! answer to the same input. The modules stand below in the order of their floors, and a file imports only from lower
//! floors and from its own folder; `tests/tidy.rs` checks it.
//!
//! | floor | module | what it is |
//! |---|---|---|
//! | 0 | [`font`], [`progress`], [`sha256`], `sqlite_uri`, [`words`] | letters; how far a long call is; hashes; paths for SQLite; texts in Chinese and English |
//! | 0 | [`geom`] | the plane: coordinate systems, the gate, repair, overlay, distance, areas, index |
//! | 1 | [`model`] | layers, features, zones, projects, rules, findings, problems, the workspace: plain data |
//! | 2 | [`formats`] | files in: GeoJSON, Shapefile, GeoPackage, FlatGeobuf, GeoParquet, workspaces, rule books |
//! | 2 | [`screening`] | the engine: a workspace in, a screening out |
//! | 2 | [`inspection`] | the state of the data: a layer in, what is odd about its geometry out |
//! | 2 | [`report`] | findings in words, files and pictures |
//! | 2 | [`attributes`] | a layer as a table: columns, conditions, order, figures |
//! | 2 | [`lookup`] | what is typed: names by words, places by coordinates |
//! | 2 | [`tiles`] | base maps: tiles from files and services, brought onto the workspace's plane |
//! | 3 | [`dossier`] | a review in one file: frozen layers and rules, runs, decisions, the log |
//! | 4 | [`session`] | what is alive while the program runs |
//! | 5 | [`cli`], [`ui`] | the two faces |
//!
//! The way of the data: a file is read and passes the gate once ([`geom::gate`]), becomes a
//! [`model::layer::Layer`] in the plane of its [`model::workspace::Workspace`], is judged by
//! [`screening::screen`], and leaves as rows, files and pictures.
//!
//! What is absent, and stays so: `geom`, `model`, `inspection` and `screening` never touch disk, clock, network, environment, chance
//! or logs. No coordinate enters index or overlay but through the gate. No verdict is *clear* out of ignorance.

rust_i18n::i18n!("assets/locales", fallback = "en");

pub mod font;
pub mod geom;
pub mod progress;
pub mod sha256;
mod sqlite_uri;
pub mod words;

pub mod model;

pub mod attributes;
pub mod formats;
pub mod inspection;
pub mod lookup;
pub mod report;
pub mod screening;
pub mod tiles;

pub mod dossier;

pub mod session;

pub mod cli;
#[cfg(feature = "gui")]
pub mod ui;

/// All texts of the program in one language, by key, placeholders as `%{name}`: for tests and for translators.
pub fn texts(lang: words::Lang) -> std::collections::BTreeMap<String, String> {
    let texts = _rust_i18n_backend()
        .messages_for_locale(lang.code())
        .unwrap_or_default();
    texts
        .into_iter()
        .map(|(key, text)| (key.into_owned(), text.into_owned()))
        .collect()
}
