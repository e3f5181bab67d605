//! What can be done with a column, and what its figures are.

use eframe::egui::{Button, Id, Rect, Response, Role, Sense, TextEdit, Ui, WidgetInfo, pos2, vec2};
use egui_material_icons::icons as icon;

use crate::attributes::filter::ColumnFilter;
use crate::attributes::histogram::Histogram;
use crate::attributes::sheet::{Column, Field, Sheet};
use crate::attributes::statistics::Figures;
use crate::model::feature::number_in;
use crate::report::units::thousands;
use crate::say;
use crate::words::Lang;

use super::super::super::areas::Areas;
use super::super::super::theme::Palette;
use super::super::super::widgets::{icon_button_ui, pairs_ui, section_ui};
use super::choice::TableChoice;
use super::headings::heading;

const WIDTH_PX: f32 = 270.0;
const HISTOGRAM_PX: f32 = 56.0;

/// Order, place, condition and figures of a column.
pub fn column_card_ui(
    ui: &mut Ui,
    (sheet, column): (&Sheet, &Column),
    choice: &mut TableChoice,
    figures: Option<&Figures>,
    (areas, lang): (Areas, Lang),
) {
    ui.set_width(WIDTH_PX);
    ui.strong(heading(&column.field, (areas, lang)));
    place_ui(ui, (sheet, column), choice, lang);
    section_ui(ui, &say!(lang, "attributes.card.only"));
    if column.is_numeric {
        range_ui(ui, column, choice, (areas, lang));
    } else {
        text_ui(ui, column, choice, lang);
    }
    let histogram = figures.and_then(|figures| figures.numbers.as_ref()?.histogram.as_ref());
    if let Some(histogram) = histogram.filter(|_| column.is_numeric) {
        histogram_ui(ui, (column, histogram), choice, (areas, lang));
    }
    section_ui(ui, &say!(lang, "attributes.card.figures"));
    match figures {
        None => {
            ui.spinner();
        }
        Some(figures) => figures_ui(ui, column, figures, (areas, lang)),
    }
}

fn place_ui(ui: &mut Ui, (sheet, column): (&Sheet, &Column), choice: &mut TableChoice, lang: Lang) {
    let field = &column.field;
    ui.horizontal(|ui| {
        let mut button = |symbol, key: &str, on: bool| {
            icon_button_ui(ui, symbol, &say!(lang, &format!("attributes.card.{key}")), on).clicked()
        };
        let sorted = choice
            .sort
            .as_ref()
            .filter(|(own, _)| own == field)
            .map(|(_, descending)| *descending);
        if button(icon::ICON_ARROW_UPWARD, "ascending", sorted == Some(false)) {
            choice.sort = Some((field.clone(), false));
        }
        if button(icon::ICON_ARROW_DOWNWARD, "descending", sorted == Some(true)) {
            choice.sort = Some((field.clone(), true));
        }
        if button(icon::ICON_KEYBOARD_ARROW_LEFT, "left", false) {
            choice.layout.shift(sheet, field, false);
        }
        if button(icon::ICON_KEYBOARD_ARROW_RIGHT, "right", false) {
            choice.layout.shift(sheet, field, true);
        }
        let shown = choice.layout.shown(sheet);
        let place = shown.iter().position(|own| own == column).unwrap_or(0);
        let is_last_frozen = choice.layout.frozen(shown.len()) == place + 1;
        if button(icon::ICON_PUSH_PIN, "freeze", is_last_frozen) {
            choice.layout.freeze(if is_last_frozen { 0 } else { place + 1 });
        }
        if button(icon::ICON_VISIBILITY_OFF, "hide", false) {
            choice.layout.set_hidden(sheet, field, true);
        }
    });
}

fn text_ui(ui: &mut Ui, column: &Column, choice: &mut TableChoice, lang: Lang) {
    let mut text = match choice.columns.get(&column.field) {
        Some(ColumnFilter::Contains(text)) => text.clone(),
        _ => String::new(),
    };
    let hint = say!(lang, "attributes.card.contains");
    let field = TextEdit::singleline(&mut text)
        .hint_text(hint.clone())
        .desired_width(f32::INFINITY);
    if ui.add(field).on_hover_text(hint).changed() {
        put(choice, column, ColumnFilter::Contains(text));
    }
}

