//! The column beside the map: legend, verdicts, scale, and what must be known to read the map.

use geo::Coord;

use crate::model::finding::{Reason, Screening, Verdict};
use crate::model::role::Role;
use crate::model::rule::Severity;
use crate::model::symbology::{Colour, Symbol, of_not_checked, of_severity, of_verdict};
use crate::model::workspace::Workspace;
use crate::report::units::thousands;
use crate::say;
use crate::words::Lang;

use super::conflicts::Shown;
use super::layers::Drawn;
use super::marker::{badge, mark};
use super::notes::{NOTE_SIZE, NOTE_STEP, note_texts};
use super::options::PictureOptions;
use super::scale_bar;
use super::sheet::{Frame, Panel, Sheet};
use super::style::{Entry, Key, Seen, area_fill, conflict_paint, distance_stroke, line_stroke};
use super::svg::{FAINT, INK, Svg, Text, cut, number, stroke, text_width, wrap};

/// Room within the panel, in units.
const PAD: f64 = 14.0;
/// Height of a heading, in units.
const HEAD: f64 = 28.0;
/// Height of an item where there is room, in units.
const ROW: f64 = 24.0;
/// How much of the width the legend takes where it stands below the map.
const LEGEND_SHARE: f64 = 0.62;
/// Letters of long words are made smaller down to this before the words are cut.
const SHRINK: f64 = 0.78;

/// What the column has to tell.
pub struct Side<'a> {
    pub workspace: &'a Workspace,
    pub screening: Option<&'a Screening>,
    pub drawn: &'a Drawn,
    pub shown: &'a Shown,
    pub options: &'a PictureOptions,
}

impl Side<'_> {
    fn lang(&self) -> Lang {
        self.options.lang
    }
}

/// One line of the legend, ready to be drawn.
enum Item {
    Symbol(Box<Symbol>, Seen, bool, String),
    Common(Severity, String),
    Gap(String),
    Verdict(Colour, String, usize),
}

/// Draws the column.
pub fn draw(svg: &mut Svg, side: &Side<'_>, sheet: &Sheet, frame: &Frame) {
    let (panel, unit) = (&sheet.side, sheet.unit);
    svg.put(&format!(
        r##"<rect x="{}" y="{}" width="{}" height="{}" fill="#fbfcfd" stroke="#c9d0d8" stroke-width="{}"/>"##,
        number(panel.left),
        number(panel.top),
        number(panel.width),
        number(panel.height),
        number(unit)
    ));
    let lists = Lists {
        legend: legend_items(side),
        verdicts: verdict_items(side),
        titles: ["legend", "verdicts"].map(|key| say!(side.lang(), &format!("report.map.{key}"))),
    };
    if panel.width > panel.height {
        lying(svg, side, lists, (panel, unit), frame);
    } else {
        standing(svg, side, lists, (panel, unit), frame);
    }
}

/// What is listed, and the headings.
struct Lists {
    legend: Vec<Item>,
    verdicts: Vec<Item>,
    titles: [String; 2],
}

/// Beside the map: all in one column.
fn standing(svg: &mut Svg, side: &Side<'_>, lists: Lists, (panel, unit): (&Panel, f64), frame: &Frame) {
    let Lists {
        legend,
        verdicts,
        titles,
    } = lists;
    let pad = PAD * unit;
    let notes_top = notes(svg, side, (panel, unit));
    let scale_top = scale(svg, side, (panel, unit), frame, notes_top);
    let heads = 1.0 + f64::from(u8::from(!verdicts.is_empty()));
    let room = scale_top - panel.top - pad - heads * (HEAD + 10.0) * unit;
    let row = row_of(room, legend.len() + verdicts.len(), unit);
    let mut y = panel.top + pad;
    for (title, items) in titles.iter().zip([legend, verdicts]) {
        if !items.is_empty() {
            let top = heading(svg, title, panel, y, unit);
            y = list(svg, &items, &Panel { top, ..*panel }, row, unit) + 10.0 * unit;
        }
    }
}

