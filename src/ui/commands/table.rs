//! What each action is called, how it looks and which keys it has.

use eframe::egui::{Key, KeyboardShortcut, Modifiers, ThemePreference};
use egui_material_icons::MaterialIcon;
use egui_material_icons::icons as icon;

use super::super::areas::Areas;
use super::super::dock::moving::Move;
use super::super::dock::pane::Pane;
use super::{Action, Entry};
use crate::report::units::AreaUnit;

const fn ctrl(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND, key)
}

const fn ctrl_shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), key)
}

const fn plain(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::NONE, key)
}

const fn alt(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::ALT, key)
}

const fn entry(
    action: Action,
    key: &'static str,
    icon: MaterialIcon,
    shortcuts: &'static [KeyboardShortcut],
) -> Entry {
    Entry {
        action,
        key,
        icon,
        shortcuts,
    }
}

pub(super) const fn keyless(action: Action, key: &'static str, icon: MaterialIcon) -> Entry {
    entry(action, key, icon, &[])
}

const fn decide(action: Action, key: &'static str, shortcuts: &'static [KeyboardShortcut]) -> Entry {
    entry(action, key, icon::ICON_GAVEL, shortcuts)
}

const fn areas(unit: Option<AreaUnit>, key: &'static str) -> Entry {
    keyless(Action::Areas(Areas(unit)), key, icon::ICON_SQUARE_FOOT)
}

const fn theme(theme: ThemePreference, key: &'static str, icon: MaterialIcon) -> Entry {
    keyless(Action::Theme(theme), key, icon)
}

const fn pane(pane: Pane, key: &'static str, icon: MaterialIcon) -> Entry {
    keyless(Action::Show(pane), key, icon)
}

const fn moves(how: Move, key: &'static str, icon: MaterialIcon) -> Entry {
    keyless(Action::MovePane(how), key, icon)
}

const CTRL_F4: &[KeyboardShortcut] = &[ctrl(Key::F4)];
const SHIFT_F4: KeyboardShortcut = KeyboardShortcut::new(Modifiers::SHIFT, Key::F4);

