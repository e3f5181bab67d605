//! Tab passes over handles: borders of columns and panes and bars for scrolling are there for the pointer, have no name that
//! could be read out, and what they do has keys of its own (arrows scroll, layouts have theirs).

use std::collections::HashSet;

use eframe::egui::{Context, Event, FocusDirection, Id, Key, Modifiers, Response, TextEdit, Ui};

/// The thin side of a handle is at most so long, in pixels.
const HANDLE_PX: f32 = 12.0;
/// Its long side is so many times as long at least: a slider is no handle.
const HANDLE_RATIO: f32 = 6.0;
/// So many handles are passed over at once: where there is nothing else, the keyboard stays where it is.
const MOST_PASSED: u8 = 64;

/// Which way Tab went last, and how many handles were passed over since.
#[derive(Clone, Copy, Debug, Default)]
struct Way {
    back: bool,
    passed: u8,
}

fn id() -> Id {
    Id::unique("which way Tab went")
}

fn grounds_id() -> Id {
    Id::unique("grounds that tabs lie on")
}

/// Notes what a tab lies on, by which all tabs there are dragged together.
pub fn pass_over_ground(tab: &Response) {
    let ground = tab.ctx.viewport(|viewport| {
        let widgets = &viewport.this_pass.widgets;
        let own = widgets.get(tab.id)?;
        let mut around = widgets.get_layer(tab.layer_id).filter(|other| {
            other.id != own.id && other.parent_id == own.parent_id && other.rect.contains_rect(own.rect)
        });
        around
            .find(|other| other.sense.senses_drag())
            .map(|other| other.id)
    });
    if let Some(ground) = ground {
        tab.ctx.data_mut(|data| {
            let grounds: &mut HashSet<Id> = data.get_temp_mut_or_default(grounds_id());
            grounds.insert(ground);
        });
    }
}

/// True for what is only there to be dragged. How much of it is in sight does not matter: the rest of a field that is nearly
/// scrolled out of sight is as thin as a handle.
pub fn is_handle(response: &Response) -> bool {
    let grounds: Option<HashSet<Id>> = response.ctx.data(|data| data.get_temp(grounds_id()));
    if grounds.is_some_and(|grounds| grounds.contains(&response.id)) {
        return true;
    }
    if TextEdit::load_state(&response.ctx, response.id).is_some() {
        return false;
    }
    let size = response.rect.size();
    let (thin, long) = (size.min_elem(), size.max_elem());
    response.sense.senses_drag() && thin <= HANDLE_PX && long >= HANDLE_RATIO * thin
}

/// Leads the keyboard on where Tab has just brought it to a handle. To be called right behind a table, which has one for each
/// column: whatever comes next has the keyboard in the same frame.
pub fn pass_on(ui: &Ui) {
    let is_tab = |event: &Event| {
        matches!(
            event,
            Event::Key {
                key: Key::Tab,
                pressed: true,
                modifiers: Modifiers::NONE,
                ..
            }
        )
    };
    if !ui.input(|input| input.events.iter().any(is_tab)) {
        return;
    }
    let focused = ui.memory(|memory| memory.focused());
    let response = focused.and_then(|focused| ui.ctx().read_response(focused));
    if let Some(handle) = response.filter(is_handle) {
        ui.memory_mut(|memory| {
            memory.move_focus(FocusDirection::Next);
            memory.interested_in_focus(handle.id, handle.layer_id);
        });
    }
}

/// Leads the keyboard on where Tab has brought it to a handle. To be called at the begin of each frame.
pub fn pass_over_handles(ctx: &Context) {
    let pressed = ctx.input(|input| {
        let of_event = |event: &Event| match event {
            Event::Key {
                key: Key::Tab,
                pressed: true,
                modifiers,
                ..
            } => Some(modifiers.shift),
            _ => None,
        };
        input.events.iter().filter_map(of_event).next_back()
    });
    let mut way: Way = ctx.data(|data| data.get_temp(id())).unwrap_or_default();
    if let Some(back) = pressed {
        way = Way { back, passed: 0 };
    } else if way.passed < MOST_PASSED && on_handle(ctx) {
        way.passed += 1;
        let direction = if way.back {
            FocusDirection::Previous
        } else {
            FocusDirection::Next
        };
        ctx.memory_mut(|memory| memory.move_focus(direction));
        ctx.request_repaint();
    } else {
        return;
    }
    ctx.data_mut(|data| data.insert_temp(id(), way));
}

/// True where what has the keyboard is a handle that nobody drags.
fn on_handle(ctx: &Context) -> bool {
    let focused = ctx.memory(|memory| memory.focused());
    let response = focused.and_then(|focused| ctx.read_response(focused));
    response.is_some_and(|response| is_handle(&response) && !response.is_pointer_button_down_on())
}