/// Below the map: the legend in two columns, the rest in a third one.
fn lying(svg: &mut Svg, side: &Side<'_>, lists: Lists, (panel, unit): (&Panel, f64), frame: &Frame) {
    let last = Panel {
        left: panel.left + LEGEND_SHARE * panel.width,
        width: (1.0 - LEGEND_SHARE) * panel.width,
        ..*panel
    };
    let column = Panel {
        width: 0.5 * LEGEND_SHARE * panel.width,
        ..*panel
    };
    let [legend_title, verdict_title] = &lists.titles;
    let top = panel.top + PAD * unit;
    let notes_top = notes(svg, side, (&last, unit));
    let scale_top = scale(svg, side, (&last, unit), frame, notes_top);
    let half = lists.legend.len().div_ceil(2).max(1);
    let row = row_of(panel.height - (PAD + HEAD + 8.0) * unit, half, unit);
    let below = heading(svg, legend_title, &column, top, unit);
    for (k, items) in lists.legend.chunks(half).enumerate() {
        let place = Panel {
            left: column.left + k as f64 * column.width,
            top: below,
            ..column
        };
        list(svg, items, &place, row, unit);
    }
    if !lists.verdicts.is_empty() {
        let top = heading(svg, verdict_title, &last, top, unit);
        let row = row_of(scale_top - top, lists.verdicts.len(), unit);
        list(svg, &lists.verdicts, &Panel { top, ..last }, row, unit);
    }
}

/// Height of an item where so many share the room.
fn row_of(room: f64, count: usize, unit: f64) -> f64 {
    (room / count.max(1) as f64).min(ROW * unit).max(0.5 * unit)
}

/// Draws items below each other from the top of the panel; gives the lower edge of the last one.
fn list(svg: &mut Svg, items: &[Item], panel: &Panel, row: f64, unit: f64) -> f64 {
    let mut y = panel.top;
    for item in items {
        draw_item(svg, item, (panel, y), row, unit);
        y += row;
    }
    y
}

/// Draws a heading with a line under it; gives where its list begins.
fn heading(svg: &mut Svg, words: &str, panel: &Panel, y: f64, unit: f64) -> f64 {
    let (left, base) = (panel.left + 14.0 * unit, y + 13.0 * unit);
    svg.text(&Text::at(left, base, 14.5 * unit, words).heavy());
    svg.put(&format!(
        r##"<path d="M{} {}H{}" stroke="#c9d0d8" stroke-width="{}"/>"##,
        number(left),
        number(base + 7.0 * unit),
        number(panel.right() - 14.0 * unit),
        number(unit)
    ));
    y + HEAD * unit
}

fn legend_items(side: &Side<'_>) -> Vec<Item> {
    let mut entries: Vec<(&Key, &Seen)> = side.drawn.entries.iter().collect();
    entries.sort_by_key(|(entry, _)| legend_order(&entry.0));
    let mut items: Vec<Item> = entries
        .into_iter()
        .map(|(entry, seen)| symbol_item(side, entry, seen))
        .collect();
    if side.drawn.not_checked {
        let seen = Seen {
            areas: true,
            ..Seen::default()
        };
        let words = say!(side.lang(), "report.map.not_checked");
        items.push(Item::Symbol(Box::new(of_not_checked()), seen, false, words));
    }
    for severity in &side.shown.severities {
        let words = say!(
            side.lang(),
            "report.map.common",
            severity = severity.name(side.lang())
        );
        items.push(Item::Common(*severity, words));
    }
    if side.shown.gaps {
        items.push(Item::Gap(say!(side.lang(), "report.map.gap")));
    }
    items
}

