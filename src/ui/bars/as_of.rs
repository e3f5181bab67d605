//! The day that the rules are judged by: typed, or chosen from a calendar that shows when rules change.

use eframe::egui::{Key, Label, Popup, PopupCloseBehavior, Response, RichText, TextEdit, Ui};
use egui_material_icons::icons as icon;

use crate::model::date::Date;
use crate::model::rule::{Rule, RuleBook};
use crate::say;
use crate::session::Session;
use crate::session::command::Command;
use crate::session::edit::Edit;
use crate::words::Lang;

use super::super::calendar::{Sheet, calendar_ui};
use super::super::menu_focus::lend;
use super::super::theme::Palette;
use super::super::view_state::ViewState;
use super::super::widgets::icon_button_ui;

/// So many changes of a month are listed below it.
const LISTED: usize = 4;
/// Width of the calendar, in points.
const WIDTH_PX: f32 = 250.0;

/// The field with the day, the button of the calendar, and what is wrong with what was typed. From the right edge leftwards.
pub fn as_of_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let day = session.as_of();
    calendar_button_ui(ui, session, view, wishes);
    let mut text = view.as_of_draft.clone().unwrap_or_else(|| day.to_string());
    let is_wrong = text.trim().parse::<Date>().is_err();
    let red = Palette::here(ui).conflict;
    let mut field = TextEdit::singleline(&mut text).desired_width(84.0).char_limit(10);
    if is_wrong {
        field = field.text_color(red);
    }
    let response = ui.add(field);
    let label = ui.weak(say!(view.lang, "ui.numbers.as_of"));
    let response = response
        .labelled_by(label.id)
        .on_hover_text(say!(view.lang, "ui.numbers.as_of_tip"));
    if response.changed() {
        view.as_of_draft = Some(text.clone());
    }
    // While it is typed it is no day yet; afterwards it stays, with what is wrong, until Escape.
    if is_wrong && !response.has_focus() {
        ui.colored_label(red, say!(view.lang, "ui.numbers.no_day"));
    }
    if response.lost_focus() {
        let is_given_up = ui.input(|input| input.key_pressed(Key::Escape));
        match text.trim().parse::<Date>() {
            _ if is_given_up => view.as_of_draft = None,
            Err(_) => {}
            Ok(chosen) => set(view, wishes, day, chosen),
        }
    }
}

fn set(view: &mut ViewState, wishes: &mut Vec<Command>, day: Date, chosen: Date) {
    view.as_of_draft = None;
    if chosen != day {
        wishes.push(Command::Edit(Edit::SetAsOf(Some(chosen))));
    }
}

/// The button, and the calendar that hangs on it.
fn calendar_button_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let (lang, day) = (view.lang, session.as_of());
    let button = icon_button_ui(ui, icon::ICON_CALENDAR_MONTH, &say!(lang, "calendar.open"), false);
    let popup = Popup::default_response_id(&button);
    if button.clicked() {
        view.as_of_sheet = Sheet::at(day);
        lend(ui.ctx(), popup, button.id);
    }
    let Some(workspace) = session.workspace() else {
        return;
    };
    let card = Popup::from_toggle_button_response(&button)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .accessible_name(say!(lang, "calendar.open"));
    let shown = card.show(|ui| card_ui(ui, (&workspace.rules, day), &mut view.as_of_sheet, lang));
    if let Some(chosen) = shown.and_then(|shown| shown.inner) {
        set(view, wishes, day, chosen);
        Popup::close_id(ui.ctx(), popup);
    }
}

