//! All rules: which are in force on the day that is judged by, how sure their text is, and what they say.

use eframe::egui::{Color32, Label, Panel, RichText, ScrollArea, TextEdit, Ui};
use egui_extras::{Column, TableRow};

use crate::model::consultation::Office;
use crate::model::date::Date;
use crate::model::rule::{Consult, Rule, RuleBook, RuleState};
use crate::model::symbology::of_severity;
use crate::report::consultations::question;
use crate::report::costs::rate;
use crate::report::sentence::{asked, citation};
use crate::say;
use crate::session::Session;
use crate::words::Lang;

use super::super::dock::pane::Pane;
use super::super::map::style::color;
use super::super::pane_keys::{Rows, has_keys};
use super::super::passing::pass_on;
use super::super::theme::{Palette, ROW_PX};
use super::super::view_state::ViewState;
use super::super::widgets::{cell_ui, cursor_row_ui, dot_ui, empty_ui, mark_ui, table_of};
use super::month_wheel::months_ui;

/// All columns of the table have their usual width in so many pixels.
const ROOMY_PX: f32 = 960.0;

/// The rules of the workspace; a click shows the text of one.
pub fn rules_panel_ui(ui: &mut Ui, session: &Session, view: &mut ViewState) {
    let Some(workspace) = session.workspace() else {
        return empty_ui(ui, &say!(view.lang, "ui.nothing_open"));
    };
    if workspace.rules.rules.is_empty() {
        return empty_ui(ui, &say!(view.lang, "ui.rules.none"));
    }
    let open = view.open_rule.as_deref().and_then(|id| workspace.rules.rule(id));
    if let Some(rule) = open {
        Panel::right("rule text")
            .default_size(420.0)
            .size_range(260.0..=640.0)
            .show(ui, |ui| {
                ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
                    rule_text_ui(ui, &workspace.rules, rule, session.as_of(), view.lang);
                    if let Some(months) = rule.condition.months {
                        months_ui(ui, months, view.lang);
                    }
                });
            });
    }
    ui.horizontal(|ui| {
        let hint = say!(view.lang, "ui.rules.filter");
        ui.add(
            TextEdit::singleline(&mut view.rule_filter)
                .hint_text(hint)
                .desired_width(230.0),
        );
        let day = say!(view.lang, "ui.rules.as_of", day = session.as_of());
        ui.label(RichText::new(day).color(Palette::here(ui).faint));
    });
    let wanted = view.rule_filter.trim().to_lowercase();
    let rules = workspace.rules.rules.iter();
    let judged = workspace.rules.judged_on(session.as_of());
    let is_judged = |rule: &Rule| judged.iter().any(|own| own.id == rule.id);
    let state = |rule: &Rule| match (rule.in_force(session.as_of()), is_judged(rule)) {
        (false, _) => RuleState::NotInForce,
        (true, false) => RuleState::Superseded,
        (true, true) => RuleState::Judged,
    };
    let shown: Vec<(&Rule, RuleState)> = rules
        .filter(|rule| matches(rule, &wanted))
        .map(|rule| (rule, state(rule)))
        .collect();
    let place = |id: &str| shown.iter().position(|(rule, _)| rule.id == id);
    let rows = Rows {
        count: shown.len(),
        at: view.open_rule.as_deref().and_then(place),
        in_sight: (ui.available_height() / ROW_PX) as usize,
    };
    let has_keys = has_keys(ui, Pane::Rules, false);
    let walked = rows.walked(ui).filter(|_| has_keys);
    if let Some((rule, _)) = walked.and_then(|place| shown.get(place)) {
        view.open_rule = Some(rule.id.clone());
    }
    if let Some(id) = table_ui(ui, &shown, walked, view) {
        ui.memory_mut(|memory| memory.request_focus(Pane::Rules.focus_id()));
        view.open_rule = Some(id);
    }
}

/// A rule in full: title, state, citation, text, who is asked.
pub fn rule_text_ui(ui: &mut Ui, book: &RuleBook, rule: &Rule, as_of: Date, lang: Lang) {
    let palette = Palette::here(ui);
    ui.add(Label::new(RichText::new(rule.title.get(lang)).strong().size(14.5)).wrap());
    ui.horizontal_wrapped(|ui| {
        mark_ui(ui, &rule.severity.name(lang), palette.severity(rule.severity));
        let state = book.state(rule, as_of);
        mark_ui(ui, &state_words(state, lang), state_color(state, palette));
        mark_ui(ui, rule.mark.code(), palette.not_checked).on_hover_text(rule.mark.name(lang));
    });
    ui.add(Label::new(RichText::new(citation(rule, lang)).color(palette.accent)).wrap());
    let source = format!("{} – {}", rule.mark.code(), rule.mark.name(lang));
    ui.add(Label::new(RichText::new(source).small().color(palette.faint)).wrap());
    if !rule.text_available {
        let missing = say!(lang, "reason.rule_text_missing");
        ui.label(RichText::new(missing).color(palette.near));
    }
    ui.add(Label::new(rule.text.get(lang)).wrap());
    let consultee = asked(rule, None, lang);
    if !consultee.is_empty() {
        let asked = say!(lang, "ui.rules.asked", who = consultee);
        ui.add(Label::new(RichText::new(asked).color(palette.faint)).wrap());
    }
    for line in details(rule, lang) {
        ui.add(Label::new(RichText::new(line).color(palette.faint)).wrap());
    }
    let dates = [("from", rule.from), ("until", rule.until)];
    for (key, day) in dates.into_iter().filter_map(|(key, day)| Some((key, day?))) {
        let text = say!(lang, &format!("ui.rules.{key}"), day = day);
        ui.label(RichText::new(text).color(palette.faint));
    }
}

