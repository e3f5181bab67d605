//! The columns of the findings table have room in their pane.

use eframe::egui::pos2;
use redshank::session::review::step::ReviewStep;
use redshank::ui::dock::preset::Preset;

use super::keyboard::Shown;
use super::*;

/// The headings of the columns, left to right.
const HEADINGS: [&str; 9] = [
    "severity",
    "project",
    "verdict",
    "rule",
    "zone",
    "relation",
    "overlap",
    "distance",
    "consultee",
];

/// How wide a column is drawn, by where it and the next one begin.
fn width(harness: &Shown, key: &str, next: &str) -> f32 {
    let left = |key: &str| {
        let name = word(Lang::En, &format!("ui.column.{key}"));
        harness
            .get_by_role_and_label(Role::ColumnHeader, &name)
            .rect()
            .left()
    };
    left(next) - left(key)
}

#[test]
fn a_column_that_a_hand_has_made_wider_stays_so() {
    let mut session = session();
    session.show(workspace());
    let mut harness = stage(session, ViewState::new(Lang::En), (1440.0, 900.0));
    let zone = word(Lang::En, "ui.column.zone");
    let heading = harness.get_by_role_and_label(Role::ColumnHeader, &zone).rect();
    let border = pos2(
        heading.left() - harness.ctx.global_style().spacing.item_spacing.x / 2.0,
        heading.center().y,
    );
    let before = width(&harness, "rule", "zone");
    let usual = before / width(&harness, "project", "verdict");
    let press = |pressed: bool, pos: Pos2| Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    harness.event(Event::PointerMoved(border));
    harness.run_steps(2);
    harness.event(press(true, border));
    harness.run_steps(2);
    for step in 1..=6 {
        harness.event(Event::PointerMoved(border + vec2(20.0 * step as f32, 0.0)));
        harness.run_steps(1);
    }
    harness.event(press(false, border + vec2(120.0, 0.0)));
    harness.run_steps(4);
    assert!((width(&harness, "rule", "zone") - before - 120.0).abs() < 8.0);
    // The pane becomes narrower, and all columns with it.
    harness.state_mut().app().view_mut().dock.arrange(Preset::Review);
    harness.run_steps(10);
    let after = width(&harness, "rule", "zone") / width(&harness, "project", "verdict");
    assert!(after > 1.3 * usual, "{after} {usual}");
}

/// Every column begins in the pane, and those with numbers end in it.
#[track_caller]
fn check(harness: &Shown, lang: Lang, has_dossier: bool) {
    let pane = harness.ctx.read_response(Pane::Findings.focus_id()).unwrap().rect;
    let all: Vec<(String, f32, f32)> = harness
        .get_all_by_role(Role::ColumnHeader)
        .filter_map(|node| {
            let name = node.accesskit_node().label()?;
            Some((name, node.rect().left(), node.rect().right()))
        })
        .collect();
    let decision = has_dossier.then_some("decision");
    for key in HEADINGS.into_iter().chain(decision) {
        let name = word(lang, &format!("ui.column.{key}"));
        let found = all.iter().find(|(own, ..)| own.starts_with(&name));
        let (_, left, right) = found.unwrap_or_else(|| panic!("no heading {name:?} in {all:?}"));
        assert!(
            *left >= pane.left() && *right <= pane.right(),
            "{key} of {lang:?} from {left} to {right} in {:?}",
            pane.x_range()
        );
    }
}

#[test]
fn all_columns_stand_in_the_pane_of_the_review_layout() {
    let folder = tempfile::tempdir().unwrap();
    let path = review::stored(folder.path());
    for lang in Lang::ALL {
        for (size, has_dossier) in [
            ((1440.0, 900.0), false),
            ((1440.0, 900.0), true),
            ((1280.0, 800.0), false),
            ((1280.0, 800.0), true),
        ] {
            let mut session = session();
            match has_dossier {
                true => session.dispatch(Command::Review(ReviewStep::Open(path.clone()))),
                false => session.show(workspace()),
            }
            let mut harness = stage(session, ViewState::new(lang), size);
            // In a pane as wide as the window first, so that they must become narrower.
            check(&harness, lang, has_dossier);
            let view = harness.state_mut().app().view_mut();
            view.dock.arrange(Preset::Review);
            harness.run_steps(10);
            check(&harness, lang, has_dossier);
        }
    }
}
