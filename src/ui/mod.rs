//! The window: a function of the session.
//!
//! Promises: a frame never waits for a file, the rules or a triangulation; panels borrow the session and ask for changes
//! by [`crate::session::command::Command`]; every word comes in Chinese and English and changes at once. Refuses: a
//! change of the workspace while drawing.

pub mod areas;
pub mod bars;
pub mod calendar;
pub mod clipboard;
pub mod command_box;
pub mod commands;
pub mod context_menu;
pub mod copy_note;
pub mod crs_picker;
pub mod dock;
pub mod errands;
pub mod focus_ring;
pub mod fonts;
pub mod ground;
pub mod import_draft;
pub mod input_method;
pub mod layer_draft;
pub mod location_draft;
pub mod log_off;
pub mod look_draft;
pub mod look_gesture;
pub mod map;
pub mod map_draft;
pub mod map_template;
pub mod memory;
pub mod menu_focus;
pub mod pane_keys;
pub mod panels;
pub mod passing;
pub mod plain_fills;
pub mod processor_paint;
pub mod proposals;
pub mod quick_clicks;
pub mod relay;
pub mod review;
pub mod role_lists;
pub mod scale;
pub mod screenshot;
pub mod source_watch;
pub mod start;
pub mod theme;
pub mod user_folder;
pub mod view_state;
pub mod widgets;
pub mod window_focus;
pub mod window_system;
pub mod windows;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use eframe::egui::{
    CentralPanel, Context, Event, Frame, Margin, Panel, RawInput, Ui, ViewportCommand, Visuals,
};

use crate::say;
use crate::session::Session;
use crate::session::command::Command;
use crate::session::jobs::Runner;
use crate::session::looks::LayerLooks;

use bars::menu_key::follow_alt;
use bars::menus::marked_name;
use bars::notices_bar::notices_bar_ui;
use bars::numbers_strip::numbers_strip_ui;
use bars::status_bar::status_bar_ui;
use bars::top_bar::top_bar_ui;
use command_box::command_box_ui;
use commands::choosing::take_chosen;
use commands::keys::Keys;
use context_menu::follow_menu_key;
use copy_note::CopyWatch;
use dock::desk::desk_ui;
use errands::Errands;
use focus_ring::{focus_ring_ui, follow_hands};
use ground::grounded_ui;
use input_method::{keep_focus_from_composing, keep_keys_from_composing};
use map::painting::Painting;
use menu_focus::take_back;
use panels::pick::step_finding;
use panels::welcome_panel::welcome_panel_ui;
use passing::pass_over_handles;
use quick_clicks::QuickClicks;
use relay::{Handover, Relay};
use review::banner::dossier_banner_ui;
use screenshot::Screenshot;
use source_watch::SourceWatch;
use theme::{PANEL_MARGIN, Palette};
use view_state::{ViewState, Window};
use windows::desk_windows::{free_wishes, hold};
use windows::open_window::dropped_files;
use windows::path_window::file_answers;
use windows::replace_window::ask_to_replace;
use windows::tour::{end_by_escape, tour_ui};
use windows::windows_ui;

/// How often progress is looked at while something runs.
const GLANCE: Duration = Duration::from_millis(120);

/// The window with everything in it.
#[derive(Debug)]
pub struct App {
    session: Session,
    view: ViewState,
    errands: Errands,
    screenshot: Option<Screenshot>,
    relay: Option<Arc<Relay>>,
    generation: u64,
    source_watch: SourceWatch,
    title: String,
    /// The keys that were applied last.
    keys: Option<BTreeMap<String, String>>,
}

impl App {
    /// Over a session, seen in some way; fonts and themes are installed in the context.
    pub fn new(ctx: &Context, session: Session, view: ViewState, errands: Errands) -> App {
        fonts::install(ctx);
        theme::install(ctx);
        ctx.add_plugin(CopyWatch::default());
        ctx.add_plugin(QuickClicks::default());
        if view.map.painting == Painting::Processor {
            theme::spare_the_processor(ctx);
        }
        App {
            session,
            view,
            errands,
            screenshot: None,
            relay: None,
            generation: 0,
            source_watch: SourceWatch::default(),
            title: String::new(),
            keys: None,
        }
    }

    /// Saves a picture of the window as PNG once nothing runs any more, and closes it.
    #[must_use]
    pub fn with_screenshot(mut self, file: Option<PathBuf>) -> App {
        self.screenshot = file.map(Screenshot::new);
        self.view.map.in_whole_frames = self.screenshot.is_some();
        self
    }