/// Projects first, then zones from strict to lenient, then what is only for orientation.
fn legend_order(entry: &Entry) -> (usize, Entry) {
    let of_role = |role: Role| {
        Role::ALL
            .iter()
            .position(|other| *other == role)
            .unwrap_or_default()
    };
    let rank = match entry {
        Entry::Project(_) => 0,
        Entry::Zone(role) => 1 + of_role(*role),
        Entry::Class(_) | Entry::National(_) => 1 + of_role(Role::Wetland),
        Entry::Layer(_) => 1 + Role::ALL.len(),
    };
    (rank, entry.clone())
}

fn symbol_item(side: &Side<'_>, (entry, chosen): &Key, seen: &Seen) -> Item {
    let layer = match entry {
        Entry::Layer(id) => side.workspace.layer(id).map(|layer| &**layer),
        _ => None,
    };
    let chosen = chosen.as_ref().and_then(|id| side.workspace.layer(id));
    let mut words = entry.words(layer, side.lang());
    if let Some(chosen) = chosen.filter(|_| layer.is_none()) {
        // Others of the same meaning may be drawn otherwise.
        words += &format!(" · {}", chosen.about.name.get(side.lang()));
    }
    let all_synthetic = side.drawn.entries.values().all(|other| !other.real);
    if seen.synthetic && !seen.real && !all_synthetic {
        words += &say!(side.lang(), "report.map.synthetic_mark");
    }
    let role = layer.map_or(Role::Context, |layer| layer.about.role);
    let is_project = matches!(entry, Entry::Project(_));
    let symbol = match chosen {
        Some(chosen) => entry.symbol_in(side.workspace, chosen),
        None => entry.symbol(role),
    };
    Item::Symbol(Box::new(symbol), *seen, is_project, words)
}

fn verdict_items(side: &Side<'_>) -> Vec<Item> {
    let screening = side.screening.filter(|_| !side.options.page.is_piece());
    let Some(screening) = screening else {
        return Vec::new();
    };
    let tally = screening.tally();
    let rows = [
        (Verdict::Conflict, tally.conflict),
        (Verdict::NotChecked(Reason::LayerMissing), tally.not_checked),
        (Verdict::Near, tally.near),
        (Verdict::Clear, tally.clear),
    ];
    let item = |(verdict, count): (Verdict, usize)| {
        Item::Verdict(of_verdict(verdict), verdict.name(side.lang()), count)
    };
    rows.into_iter().map(item).collect()
}

fn draw_item(svg: &mut Svg, item: &Item, (panel, y): (&Panel, f64), row: f64, unit: f64) {
    let size = (13.0 * unit).min(0.7 * row);
    let left = panel.left + 14.0 * unit;
    let middle = y + 0.5 * row;
    let text_left = left + 44.0 * unit;
    let room = panel.right() - text_left - 8.0 * unit;
    let swatch = Panel {
        left,
        top: middle - 0.36 * row,
        width: 32.0 * unit,
        height: 0.72 * row,
    };
    let words = match item {
        Item::Symbol(symbol, seen, is_project, words) => {
            draw_swatch(svg, symbol, *seen, *is_project, (&swatch, unit));
            words
        }
        Item::Common(severity, words) => {
            let colour = of_severity(*severity);
            svg.put(&rect(&swatch, &conflict_paint(colour, unit)));
            words
        }
        Item::Gap(words) => {
            let line = distance_stroke(of_verdict(Verdict::Near), unit);
            svg.put(&format!(
                r#"<path d="M{} {}H{}" {line}/>"#,
                number(swatch.left),
                number(middle),
                number(swatch.right())
            ));
            words
        }
        Item::Verdict(colour, words, count) => {
            svg.put(&format!(
                r##"<circle cx="{}" cy="{}" r="{}" fill="#ffffff" {}/>"##,
                number(left + 16.0 * unit),
                number(middle),
                number((7.0 * unit).min(0.34 * row)),
                stroke(*colour, 2.6 * unit)
            ));
            let count = count.to_string();
            let text = Text::at(panel.right() - 14.0 * unit, middle + 0.36 * size, size, &count);
            svg.text(&text.anchor(super::svg::Anchor::End).heavy());
            words
        }
    };
    words_of_item(svg, words, (text_left, middle), (size, room, row));
}

