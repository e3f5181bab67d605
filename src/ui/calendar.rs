//! A calendar of months, of which a day is chosen by the pointer or by keys.

use eframe::egui::{
    Align2, Button, EventFilter, FontId, Key, Label, Response, RichText, Role, Sense, Ui, Vec2, WidgetInfo,
    vec2,
};
use egui_material_icons::icons as icon;

use crate::model::date::Date;
use crate::say;
use crate::words::Lang;

use super::theme::Palette;
use super::widgets::icon_button_ui;

/// A day on the sheet, in points.
const DAY_PX: Vec2 = vec2(34.0, 26.0);
/// Weeks on a sheet: no month has more, and so all sheets are of one size.
const WEEKS: u8 = 6;
/// Room between two days, in points.
const GAP_PX: f32 = 2.0;

/// A month of a year after Christ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    year: i32,
    /// From 1.
    month: u8,
}

impl Month {
    /// That of a day.
    pub fn of(day: Date) -> Option<Month> {
        let text = day.to_string();
        let mut parts = text.split('-');
        let year = parts.next()?.parse().ok()?;
        let month = parts.next()?.parse().ok()?;
        Some(Month { year, month })
    }

    /// So many months later; as it is where the calendar ends before that.
    fn later(self, months: i32) -> Month {
        let count = 12 * self.year + i32::from(self.month) - 1 + months;
        let month = Month {
            year: count.div_euclid(12),
            month: (count.rem_euclid(12) + 1) as u8,
        };
        if month.day(1).is_some() { month } else { self }
    }

    /// A day of it; `None` where it has fewer.
    fn day(self, day: u8) -> Option<Date> {
        let Month { year, month } = self;
        format!("{year:04}-{month:02}-{day:02}").parse().ok()
    }

    fn day_count(self) -> u8 {
        let mut days = (28..=31).rev();
        days.find(|day| self.day(*day).is_some()).unwrap_or(28)
    }

    /// Days of the week before the first, from Monday (Sakamoto 1993).
    fn days_before_first(self) -> u8 {
        const SHIFT: [i32; 12] = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
        let year = self.year - i32::from(self.month < 3);
        let shift = SHIFT.get(usize::from(self.month) - 1).copied().unwrap_or(0);
        let from_sunday = (year + year / 4 - year / 100 + year / 400 + shift + 1).rem_euclid(7);
        (from_sunday + 6).rem_euclid(7) as u8
    }

    /// The day so many days, at most a month, after one of this month.
    fn day_after(self, day: u8, days: i32) -> Option<Date> {
        let number = i32::from(day) + days;
        let (month, number) = if number < 1 {
            let before = self.later(-1);
            (before, number + i32::from(before.day_count()))
        } else if number > i32::from(self.day_count()) {
            (self.later(1), number - i32::from(self.day_count()))
        } else {
            (self, number)
        };
        month.day(u8::try_from(number).ok()?)
    }

    fn title(self, lang: Lang) -> String {
        let month = say!(lang, &format!("calendar.month.{}", self.month));
        say!(lang, "calendar.title", year = self.year, month = month)
    }
}

/// What a calendar shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The month; that of the chosen day where none was turned to.
    month: Option<Month>,
    /// The day that is to have the keyboard as soon as it is drawn.
    wanted: Option<Date>,
}

impl Sheet {
    /// Opened at a day, which has the keyboard.
    pub fn at(day: Date) -> Sheet {
        Sheet {
            month: Month::of(day),
            wanted: Some(day),
        }
    }

    /// Turns to the month of a day.
    pub fn turn_to(&mut self, day: Date) {
        self.month = Month::of(day).or(self.month);
    }

    /// True for days of the month that is shown.
    pub fn shows(&self, day: Date) -> bool {
        self.month.is_some() && Month::of(day) == self.month
    }

    /// The first and the last day that are shown.
    pub fn span(&self) -> Option<(Date, Date)> {
        let month = self.month?;
        month.day(1).zip(month.day(month.day_count()))
    }
}

/// What somebody did on a calendar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The day that was chosen.
    pub chosen: Option<Date>,
    /// The day under the pointer, else the one that has the keyboard.
    pub looked_at: Option<Date>,
}

/// Shows a month with the day that is chosen. `told` says what there is to know about a day; such days have a dot. Arrows
/// lead from day to day, Page Up and Page Down from month to month, Enter chooses.
pub fn calendar_ui(
    ui: &mut Ui,
    sheet: &mut Sheet,
    chosen: Date,
    told: &dyn Fn(Date) -> Option<String>,
    lang: Lang,
) -> Answer {
    let mut answer = Answer::default();
    let Some(month) = sheet.month.or_else(|| Month::of(chosen)) else {
        return answer;
    };
    sheet.month = Some(month);
    ui.spacing_mut().item_spacing = Vec2::splat(GAP_PX);
    head_ui(ui, sheet, month, lang);
    weekdays_ui(ui, lang);
    for week in 0..WEEKS {
        ui.horizontal(|ui| {
            for weekday in 0..7 {
                let number = (7 * week + weekday + 1).checked_sub(month.days_before_first());
                let number = number.filter(|number| (1..=month.day_count()).contains(number));
                match number.and_then(|number| Some((number, month.day(number)?))) {
                    None => {
                        ui.allocate_exact_size(DAY_PX, Sense::hover());
                    }
                    Some((number, day)) => {
                        let button = day_ui(ui, (number, day), chosen, told(day));
                        walk(ui, &button, sheet, (month, number));
                        take(&button, day, (sheet, &mut answer));
                    }
                }
            }
        });
    }
    answer
}