/// All actions, in the order of the help.
pub const TABLE: [Entry; 107] = [
    entry(Action::Open, "open", icon::ICON_FOLDER_OPEN, &[ctrl(Key::O)]),
    entry(Action::Add, "add", icon::ICON_ADD, &[ctrl_shift(Key::O)]),
    entry(Action::AddPreview, "add_preview", icon::ICON_PREVIEW, &[]),
    entry(Action::Example, "example", icon::ICON_MAP, &[]),
    entry(Action::Reload, "reload", icon::ICON_REFRESH, &[ctrl(Key::R)]),
    entry(
        Action::SaveDossier,
        "save_dossier",
        icon::ICON_INVENTORY_2,
        &[ctrl_shift(Key::D)],
    ),
    entry(Action::CloseDossier, "close_dossier", icon::ICON_CLOSE, &[]),
    entry(
        Action::Report,
        "report",
        icon::ICON_DESCRIPTION,
        &[ctrl_shift(Key::P)],
    ),
    entry(Action::Export, "export", icon::ICON_DOWNLOAD, &[ctrl(Key::E)]),
    entry(Action::ExportMap, "export_map", icon::ICON_PRINT, &[ctrl(Key::P)]),
    entry(
        Action::ExportLayer,
        "export_layer",
        icon::ICON_FILE_EXPORT,
        &[ctrl_shift(Key::E)],
    ),
    entry(Action::Quit, "quit", icon::ICON_CLOSE, &[ctrl(Key::Q)]),
    entry(Action::Undo, "undo", icon::ICON_UNDO, &[ctrl(Key::Z)]),
    entry(
        Action::Redo,
        "redo",
        icon::ICON_REDO,
        &[ctrl_shift(Key::Z), ctrl(Key::Y)],
    ),
    entry(Action::Deselect, "deselect", icon::ICON_CANCEL, &[]),
    entry(Action::Screen, "screen", icon::ICON_FACT_CHECK, &[plain(Key::F5)]),
    entry(
        Action::NextFinding,
        "next",
        icon::ICON_KEYBOARD_ARROW_DOWN,
        &[alt(Key::ArrowDown)],
    ),
    entry(
        Action::PreviousFinding,
        "previous",
        icon::ICON_KEYBOARD_ARROW_UP,
        &[alt(Key::ArrowUp)],
    ),
    entry(
        Action::NextUndecided,
        "next_undecided",
        icon::ICON_SKIP_NEXT,
        &[plain(Key::N)],
    ),
    decide(Action::Avoid, "avoid", &[plain(Key::Num1)]),
    decide(Action::Minimise, "minimise", &[plain(Key::Num2)]),
    decide(Action::Mitigate, "mitigate", &[plain(Key::Num3)]),
    decide(Action::Exempt, "exempt", &[plain(Key::Num4)]),
    decide(Action::Dismiss, "dismiss", &[plain(Key::Num5)]),
    decide(Action::Consult, "consult", &[plain(Key::Num6)]),
    decide(Action::Reopen, "reopen", &[plain(Key::Num7)]),
    entry(Action::Pin, "pin", icon::ICON_ADD_COMMENT, &[plain(Key::C)]),
    entry(
        Action::FullExtent,
        "full_extent",
        icon::ICON_ZOOM_OUT_MAP,
        &[ctrl_shift(Key::F)],
    ),
    entry(
        Action::ZoomSelection,
        "zoom_selection",
        icon::ICON_CENTER_FOCUS_STRONG,
        &[ctrl(Key::J)],
    ),
    entry(Action::ZoomIn, "zoom_in", icon::ICON_ZOOM_IN, &[]),
    entry(Action::ZoomOut, "zoom_out", icon::ICON_ZOOM_OUT, &[]),
    entry(
        Action::TurnLeft,
        "turn_left",
        icon::ICON_ROTATE_LEFT,
        &[plain(Key::OpenBracket)],
    ),
    entry(
        Action::TurnRight,
        "turn_right",
        icon::ICON_ROTATE_RIGHT,
        &[plain(Key::CloseBracket)],
    ),
    entry(
        Action::NorthUp,
        "north_up",
        icon::ICON_NAVIGATION,
        &[plain(Key::Backslash)],
    ),
    entry(
        Action::ViewBack,
        "view_back",
        icon::ICON_ARROW_BACK,
        &[alt(Key::ArrowLeft)],
    ),
    entry(
        Action::ViewForward,
        "view_forward",
        icon::ICON_ARROW_FORWARD,
        &[alt(Key::ArrowRight)],
    ),
    entry(Action::Swipe, "swipe", icon::ICON_COMPARE, &[alt(Key::Num1)]),
    entry(Action::Flicker, "flicker", icon::ICON_FLIP, &[alt(Key::Num2)]),
    entry(
        Action::Beside,
        "beside",
        icon::ICON_SPLIT_SCENE,
        &[alt(Key::Num3)],
    ),
    entry(Action::Compare, "compare", icon::ICON_COMPARE_ARROWS, &[]),
    entry(
        Action::Uncompare,
        "uncompare",
        icon::ICON_CLOSE,
        &[alt(Key::Num0)],
    ),
    entry(
        Action::SelectTool,
        "select_tool",
        icon::ICON_ARROW_SELECTOR_TOOL,
        &[plain(Key::S)],
    ),
    entry(
        Action::SelectBox,
        "select_box",
        icon::ICON_SELECT,
        &[plain(Key::B)],
    ),
    entry(
        Action::SelectPolygon,
        "select_polygon",
        icon::ICON_LASSO_SELECT,
        &[plain(Key::P)],
    ),
    keyless(Action::WhollyInside, "wholly_inside", icon::ICON_ACTIVITY_ZONE),
    keyless(Action::SelectLocation, "select_location", icon::ICON_JOIN_INNER),
    entry(
        Action::SelectExpression,
        "select_expression",
        icon::ICON_FUNCTION,
        &[ctrl(Key::F3)],
    ),
    entry(Action::InvertSelection, "invert_selection", icon::ICON_FLIP, &[]),
    entry(
        Action::MeasureLength,
        "measure_length",
        icon::ICON_STRAIGHTEN,
        &[plain(Key::M)],
    ),
    entry(
        Action::MeasureArea,
        "measure_area",
        icon::ICON_SQUARE_FOOT,
        &[plain(Key::A)],
    ),
    entry(Action::DrawPoint, "draw_point", icon::ICON_ADD_LOCATION, &[]),
    entry(Action::DrawLine, "draw_line", icon::ICON_POLYLINE, &[]),
    entry(Action::DrawArea, "draw_area", icon::ICON_DRAW, &[plain(Key::D)]),
    entry(
        Action::Reshape,
        "reshape",
        icon::ICON_EDIT_LOCATION,
        &[plain(Key::E)],
    ),
    entry(
        Action::Graticule,
        "graticule",
        icon::ICON_GRID_4X4,
        &[plain(Key::G)],
    ),
    entry(
        Action::Legend,
        "legend",
        icon::ICON_LEGEND_TOGGLE,
        &[plain(Key::K)],
    ),
    entry(Action::ProblemDots, "problem_dots", icon::ICON_LOCATION_ON, &[]),
    entry(Action::Layers, "layers", icon::ICON_LAYERS, &[ctrl(Key::Num1)]),
    entry(
        Action::Inspector,
        "inspector",
        icon::ICON_INFO,
        &[ctrl(Key::Num2)],
    ),
    entry(
        Action::Tables,
        "tables",
        icon::ICON_TABLE_ROWS,
        &[ctrl(Key::Num3)],
    ),
    entry(
        Action::LayoutLoad,
        "layout_load",
        icon::ICON_UPLOAD_FILE,
        &[plain(Key::F7)],
    ),
    entry(
        Action::LayoutScreen,
        "layout_screen",
        icon::ICON_DASHBOARD,
        &[plain(Key::F8)],
    ),
    entry(
        Action::LayoutReview,
        "layout_review",
        icon::ICON_RATE_REVIEW,
        &[plain(Key::F9)],
    ),
    entry(
        Action::LayoutPrint,
        "layout_print",
        icon::ICON_PRINT,
        &[plain(Key::F10)],
    ),
    entry(Action::ResetLayout, "layout_reset", icon::ICON_RESTART_ALT, &[]),
    entry(
        Action::ScaleUp,
        "scale_up",
        icon::ICON_TEXT_INCREASE,
        &[ctrl(Key::Plus), ctrl(Key::Equals)],
    ),
    entry(
        Action::ScaleDown,
        "scale_down",
        icon::ICON_TEXT_DECREASE,
        &[ctrl(Key::Minus)],
    ),
    entry(
        Action::ScaleReset,
        "scale_reset",
        icon::ICON_FORMAT_SIZE,
        &[ctrl(Key::Num0)],
    ),
    entry(
        Action::Bookmark,
        "bookmark",
        icon::ICON_BOOKMARK_ADD,
        &[ctrl(Key::B)],
    ),
    entry(
        Action::SaveWorkspace,
        "save_workspace",
        icon::ICON_SAVE,
        &[ctrl(Key::S)],
    ),
    entry(
        Action::SaveWorkspaceAs,
        "save_workspace_as",
        icon::ICON_SAVE_AS,
        &[ctrl_shift(Key::S)],
    ),
    entry(
        Action::Language,
        "language",
        icon::ICON_TRANSLATE,
        &[plain(Key::L)],
    ),
    areas(None, "areas_auto"),
    areas(Some(AreaUnit::Ha), "areas_ha"),
    areas(Some(AreaUnit::Km2), "areas_km2"),
    areas(Some(AreaUnit::Mu), "areas_mu"),
    areas(Some(AreaUnit::M2), "areas_m2"),
    theme(ThemePreference::System, "theme_system", icon::ICON_CONTRAST),
    theme(ThemePreference::Light, "theme_light", icon::ICON_LIGHT_MODE),
    theme(ThemePreference::Dark, "theme_dark", icon::ICON_DARK_MODE),
    pane(Pane::Findings, "pane_findings", icon::ICON_FACT_CHECK),
    pane(Pane::Unchecked, "pane_unchecked", icon::ICON_HELP),
    pane(Pane::Rules, "pane_rules", icon::ICON_GAVEL),
    pane(Pane::Problems, "pane_problems", icon::ICON_REPORT_PROBLEM),
    pane(Pane::Review, "pane_review", icon::ICON_RATE_REVIEW),
    pane(Pane::History, "pane_history", icon::ICON_HISTORY),
    pane(Pane::Bookmarks, "pane_bookmarks", icon::ICON_BOOKMARK),
    entry(Action::Shortcuts, "shortcuts", icon::ICON_KEYBOARD, &[]),
    entry(Action::About, "about", icon::ICON_HELP, &[]),
    entry(
        Action::AttributeTable,
        "attribute_table",
        icon::ICON_TABLE,
        &[plain(Key::F6)],
    ),
    entry(
        Action::CommandBox,
        "command_box",
        icon::ICON_SEARCH,
        &[ctrl(Key::K)],
    ),
    entry(
        Action::IdentifyTool,
        "identify_tool",
        icon::ICON_HELP_CENTER,
        &[plain(Key::I)],
    ),
    entry(
        Action::PinTool,
        "pin_tool",
        icon::ICON_ADD_LOCATION,
        &[plain(Key::T)],
    ),
    entry(Action::ClearPins, "clear_pins", icon::ICON_LOCATION_OFF, &[]),
    entry(Action::NumbersPanel, "numbers_panel", icon::ICON_BAR_CHART, &[]),
    entry(Action::Help, "help", icon::ICON_HELP, &[plain(Key::F1)]),
    entry(Action::Tour, "tour", icon::ICON_TOUR, &[]),
    entry(
        Action::NextPane,
        "next_pane",
        icon::ICON_TAB,
        &[plain(Key::F4), ctrl(Key::F6)],
    ),
    entry(
        Action::PreviousPane,
        "previous_pane",
        icon::ICON_TAB,
        &[SHIFT_F4, ctrl_shift(Key::F6)],
    ),
    entry(Action::ClosePane, "close_pane", icon::ICON_CLOSE, CTRL_F4),
    moves(Move::Left, "pane_left", icon::ICON_DOCK_TO_LEFT),
    moves(Move::Right, "pane_right", icon::ICON_DOCK_TO_RIGHT),
    moves(Move::Below, "pane_below", icon::ICON_DOCK_TO_BOTTOM),
    moves(Move::Apart, "pane_apart", icon::ICON_SPLIT_SCENE),
    moves(Move::Larger, "pane_larger", icon::ICON_EXPAND_CONTENT),
    moves(Move::Smaller, "pane_smaller", icon::ICON_COLLAPSE_CONTENT),
    entry(Action::Menus, "menus", icon::ICON_MENU, &[plain(Key::F12)]),
];