fn put(choice: &mut TableChoice, column: &Column, filter: ColumnFilter) {
    if filter.is_open() {
        choice.columns.remove(&column.field);
    } else {
        choice.columns.insert(column.field.clone(), filter);
    }
}

fn range_ui(ui: &mut Ui, column: &Column, choice: &mut TableChoice, (areas, lang): (Areas, Lang)) {
    let scale = scale_of(column, areas);
    let (low, high) = range_of(choice, column);
    let id = Id::unique(("attribute range", &column.field, areas.code()));
    let shown = |value: f64| {
        if value.is_finite() {
            plain(value * scale)
        } else {
            String::new()
        }
    };
    // What is being typed, with the range that it means: another range has been chosen where they differ.
    let kept: Option<(String, String, f64, f64)> = ui.data(|data| data.get_temp(id));
    let kept = kept.filter(|(_, _, own_low, own_high)| (*own_low, *own_high) == (low, high));
    let (mut from, mut to, _, _) = kept.unwrap_or_else(|| (shown(low), shown(high), low, high));
    let mut range = (low, high);
    ui.horizontal(|ui| {
        for (text, key, end, open) in [
            (&mut from, "from", &mut range.0, f64::NEG_INFINITY),
            (&mut to, "to", &mut range.1, f64::INFINITY),
        ] {
            let label = say!(lang, &format!("attributes.card.{key}"));
            let wrong = !text.trim().is_empty() && number_in(text).is_none();
            let mut field = TextEdit::singleline(text)
                .hint_text(label.clone())
                .desired_width(96.0);
            if wrong {
                field = field.text_color(Palette::here(ui).near);
            }
            if ui.add(field).on_hover_text(label).changed() {
                *end = number_in(text).map_or(open, |number| number / scale);
            }
        }
        if ui.add(Button::new(say!(lang, "attributes.card.all"))).clicked() {
            range = (f64::NEG_INFINITY, f64::INFINITY);
            from.clear();
            to.clear();
        }
    });
    ui.data_mut(|data| data.insert_temp(id, (from, to, range.0, range.1)));
    if range != (low, high) {
        let (low, high) = range;
        put(choice, column, ColumnFilter::Between { low, high });
    }
}

fn range_of(choice: &TableChoice, column: &Column) -> (f64, f64) {
    match choice.columns.get(&column.field) {
        Some(ColumnFilter::Between { low, high }) => (*low, *high),
        _ => (f64::NEG_INFINITY, f64::INFINITY),
    }
}

/// Bars; a drag over them chooses a range. What is chosen counts once it is let go: the bars are of the rows that are shown, and
/// would change under the hand.
fn histogram_ui(
    ui: &mut Ui,
    (column, histogram): (&Column, &Histogram),
    choice: &mut TableChoice,
    (areas, lang): (Areas, Lang),
) {
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), HISTOGRAM_PX), Sense::click_and_drag());
    let named = say!(lang, "attributes.card.histogram");
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &named));
    let class_px = rect.width() / histogram.counts.len() as f32;
    let class_at = |x: f32| {
        let class = ((x - rect.left()) / class_px).floor().max(0.0) as usize;
        class.min(histogram.counts.len() - 1)
    };
    let pointer = response.hover_pos().or(response.interact_pointer_pos());
    let clicked = pointer.map(|at| at.x).filter(|_| response.clicked());
    let from = dragged_from(ui, &response).or(clicked);
    let chosen = pointer.zip(from).map(|(at, from)| {
        let (first, last) = (class_at(from.min(at.x)), class_at(from.max(at.x)));
        (first, last)
    });
    if let Some((first, last)) = chosen {
        let x = |class: usize| rect.left() + class as f32 * class_px;
        let band = Rect::from_x_y_ranges(x(first)..=x(last + 1), rect.y_range());
        let accent = Palette::here(ui).accent;
        ui.painter().rect_filled(band, 0.0, accent.gamma_multiply(0.2));
        if !response.dragged() {
            let (low, high) = (histogram.ends(first).0, histogram.ends(last).1);
            put(choice, column, ColumnFilter::Between { low, high });
        }
    }
    bars_ui(ui, rect, histogram);
    if let Some(at) = pointer {
        let class = class_at(at.x);
        let (low, high) = histogram.ends(class);
        let count = histogram.counts.get(class).copied().unwrap_or_default();
        let scale = scale_of(column, areas);
        let (low, high) = (number(low * scale), number(high * scale));
        let count = thousands(count as f64, 0);
        response.on_hover_text(say!(
            lang,
            "attributes.card.class",
            low = low,
            high = high,
            count = count
        ));
    }
}

