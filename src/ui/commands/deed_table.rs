//! The rows of the table for deeds of menus; the attribute table of a layer has a command of its own. None has keys before
//! somebody chooses some.

use egui_material_icons::icons as icon;

use super::super::panels::layer_deeds::LayerDeed;
use super::deeds::Deed;
use super::table::keyless;
use super::{Action, Entry};

const fn layer(deed: LayerDeed) -> Action {
    Action::Deed(Deed::Layer(deed))
}

/// The rows.
pub const DEEDS: [Entry; 14] = [
    keyless(layer(LayerDeed::Zoom), "layer_zoom", icon::ICON_ZOOM_IN_MAP),
    keyless(layer(LayerDeed::Only), "layer_only", icon::ICON_VISIBILITY),
    keyless(layer(LayerDeed::Rename), "layer_rename", icon::ICON_EDIT),
    keyless(
        layer(LayerDeed::Duplicate),
        "layer_duplicate",
        icon::ICON_CONTENT_COPY,
    ),
    keyless(layer(LayerDeed::Style), "layer_style", icon::ICON_PALETTE),
    keyless(layer(LayerDeed::SaveStyle), "layer_save_style", icon::ICON_SAVE),
    keyless(
        layer(LayerDeed::ReadStyle),
        "layer_read_style",
        icon::ICON_FILE_OPEN,
    ),
    keyless(layer(LayerDeed::Export), "layer_export", icon::ICON_DOWNLOAD),
    keyless(layer(LayerDeed::Remove), "layer_remove", icon::ICON_DELETE),
    keyless(
        Action::Deed(Deed::ShowFinding),
        "finding_show",
        icon::ICON_ZOOM_IN_MAP,
    ),
    keyless(
        Action::Deed(Deed::CopyFindings),
        "findings_copy",
        icon::ICON_CONTENT_COPY,
    ),
    keyless(
        Action::Deed(Deed::ShowProblem),
        "problem_show",
        icon::ICON_ZOOM_IN_MAP,
    ),
    keyless(
        Action::Deed(Deed::CopyProblem),
        "problem_copy",
        icon::ICON_CONTENT_COPY,
    ),
    keyless(
        Action::Deed(Deed::AcceptRepair),
        "repair_accept",
        icon::ICON_CHECK,
    ),
];
