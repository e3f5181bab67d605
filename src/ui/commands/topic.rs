//! Which page of the help is about what is in use.

use super::super::map::state::Tool;
use super::super::view_state::{Tab, ViewState};
use super::super::windows::help_view::Topic;

/// The page about what is in use: the tool, else what the lower panel shows.
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
    if view.closed.tables {
        return Topic::Map;
    }
    match view.tab {
        Tab::Findings | Tab::Unchecked | Tab::Rules => Topic::Findings,
        Tab::Problems => Topic::Problems,
        Tab::Attributes => Topic::Attributes,
        Tab::Numbers => Topic::Numbers,
        Tab::Review => Topic::Findings,
    }
}
