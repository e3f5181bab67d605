//! Where the keyboard is while a menu is open, and where it goes back to when the menu closes.

use eframe::egui::{Context, Event, Id, LayerId, Popup, Ui};

/// So many frames after a menu has closed the item that had the keyboard in it is forgotten.
const SETTLED: u8 = 2;

/// The keyboard is lent to a menu.
#[derive(Clone, Copy, Debug)]
struct Lent {
    /// The menu.
    popup: Id,
    /// What has it again afterwards.
    back: Id,
    /// So many frames the menu has been closed.
    closed: u8,
}

fn id() -> Id {
    Id::unique("the keyboard is lent to a menu")
}

/// The first item of a menu that can have the keyboard, as far as the menu is drawn in this frame.
pub fn first_in(ctx: &Context, layer: LayerId) -> Option<Id> {
    ctx.viewport(|viewport| {
        let mut widgets = viewport.this_pass.widgets.get_layer(layer);
        let first = widgets.find(|widget| widget.enabled && widget.sense.is_focusable());
        first.map(|widget| widget.id)
    })
}

/// The item of a menu that has the keyboard.
pub fn focused_in(ctx: &Context, layer: LayerId) -> Option<Id> {
    let focused = ctx.memory(|memory| memory.focused())?;
    ctx.viewport(|viewport| {
        let mut widgets = viewport.this_pass.widgets.get_layer(layer);
        widgets.any(|widget| widget.id == focused).then_some(focused)
    })
}

/// A menu has the keyboard until it closes; then `back` has it again.
pub fn lend(ctx: &Context, popup: Id, back: Id) {
    let lent = Lent {
        popup,
        back,
        closed: 0,
    };
    ctx.data_mut(|data| data.insert_temp(id(), lent));
}

/// A card that a key opens has the keyboard as soon as it is drawn, by [`enter`], until it closes; then `back` has it again.
pub fn enter_soon(ctx: &Context, popup: Id, back: Id) {
    lend(ctx, popup, back);
    ctx.data_mut(|data| data.insert_temp(entering(popup), true));
}

/// Gives the keyboard to the first item of a card that a key has opened. To be called at the end of its content.
pub fn enter(ui: &Ui, popup: Id) {
    let waits = ui.data(|data| data.get_temp::<bool>(entering(popup)).is_some());
    if !waits || ui.is_sizing_pass() {
        return;
    }
    if let Some(first) = first_in(ui.ctx(), ui.layer_id()) {
        ui.memory_mut(|memory| memory.request_focus(first));
        ui.data_mut(|data| data.remove::<bool>(entering(popup)));
    }
}

fn entering(popup: Id) -> Id {
    popup.with("has the keyboard soon")
}

/// What has the keyboard again once the menu that has it is closed.
pub fn home(ctx: &Context) -> Option<Id> {
    ctx.data(|data| data.get_temp::<Lent>(id())).map(|lent| lent.back)
}

/// Gives the keyboard back after a menu. To be called at the begin of each frame.
///
/// Only once all keys are up: the one that closed the menu must not do something else in what has the keyboard then. What
/// has taken it in the meantime, such as a field or a window, keeps it.
pub fn take_back(ctx: &Context) {
    let Some(mut lent) = ctx.data(|data| data.get_temp::<Lent>(id())) else {
        return;
    };
    if Popup::is_id_open(ctx, lent.popup) {
        return;
    }
    let is_busy = ctx.input(|input| {
        let mut events = input.events.iter();
        !input.keys_down.is_empty() || events.any(|event| matches!(event, Event::Key { .. }))
    });
    if is_busy || lent.closed < SETTLED {
        lent.closed = lent.closed.saturating_add(1);
        ctx.data_mut(|data| data.insert_temp(id(), lent));
        return ctx.request_repaint();
    }
    ctx.data_mut(|data| data.remove::<Lent>(id()));
    ctx.memory_mut(|memory| {
        if memory.focused().is_none() && memory.top_modal_layer().is_none() {
            memory.request_focus(lent.back);
        }
    });
}
