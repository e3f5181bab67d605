//! Which page of the help is about what is in use.

use super::super::dock::pane::Pane;
use super::super::map::state::Tool;
use super::super::view_state::ViewState;
use super::super::windows::help_view::Topic;

/// The page about what is in use: the tool, else the pane that is in front.
pub fn topic_of(view: &ViewState, is_open: bool) -> Topic {
    if !is_open {
        return Topic::Start;
    }
    if view.map.compare.mode().is_some() {
        return Topic::Compare;
    }
    match view.map.tool() {
        Tool::Identify | Tool::Pin => return Topic::Identify,
        Tool::Measure(_) | Tool::SelectBox | Tool::SelectPolygon => return Topic::Map,
        Tool::Draw(_) | Tool::Reshape => return Topic::Map,
        Tool::Select => {}
    }
    let pages = [
        (Pane::Attributes, Topic::Attributes),
        (Pane::Numbers, Topic::Numbers),
        (Pane::Problems, Topic::Problems),
        (Pane::Findings, Topic::Findings),
        (Pane::Unchecked, Topic::Findings),
        (Pane::Rules, Topic::Findings),
        (Pane::Review, Topic::Findings),
    ];
    let seen = pages.into_iter().find(|(pane, _)| view.dock.is_front(*pane));
    seen.map_or(Topic::Map, |(_, topic)| topic)
}