    /// Hands everything over to the next window when the graphics card is lost.
    #[must_use]
    pub fn with_relay(mut self, relay: Arc<Relay>) -> App {
        self.relay = Some(relay);
        self
    }

    /// What is open, and everything around it.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// True while anything runs in the background, for the session or for what is seen of it.
    pub fn is_busy(&self) -> bool {
        self.session.running().next().is_some() || self.errands.busy()
    }

    /// How it is looked at.
    pub fn view_mut(&mut self) -> &mut ViewState {
        &mut self.view
    }

    /// How layers are looked at, with what a hand is just changing.
    pub fn looks(&self) -> Arc<LayerLooks> {
        self.view.looks(&self.session)
    }

    /// Does what a user could wish.
    pub fn dispatch(&mut self, command: Command) {
        self.session.dispatch(command);
    }

    /// One frame: what has come in, then all panels, then what was wished.
    pub fn frame_ui(&mut self, ui: &mut Ui) {
        if self.hand_over(ui.ctx()) {
            return;
        }
        self.take_in(ui.ctx());
        keep_keys_from_composing(ui.ctx());
        follow_hands(ui.ctx());
        pass_over_handles(ui.ctx());
        follow_alt(ui.ctx());
        follow_menu_key(ui.ctx());
        take_back(ui.ctx());
        end_by_escape(ui.ctx(), &mut self.view);
        let dropped = dropped_files(ui.ctx(), self.view.preview_always);
        let mut wishes = Vec::from_iter(dropped);
        let memory = self.errands.memory();
        wishes.extend(memory.step(ui.ctx(), &self.session, &mut self.view));
        if self.screenshot.is_none() {
            hold(ui.ctx(), &self.session, &mut self.view);
        }
        wishes.extend(file_answers(&mut self.view));
        take_chosen(ui.ctx(), &mut self.view);
        for action in commands::pressed(ui.ctx(), &self.session) {
            let in_front = self.view.window.is_some() || self.view.command_box.is_open();
            let is_free = !in_front && !self.session.asks_name();
            if action.enabled(&self.session, &self.view) && is_free {
                action.perform(ui.ctx(), &self.session, &mut self.view, &mut wishes);
            }
        }
        self.panels_ui(ui, &mut wishes);
        windows_ui(ui.ctx(), &self.session, &mut self.view, &mut wishes);
        tour_ui(ui.ctx(), &self.session, &mut self.view, &mut wishes);
        command_box_ui(ui.ctx(), &self.session, &mut self.view, &mut wishes);
        focus_ring_ui(ui.ctx());
        self.view.identify.give_way(&wishes);
        wishes.extend(self.view.done_look(ui.ctx()));
        wishes.extend(self.session.take_dropped());
        for wish in free_wishes(&self.session, &mut self.view, wishes) {
            self.session.dispatch(wish);
            ui.ctx().request_repaint();
        }
        self.view.clipboard.end_frame();
        if self.view.map.painting == Painting::Processor {
            plain_fills::hand_over(ui.ctx(), ui.layer_id());
        }
    }

    /// True where the graphics card is lost, and the next window has everything.
    fn hand_over(&mut self, ctx: &Context) -> bool {
        let Some(relay) = self.relay.clone().filter(|relay| relay.is_lost()) else {
            return false;
        };
        if !relay.has_handover() {
            let idle = Session::new(Runner::Inline, self.session.as_of());
            let handover = Handover {
                session: std::mem::replace(&mut self.session, idle),
                view: std::mem::take(&mut self.view),
                errands: std::mem::replace(&mut self.errands, Errands::new(Runner::Inline)),
            };
            relay.put(handover);
            ctx.send_viewport_cmd(ViewportCommand::Close);
        }
        true
    }

