//! The encoding of a layer's texts, and the choice of another: from the bytes that are kept where the format has plain
//! tables, from the file where its texts are more than bytes (escapes in XML, JSON and DXF).

use std::path::Path;
use std::sync::Arc;

use eframe::egui::{ComboBox, Ui};

use crate::formats::input::FileToRead;
use crate::formats::workspace::plan::LayerPlan;
use crate::model::layer::Layer;
use crate::say;
use crate::session::Session;
use crate::session::command::{Command, JobKind};
use crate::words::Lang;

use super::super::windows::import_choices::ENCODINGS;

/// Names of files whose texts may be in more than one encoding. Only what is offered hangs on it, nothing that is read.
const TEXTS: [&str; 10] = [
    "csv", "dxf", "geojson", "geojsonl", "json", "kml", "ndjson", "tsv", "txt", "wkt",
];

/// Where the texts come from when the encoding changes.
enum From<'l> {
    /// What is kept of them; the file need not be there any more.
    Kept(&'l str),
    /// The file, by such a plan.
    File(&'l LayerPlan),
}

/// The encoding, where the layer's format leaves it open.
pub fn encoding_choice_ui(
    ui: &mut Ui,
    session: &Session,
    layer: &Layer,
    lang: Lang,
    wishes: &mut Vec<Command>,
) {
    let plan = session.plan_to_read_again(layer);
    let from = match (&layer.provenance.kept, plan) {
        (Some(kept), _) => From::Kept(&kept.encoding),
        (None, Some(plan)) if is_text(&plan.file) => From::File(plan),
        _ => return,
    };
    let own = match &from {
        From::Kept(encoding) => Some(*encoding),
        From::File(plan) => plan.file.encoding.as_deref(),
    };
    let tip = match from {
        From::Kept(_) => say!(lang, "import.recode_tip"),
        From::File(_) => say!(lang, "import.read_again_tip"),
    };
    ui.horizontal(|ui| {
        let title = ui.label(say!(lang, "import.encoding"));
        let shown = own.map_or_else(|| say!(lang, "import.encoding_found"), str::to_owned);
        let choice = ComboBox::from_id_salt(("encoding", &layer.about.id))
            .selected_text(shown)
            .width(120.0)
            .show_ui(ui, |ui| {
                let busy = session.runs(JobKind::ReadingAgain);
                for name in ENCODINGS {
                    let is_own = own == Some(name);
                    if ui.selectable_label(is_own, name).clicked() && !is_own && !busy {
                        wishes.push(wish(&layer.about.id, &from, name));
                    }
                }
            });
        choice.response.labelled_by(title.id).on_hover_text(tip);
    });
}

fn wish(layer: &Arc<str>, from: &From<'_>, encoding: &str) -> Command {
    let layer = Arc::clone(layer);
    match from {
        From::Kept(_) => Command::Recode {
            layer,
            encoding: encoding.to_owned(),
        },
        From::File(plan) => {
            let mut plan = LayerPlan::clone(plan);
            plan.file.encoding = Some(encoding.to_owned());
            let plan = Box::new(plan);
            Command::ReadAgain { layer, plan }
        }
    }
}

fn is_text(file: &FileToRead) -> bool {
    let is_archive = file
        .path
        .extension()
        .is_some_and(|own| own.eq_ignore_ascii_case("zip"));
    let member = file.table.as_deref().filter(|_| is_archive).map(Path::new);
    let extension = member.unwrap_or(&file.path).extension();
    let extension = extension.map(|own| own.to_string_lossy().to_lowercase());
    extension.is_some_and(|own| TEXTS.contains(&own.as_str()))
}