fn matches(rule: &Rule, wanted: &str) -> bool {
    let texts = [&rule.title, &rule.citation, &rule.consultee];
    wanted.is_empty()
        || rule.id.contains(wanted)
        || texts.iter().any(|text| {
            Lang::ALL
                .iter()
                .any(|lang| text.get(*lang).to_lowercase().contains(wanted))
        })
}

/// What else a rule says: formulas, months, rank, questions, contradictions.
fn details(rule: &Rule, lang: Lang) -> Vec<String> {
    let formulas = [("within", &rule.formulas.within), ("near", &rule.formulas.near)];
    let formulas = formulas.into_iter().filter_map(|(key, formula)| {
        let formula = formula.as_ref()?.text();
        Some(say!(lang, &format!("ui.rules.{key}"), formula = formula))
    });
    let months = rule.condition.months;
    let months = months.map(|months| say!(lang, "ui.rules.months", months = months.text(lang)));
    let rank = rule
        .rank
        .map(|rank| say!(lang, "ui.rules.rank", rank = rank.name(lang)));
    let questions = rule.questions.iter().map(|asked| question(asked, None, lang));
    let offices = rule.consults.iter().map(|consult| office(consult, lang));
    let rates = rule.exposures.iter().map(|exposure| rate(exposure, rule, lang));
    let others = rule.contradicts.iter();
    let others = others.map(|other| say!(lang, "ui.rules.contradicts", rule = other));
    let plain = formulas.chain(months).chain(rank).chain(offices).chain(rates);
    plain.chain(questions).chain(others).collect()
}

/// An office with what it gives.
fn office(consult: &Consult, lang: Lang) -> String {
    let name = Office::Named(consult.department, consult.level.resolve(None)).name(lang);
    match (consult.form.get(lang), lang) {
        ("", _) => name,
        (form, Lang::Zh) => format!("{name}（{form}）"),
        (form, Lang::En) => format!("{name} ({form})"),
    }
}

fn state_words(state: RuleState, lang: Lang) -> String {
    let key = match state {
        RuleState::Judged => "ui.rules.in_force",
        RuleState::Superseded => "ui.rules.superseded",
        RuleState::NotInForce => "ui.rules.not_in_force",
    };
    say!(lang, key)
}

fn state_color(state: RuleState, palette: &Palette) -> Color32 {
    match state {
        RuleState::Judged => palette.clear,
        _ => palette.not_checked,
    }
}

/// The table; gives the id of the rule that was clicked.
/// The table, scrolled to a row that was walked to; gives the rule that was clicked.
fn table_ui(
    ui: &mut Ui,
    rules: &[(&Rule, RuleState)],
    walked: Option<usize>,
    view: &ViewState,
) -> Option<String> {
    let lang = view.lang;
    let mut clicked = None;
    // On a small screen or with large letters all columns are narrower, so that the last one is not beyond the edge.
    let share = (ui.available_width() / ROOMY_PX).clamp(0.5, 1.0);
    let column = |width: f32| Column::initial(share * width).at_least(36.0).clip(true);
    let has_focus = ui.memory(|memory| memory.has_focus(Pane::Rules.focus_id()));
    let mut table = table_of(ui, "rules");
    if let Some(place) = walked {
        table = table.scroll_to_row(place, None);
    }
    let table = table
        .column(column(168.0))
        .column(column(290.0))
        .column(column(92.0))
        .column(column(50.0))
        .column(column(150.0))
        .column(Column::remainder().at_least(share * 140.0).clip(true))
        .header(ROW_PX, |mut row| {
            for key in ["severity", "rule", "in_force", "mark", "roles", "citation"] {
                row.col(|ui| {
                    let text = RichText::new(say!(lang, &format!("ui.column.{key}"))).strong();
                    cell_ui(ui, text.color(Palette::here(ui).faint));
                });
            }
        });
    table.body(|body| {
        body.rows(ROW_PX, rules.len(), |mut row| {
            let Some((rule, state)) = rules.get(row.index()) else {
                return;
            };
            let is_open = view.open_rule.as_deref() == Some(&rule.id);
            row.set_selected(is_open);
            row_ui(&mut row, rule, *state, lang);
            let response = row.response();
            if has_focus && is_open {
                cursor_row_ui(&response);
            }
            if response.clicked() {
                clicked = Some(rule.id.clone());
            }
        });
    });
    pass_on(ui);
    clicked
}

fn row_ui(row: &mut TableRow<'_, '_>, rule: &Rule, state: RuleState, lang: Lang) {
    row.col(|ui| {
        dot_ui(ui, color(of_severity(rule.severity).with_opacity(255), 1.0));
        cell_ui(ui, rule.severity.name(lang));
    });
    row.col(|ui| {
        cell_ui(ui, RichText::new(rule.title.get(lang)).strong());
    });
    row.col(|ui| {
        let color = state_color(state, Palette::here(ui));
        cell_ui(ui, RichText::new(state_words(state, lang)).color(color));
    });
    row.col(|ui| {
        cell_ui(ui, rule.mark.code()).on_hover_text(rule.mark.name(lang));
    });
    row.col(|ui| {
        let roles: Vec<String> = rule.roles.iter().map(|role| role.name(lang)).collect();
        cell_ui(ui, roles.join(if lang == Lang::Zh { "、" } else { ", " }));
    });
    row.col(|ui| {
        cell_ui(ui, citation(rule, lang));
    });
}