/// In one line, smaller where that is enough to fit; else in two. What is longer still is cut.
fn words_of_item(svg: &mut Svg, words: &str, (left, middle): (f64, f64), (size, room, row): (f64, f64, f64)) {
    let smaller = size.min((room / text_width(words, 1.0).max(1.0)).max(SHRINK * size));
    let small = smaller.min(0.42 * row);
    match wrap(words, small, room).as_slice() {
        [first, rest @ ..] if !rest.is_empty() && text_width(words, smaller) > room => {
            let second = cut(&rest.join(" "), small, room);
            svg.text(&Text::at(
                left,
                middle - 0.12 * small,
                small,
                &cut(first, small, room),
            ));
            svg.text(&Text::at(left, middle + 0.98 * small, small, &second));
        }
        _ => {
            let words = cut(words, smaller, room);
            svg.text(&Text::at(left, middle + 0.36 * smaller, smaller, &words));
        }
    }
}

fn draw_swatch(svg: &mut Svg, symbol: &Symbol, seen: Seen, is_project: bool, (swatch, unit): (&Panel, f64)) {
    let middle = Coord {
        x: swatch.left + 0.5 * swatch.width,
        y: swatch.top + 0.5 * swatch.height,
    };
    let border = line_stroke(symbol, unit);
    if seen.areas {
        svg.put(&rect(swatch, &format!("{} {border}", area_fill(symbol))));
    } else if seen.lines {
        svg.put(&format!(
            r#"<path d="M{} {y}H{}" fill="none" {border}/>"#,
            number(swatch.left),
            number(swatch.right()),
            y = number(middle.y)
        ));
    }
    if seen.points && is_project {
        badge(
            svg,
            symbol,
            symbol.stroke,
            middle,
            unit * (swatch.height / (23.0 * unit)).min(1.0),
        );
    } else if seen.points {
        mark(svg, symbol, middle, unit);
    }
}

fn rect(panel: &Panel, paint: &str) -> String {
    format!(
        r#"<rect x="{}" y="{}" width="{}" height="{}" {paint}/>"#,
        number(panel.left),
        number(panel.top),
        number(panel.width),
        number(panel.height)
    )
}

/// Scale bar and number; gives the upper edge of what it took.
fn scale(svg: &mut Svg, side: &Side<'_>, (panel, unit): (&Panel, f64), frame: &Frame, below: f64) -> f64 {
    let true_m_per_px = frame.true_m_per_px(side.workspace);
    let left = panel.left + 22.0 * unit;
    let y = below - 24.0 * unit;
    scale_bar::draw(svg, (left, y), panel.width - 70.0 * unit, true_m_per_px, unit);
    let found = || scale_bar::round_denominator(frame.scale_denominator(side.workspace));
    let denominator = thousands(frame.stated.unwrap_or_else(found), 0);
    let words = say!(side.lang(), "report.map.scale", scale = denominator);
    let place = Text::at(panel.left + 14.0 * unit, y - 20.0 * unit, 12.0 * unit, &words);
    svg.text(&place.fill(INK));
    y - 40.0 * unit
}

/// Notes from the foot of the column upward; gives the upper edge of what they took.
fn notes(svg: &mut Svg, side: &Side<'_>, (panel, unit): (&Panel, f64)) -> f64 {
    let pad = PAD * unit;
    let (size, step) = (NOTE_SIZE * unit, NOTE_STEP * unit);
    let width = panel.width - 2.0 * pad;
    let lines: Vec<String> = note_texts((side.workspace, side.screening), side.options)
        .iter()
        .flat_map(|text| wrap(text, size, width))
        .collect();
    let top = panel.bottom() - pad - lines.len() as f64 * step;
    for (k, line) in lines.iter().enumerate() {
        let base = top + (k as f64 + 1.0) * step - 3.0 * unit;
        svg.text(&Text::at(panel.left + pad, base, size, line).fill(FAINT));
    }
    top - 8.0 * unit
}