/// The title, and buttons that turn to other months and years.
fn head_ui(ui: &mut Ui, sheet: &mut Sheet, month: Month, lang: Lang) {
    ui.horizontal(|ui| {
        let mut turn = |ui: &mut Ui, icon, key: &str, months: i32| {
            if icon_button_ui(ui, icon, &say!(lang, key), false).clicked() {
                sheet.month = Some(month.later(months));
            }
        };
        turn(
            ui,
            icon::ICON_KEYBOARD_DOUBLE_ARROW_LEFT,
            "calendar.year_back",
            -12,
        );
        turn(ui, icon::ICON_CHEVRON_LEFT, "calendar.month_back", -1);
        let width = (7.0 * (DAY_PX.x + GAP_PX) - 4.0 * (33.0 + GAP_PX)).max(60.0);
        let title = RichText::new(month.title(lang)).strong();
        ui.add_sized(vec2(width - GAP_PX, DAY_PX.y), Label::new(title));
        turn(ui, icon::ICON_CHEVRON_RIGHT, "calendar.month_on", 1);
        turn(ui, icon::ICON_KEYBOARD_DOUBLE_ARROW_RIGHT, "calendar.year_on", 12);
    });
}

fn weekdays_ui(ui: &mut Ui, lang: Lang) {
    ui.horizontal(|ui| {
        for weekday in 1..=7 {
            let (rect, _) = ui.allocate_exact_size(vec2(DAY_PX.x, 18.0), Sense::hover());
            let name = say!(lang, &format!("calendar.weekday.{weekday}"));
            let (font, faint) = (FontId::proportional(11.5), Palette::here(ui).faint);
            ui.painter()
                .text(rect.center(), Align2::CENTER_CENTER, name, font, faint);
        }
    });
}

fn day_ui(ui: &mut Ui, (number, day): (u8, Date), chosen: Date, told: Option<String>) -> Response {
    let is_chosen = day == chosen;
    let button = Button::new(number.to_string())
        .min_size(DAY_PX)
        .selected(is_chosen)
        .frame_when_inactive(is_chosen);
    let button = ui.add_sized(DAY_PX, button);
    if told.is_some() {
        let at = button.rect.center_bottom() - vec2(0.0, 4.0);
        ui.painter().circle_filled(at, 2.0, Palette::here(ui).near);
    }
    let label = match &told {
        Some(told) => format!("{day}: {told}"),
        None => day.to_string(),
    };
    button.widget_info(|| WidgetInfo::selected(Role::Button, true, is_chosen, &label));
    match told {
        Some(told) => button.on_hover_text(told),
        None => button,
    }
}

/// The keys of the day that has the keyboard.
fn walk(ui: &Ui, button: &Response, sheet: &mut Sheet, (month, number): (Month, u8)) {
    if !button.has_focus() {
        return;
    }
    let filter = EventFilter {
        horizontal_arrows: true,
        vertical_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(button.id, filter));
    let pressed = |key: Key| ui.input(|input| input.key_pressed(key));
    let days = [
        (Key::ArrowLeft, -1),
        (Key::ArrowRight, 1),
        (Key::ArrowUp, -7),
        (Key::ArrowDown, 7),
    ];
    let by_days = days.into_iter().find(|(key, _)| pressed(*key));
    let months = [(Key::PageUp, -1), (Key::PageDown, 1)];
    let by_months = months.into_iter().find(|(key, _)| pressed(*key));
    let next = match (by_days, by_months) {
        (Some((_, days)), _) => month.day_after(number, days),
        (None, Some((_, months))) => {
            let month = month.later(months);
            month.day(number.min(month.day_count()))
        }
        (None, None) => None,
    };
    if let Some(next) = next {
        sheet.turn_to(next);
        sheet.wanted = Some(next);
        ui.ctx().request_repaint();
    }
}

/// Takes in what somebody does with a day.
fn take(button: &Response, day: Date, (sheet, answer): (&mut Sheet, &mut Answer)) {
    if sheet.wanted == Some(day) {
        button.request_focus();
        if button.has_focus() {
            sheet.wanted = None;
        }
    }
    if button.clicked() {
        answer.chosen = Some(day);
    }
    if button.hovered() || button.has_focus() && answer.looked_at.is_none() {
        answer.looked_at = Some(day);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        Month::of(text.parse().unwrap()).unwrap()
    }

    #[test]
    fn months_begin_on_their_weekday() {
        let check = |day: &str, before: u8, count: u8| {
            let month = month(day);
            assert_eq!(
                (month.days_before_first(), month.day_count()),
                (before, count),
                "{day}"
            );
        };
        check("2026-11-23", 6, 30);
        check("2024-02-29", 3, 29);
        check("2000-02-01", 1, 29);
        check("1900-02-01", 3, 28);
        check("2026-06-30", 0, 30);
    }

    #[test]
    fn days_follow_each_other_over_months_and_years() {
        let check = |day: &str, days: i32, expected: &str| {
            let number = day[8..].parse().unwrap();
            let found = month(day).day_after(number, days).unwrap();
            assert_eq!(found.to_string(), expected, "{day} {days:+}");
        };
        check("2026-12-31", 1, "2027-01-01");
        check("2026-01-03", -7, "2025-12-27");
        check("2024-02-25", 7, "2024-03-03");
        check("2026-11-10", -1, "2026-11-09");
    }

    #[test]
    fn the_calendar_ends_and_does_not_begin_anew() {
        let last = month("9999-12-01");
        assert_eq!(last.later(1), last);
        assert_eq!(last.later(-12), month("9998-12-01"));
    }
}
