//! The rows of the table for deeds of menus; to open the attribute table of a layer is a command of its own. None has keys
//! before somebody chooses some.

use egui_material_icons::icons as icon;

use super::super::panels::attribute_table::deeds::TableDeed;
use super::super::panels::layer_deeds::LayerDeed;
use super::deeds::Deed;
use super::table::keyless;
use super::{Action, Entry};

const fn layer(deed: LayerDeed) -> Action {
    Action::Deed(Deed::Layer(deed))
}

const fn table(deed: TableDeed) -> Action {
    Action::Deed(Deed::Table(deed))
}

/// The rows.
pub const DEEDS: [Entry; 21] = [
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
    keyless(
        table(TableDeed::ZoomRow),
        "table_zoom_row",
        icon::ICON_ZOOM_IN_MAP,
    ),
    keyless(table(TableDeed::MarkRow), "table_mark_row", icon::ICON_CHECK),
    keyless(
        table(TableDeed::CopyRows),
        "table_copy_rows",
        icon::ICON_CONTENT_COPY,
    ),
    keyless(
        table(TableDeed::SelectShown),
        "table_select_shown",
        icon::ICON_SELECT_ALL,
    ),
    keyless(
        table(TableDeed::AllRows),
        "table_all_rows",
        icon::ICON_FILTER_ALT_OFF,
    ),
    keyless(
        table(TableDeed::AllColumns),
        "table_all_columns",
        icon::ICON_VISIBILITY,
    ),
    keyless(
        table(TableDeed::OwnOrder),
        "table_own_order",
        icon::ICON_ARROW_DOWNWARD,
    ),
];
