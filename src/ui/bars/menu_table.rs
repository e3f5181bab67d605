//! What is in the menus, in their order.

use super::super::commands::Action;
use super::super::dock::moving::Move;

/// One thing in a menu.
#[derive(Clone, Copy, Debug)]
pub enum Item {
    /// A command.
    Do(Action),
    /// A line between groups.
    Line,
    /// A menu beside this one.
    Menu(SubMenu),
}

/// A menu within a menu.
#[derive(Clone, Copy, Debug)]
pub enum SubMenu {
    /// Files opened lately.
    Recent,
    /// Turning the map.
    Turn,
    /// Two versions of the map.
    Compare,
    /// Every pane, and the way between them.
    Panes,
    /// Where the panes stand.
    Layout,
    /// How large everything is drawn.
    Scale,
    /// Light or dark.
    Theme,
    /// The unit of areas.
    Areas,
}

impl SubMenu {
    /// The commands that it begins with.
    pub fn actions(self) -> &'static [Action] {
        match self {
            SubMenu::Turn => &[Action::TurnLeft, Action::TurnRight, Action::NorthUp],
            SubMenu::Compare => &[
                Action::Swipe,
                Action::Flicker,
                Action::Beside,
                Action::Compare,
                Action::Uncompare,
            ],
            SubMenu::Panes => &[Action::NextPane, Action::PreviousPane, Action::Tables],
            SubMenu::Layout => &[
                Action::LayoutLoad,
                Action::LayoutScreen,
                Action::LayoutReview,
                Action::LayoutPrint,
                Action::ResetLayout,
                Action::ClosePane,
                Action::MovePane(Move::Left),
                Action::MovePane(Move::Right),
                Action::MovePane(Move::Below),
                Action::MovePane(Move::Apart),
                Action::MovePane(Move::Larger),
                Action::MovePane(Move::Smaller),
            ],
            SubMenu::Scale => &[Action::ScaleUp, Action::ScaleDown, Action::ScaleReset],
            SubMenu::Recent | SubMenu::Theme | SubMenu::Areas => &[],
        }
    }
}

/// The menus, each with the key of its name. None is longer than a window of 900 pixels (tested), so what is used now and
/// then has a menu of its own within one.
pub const MENUS: [(&str, &[Item]); 5] = [
    (
        "file",
        &[
            Item::Do(Action::Open),
            Item::Do(Action::Add),
            Item::Do(Action::AddPreview),
            Item::Do(Action::Example),
            Item::Do(Action::Reload),
            Item::Line,
            Item::Do(Action::SaveWorkspace),
            Item::Do(Action::SaveWorkspaceAs),
            Item::Do(Action::SaveDossier),
            Item::Do(Action::CloseDossier),
            Item::Line,
            Item::Do(Action::Report),
            Item::Do(Action::Export),
            Item::Do(Action::ExportMap),
            Item::Do(Action::ExportLayer),
            Item::Line,
            Item::Do(Action::Quit),
            Item::Menu(SubMenu::Recent),
        ],
    ),
    (
        "edit",
        &[
            Item::Do(Action::Undo),
            Item::Do(Action::Redo),
            Item::Line,
            Item::Do(Action::Deselect),
            Item::Line,
            Item::Do(Action::CommandBox),
        ],
    ),
    (
        "view",
        &[
            Item::Do(Action::FullExtent),
            Item::Do(Action::ZoomSelection),
            Item::Do(Action::ZoomIn),
            Item::Do(Action::ZoomOut),
            Item::Do(Action::ViewBack),
            Item::Do(Action::ViewForward),
            Item::Do(Action::Bookmark),
            Item::Menu(SubMenu::Turn),
            Item::Line,
            Item::Do(Action::Graticule),
            Item::Do(Action::Legend),
            Item::Do(Action::ProblemDots),
            Item::Menu(SubMenu::Compare),
            Item::Line,
            Item::Do(Action::AttributeTable),
            Item::Do(Action::NumbersPanel),
            Item::Menu(SubMenu::Panes),
            Item::Menu(SubMenu::Layout),
            Item::Line,
            Item::Menu(SubMenu::Scale),
            Item::Menu(SubMenu::Theme),
            Item::Menu(SubMenu::Areas),
            Item::Do(Action::Language),
        ],
    ),
    (
        "tools",
        &[
            Item::Do(Action::Screen),
            Item::Do(Action::NextFinding),
            Item::Do(Action::PreviousFinding),
            Item::Do(Action::NextUndecided),
            Item::Do(Action::Pin),
            Item::Line,
            Item::Do(Action::SelectTool),
            Item::Do(Action::SelectBox),
            Item::Do(Action::SelectPolygon),
            Item::Do(Action::WhollyInside),
            Item::Do(Action::SelectLocation),
            Item::Do(Action::SelectExpression),
            Item::Do(Action::InvertSelection),
            Item::Line,
            Item::Do(Action::MeasureLength),
            Item::Do(Action::MeasureArea),
            Item::Line,
            Item::Do(Action::DrawPoint),
            Item::Do(Action::DrawLine),
            Item::Do(Action::DrawArea),
            Item::Do(Action::Reshape),
            Item::Line,
            Item::Do(Action::IdentifyTool),
            Item::Do(Action::PinTool),
            Item::Do(Action::ClearPins),
        ],
    ),
    (
        "help",
        &[
            Item::Do(Action::Help),
            Item::Do(Action::Shortcuts),
            Item::Do(Action::Tour),
            Item::Do(Action::About),
        ],
    ),
];