/// The calendar, and what changes in its month; gives the day that was chosen.
fn card_ui(ui: &mut Ui, (book, day): (&RuleBook, Date), sheet: &mut Sheet, lang: Lang) -> Option<Date> {
    ui.set_width(WIDTH_PX);
    let changes = changes(book);
    let told = |day: Date| {
        let own = changes.iter().filter(|change| change.day == day);
        let lines: Vec<String> = own.map(|change| change.words(lang)).collect();
        (!lines.is_empty()).then(|| lines.join("\n"))
    };
    let answer = calendar_ui(ui, sheet, day, &told, lang);
    ui.separator();
    jumps_ui(ui, sheet, &changes, lang);
    let own: Vec<&Change<'_>> = changes.iter().filter(|change| sheet.shows(change.day)).collect();
    let faint = Palette::here(ui).faint;
    for change in own.iter().take(LISTED) {
        let line = format!("{}  {}", change.day, change.words(lang));
        ui.add(Label::new(RichText::new(line).small()).wrap());
    }
    let more = own.len().saturating_sub(LISTED);
    if own.is_empty() || more > 0 {
        let words = match more {
            0 => say!(lang, "calendar.nothing"),
            more => say!(lang, "calendar.more", count = more),
        };
        ui.label(RichText::new(words).small().color(faint));
    }
    let words = match answer.looked_at.filter(|looked_at| *looked_at != day) {
        Some(looked_at) => compared(book, (day, looked_at), lang),
        None => say!(
            lang,
            "calendar.chosen",
            day = day,
            count = book.judged_on(day).len()
        ),
    };
    ui.add(Label::new(RichText::new(words).small().color(faint)).wrap());
    answer.chosen
}

/// Leads to the nearest months before and after in which a rule changes.
fn jumps_ui(ui: &mut Ui, sheet: &mut Sheet, changes: &[Change<'_>], lang: Lang) {
    let Some((first, last)) = sheet.span() else {
        return;
    };
    let days = || changes.iter().map(|change| change.day);
    let before = days().filter(|day| *day < first).max();
    let after = days().filter(|day| *day > last).min();
    ui.horizontal(|ui| {
        let jump = |ui: &mut Ui, key: &str, day: Option<Date>| -> Option<Response> {
            let day = day?;
            Some(ui.link(RichText::new(say!(lang, key, day = day)).small()))
        };
        for (key, day) in [("calendar.earlier", before), ("calendar.later", after)] {
            if jump(ui, key, day).is_some_and(|link| link.clicked())
                && let Some(day) = day
            {
                sheet.turn_to(day);
            }
            ui.add_space(8.0);
        }
    });
}

/// A day on which a rule comes into force, or on which it is in force for the last time.
struct Change<'a> {
    day: Date,
    rule: &'a Rule,
    begins: bool,
}

impl Change<'_> {
    fn words(&self, lang: Lang) -> String {
        let title = self.rule.title.get(lang);
        match self.begins {
            true => say!(lang, "calendar.begins", rule = title),
            false => say!(lang, "calendar.ends", rule = title),
        }
    }
}

/// All changes of a book of rules, the first day first.
fn changes(book: &RuleBook) -> Vec<Change<'_>> {
    let mut changes: Vec<Change<'_>> = book.rules.iter().flat_map(changes_of).collect();
    changes.sort_by_key(|change| change.day);
    changes
}

fn changes_of(rule: &Rule) -> impl Iterator<Item = Change<'_>> {
    let days = [(rule.from, true), (rule.until, false)].into_iter();
    days.filter_map(move |(day, begins)| {
        let day = day?;
        Some(Change { day, rule, begins })
    })
}

/// How many rules count on one day and not on the other.
fn compared(book: &RuleBook, (from, to): (Date, Date), lang: Lang) -> String {
    let [before, after] = [from, to].map(|day| book.judged_on(day));
    let lacks = |one: &[&Rule], rule: &&&Rule| !one.iter().any(|own| own.id == rule.id);
    let more = after.iter().filter(|rule| lacks(&before, rule)).count();
    let fewer = before.iter().filter(|rule| lacks(&after, rule)).count();
    say!(
        lang,
        "calendar.compared",
        day = to,
        from = from,
        more = more,
        fewer = fewer
    )
}