/// Where a drag over something has begun, from left to right: as long as it lasts and in the frame that it ends with, which does
/// not know that any more.
fn dragged_from(ui: &Ui, response: &Response) -> Option<f32> {
    let id = response.id.with("dragged from");
    let begun: Option<f32> = ui.data(|data| data.get_temp(id));
    let origin = ui.input(|input| input.pointer.press_origin().map(|origin| origin.x));
    let now = origin.filter(|_| response.dragged());
    ui.data_mut(|data| match now {
        Some(from) => {
            data.insert_temp(id, from);
        }
        None => data.remove::<f32>(id),
    });
    now.or(begun.filter(|_| response.drag_stopped()))
}

/// A bar for each class, as high as it has rows.
fn bars_ui(ui: &Ui, rect: Rect, histogram: &Histogram) {
    let palette = Palette::here(ui);
    let most = histogram.counts.iter().copied().max().unwrap_or(1).max(1) as f32;
    let class_px = rect.width() / histogram.counts.len() as f32;
    for (class, &count) in histogram.counts.iter().enumerate() {
        let left = rect.left() + class as f32 * class_px;
        // What is there at all can be seen.
        let height = if count == 0 {
            0.0
        } else {
            (rect.height() * count as f32 / most).max(1.5)
        };
        let bar = Rect::from_min_max(
            pos2(left + 0.5, rect.bottom() - height),
            pos2(left + class_px - 0.5, rect.bottom()),
        );
        ui.painter()
            .rect_filled(bar, 1.0, palette.accent.gamma_multiply(0.75));
    }
    ui.painter().hline(
        rect.x_range(),
        rect.bottom(),
        eframe::egui::Stroke::new(1.0, palette.line),
    );
}

fn figures_ui(ui: &mut Ui, column: &Column, figures: &Figures, words: (Areas, Lang)) {
    let lang = words.1;
    let pairs = pairs(column, figures, words);
    pairs_ui(ui, "figures", &pairs);
    if ui.button(say!(lang, "attributes.card.copy")).clicked() {
        let lines = pairs.iter().map(|(name, value)| format!("{name}\t{value}"));
        let lines: Vec<String> = std::iter::once(heading(&column.field, words))
            .chain(lines)
            .collect();
        ui.ctx().copy_text(lines.join("\r\n"));
    }
}

fn pairs(column: &Column, figures: &Figures, (areas, lang): (Areas, Lang)) -> Vec<(String, String)> {
    let name = |key: &str| say!(lang, &format!("attributes.figure.{key}"));
    let counted = |count: usize| thousands(count as f64, 0);
    let mut pairs = vec![
        (name("count"), counted(figures.count)),
        (name("missing"), counted(figures.missing)),
        (name("distinct"), counted(figures.distinct)),
    ];
    if let Some(numbers) = figures.numbers.as_ref().filter(|_| column.is_numeric) {
        let values = [
            ("min", numbers.min),
            ("max", numbers.max),
            ("mean", numbers.mean),
            ("median", numbers.median),
            ("sum", numbers.sum),
        ];
        let scale = scale_of(column, areas);
        pairs.extend(values.map(|(key, value)| (name(key), number(value * scale))));
    }
    pairs.extend(
        figures
            .frequent
            .iter()
            .map(|(text, count)| (text.clone(), counted(*count))),
    );
    pairs
}

/// What numbers of a column are multiplied by to be shown.
fn scale_of(column: &Column, areas: Areas) -> f64 {
    match column.field {
        Field::AreaHa => areas.per_ha(),
        _ => 1.0,
    }
}

/// A number as one would type it. Twelve digits, so that what was divided by the size of a unit reads as it was typed.
fn plain(value: f64) -> String {
    let rounded: f64 = format!("{value:.11e}").parse().unwrap_or(value);
    rounded.to_string()
}

/// A number with as many decimals as it needs, four at most.
fn number(value: f64) -> String {
    let text = thousands(value, 4);
    match text.split_once('.') {
        Some((whole, decimals)) => {
            let decimals = decimals.trim_end_matches('0');
            if decimals.is_empty() {
                whole.to_owned()
            } else {
                format!("{whole}.{decimals}")
            }
        }
        None => text,
    }
}