    fn take_in(&mut self, ctx: &Context) {
        self.session.poll();
        self.source_watch.step(ctx, &mut self.session);
        ctx.set_theme(self.view.theme);
        self.view.scale.apply(ctx);
        self.view.areas.apply(ctx);
        self.use_keys(ctx);
        ask_to_replace(&mut self.view, self.session.take_in_the_way());
        if let Some(workspace) = self.session.workspace()
            && self.generation != self.session.generation()
        {
            self.generation = self.session.generation();
            self.view.begin(workspace);
        }
        match self.session.import() {
            Some(import) if self.view.import.follow(import) => self.view.window = Some(Window::Import),
            Some(_) => {}
            None if self.view.window == Some(Window::Import) => self.view.window = None,
            None => {}
        }
        let has_keyboard = ctx.input(|input| input.focused);
        let told = self.errands.run(&self.session, &mut self.view, has_keyboard);
        told.into_iter()
            .for_each(|told| self.dispatch(Command::Tell(told)));
        self.view.clipboard.step(ctx, &mut self.view.copy_note);
        self.name_window(ctx);
        let busy = self.is_busy();
        if busy {
            ctx.request_repaint_after(GLANCE);
        }
        if let Some(screenshot) = &mut self.screenshot {
            screenshot.step(ctx, busy);
            if self.session.screening().is_some() && self.session.selection().finding.is_none() {
                // The table begins with the gravest finding, which shows best what the program is for.
                let mut wishes = Vec::new();
                step_finding(&self.session, &mut self.view, 1, &mut wishes);
                wishes.into_iter().for_each(|wish| self.session.dispatch(wish));
            }
        }
    }

    /// The commands have the keys that the user has chosen.
    fn use_keys(&mut self, ctx: &Context) {
        if self.keys.as_ref() != Some(&self.view.own_keys) {
            let (keys, _told_at_the_start) = Keys::read(&self.view.own_keys);
            keys.apply(ctx);
            self.keys = Some(self.view.own_keys.clone());
        }
    }

    fn name_window(&mut self, ctx: &Context) {
        let program = say!(self.view.lang, "ui.welcome.name");
        let title = match marked_name(&self.session, &self.view) {
            Some(name) => format!("{name} – {program}"),
            None => program,
        };
        if title != self.title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }

    fn panels_ui(&mut self, ui: &mut Ui, wishes: &mut Vec<Command>) {
        let palette = Palette::here(ui);
        let (session, view) = (&self.session, &mut self.view);
        let (bar, panel) = (palette.bar, palette.panel);
        let bar_margin = Margin::symmetric(8, 4);
        bare(Panel::top("top"), ui, |ui| {
            grounded_ui(ui, bar, bar_margin, |ui| top_bar_ui(ui, session, view, wishes));
        });
        bare(Panel::bottom("status"), ui, |ui| {
            grounded_ui(ui, bar, bar_margin, |ui| {
                status_bar_ui(ui, session, view, wishes);
            });
        });
        if session.workspace().is_some() {
            bare(Panel::top("numbers"), ui, |ui| {
                grounded_ui(ui, panel, Margin::symmetric(10, 5), |ui| {
                    numbers_strip_ui(ui, session, view, wishes);
                });
            });
        }
        if !session.notices().is_empty() {
            bare(Panel::top("notices"), ui, |ui| {
                notices_bar_ui(ui, session, view, wishes);
            });
        }
        dossier_banner_ui(ui, session, view, wishes);
        if session.workspace().is_none() {
            CentralPanel::default()
                .frame(Frame::new().fill(palette.panel).inner_margin(PANEL_MARGIN))
                .show(ui, |ui| welcome_panel_ui(ui, session, view, wishes));
            return;
        }
        CentralPanel::default()
            .frame(Frame::new())
            .show(ui, |ui| desk_ui(ui, session, view, wishes));
    }
}

/// A panel without ground or margin of its own.
fn bare(panel: Panel, ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    panel.frame(Frame::new()).show(ui, content);
}

impl eframe::App for App {
    fn raw_input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        keep_focus_from_composing(ctx, input);
        if self.screenshot.is_some() {
            // Wherever the pointer happens to be, the picture shows no tooltip.
            input
                .events
                .retain(|event| !matches!(event, Event::PointerMoved(_)));
        }
    }

    /// What lies between panes and notices has no ground of its own, and shows this.
    fn clear_color(&self, visuals: &Visuals) -> [f32; 4] {
        Palette::of(visuals.dark_mode).panel.to_normalized_gamma_f32()
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.frame_ui(ui);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        // What was handed over to the next window is its business.
        if self.relay.as_ref().is_none_or(|relay| !relay.has_handover()) {
            let ended = self.view.ended_look();
            ended.into_iter().for_each(|look| self.session.dispatch(look));
            self.errands.memory().close(&self.session, &self.view);
        }
    }
}
