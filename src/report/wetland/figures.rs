//! The red line, published figures, layers and doubts as tables.

use crate::geom::area::M2_PER_HA;
use crate::model::wetland::{Closure, Figure, WetlandTotals};
use crate::model::workspace::Workspace;
use crate::report::grid::Grid;
use crate::report::units::TableWords;
use crate::say;

use super::words::{columns, interval, layer_name, percent, signed, word};

/// The red line against wetland and district.
pub fn red_line(totals: &WetlandTotals, words: TableWords) -> Grid {
    let lang = words.lang;
    let red_line = &totals.red_line;
    if red_line.amount.count == 0 {
        return Grid::default();
    }
    let share = |share: Option<f64>| share.map_or_else(|| "–".to_owned(), percent);
    Grid {
        title: word(lang, "title.red_line"),
        columns: columns(
            lang,
            &[
                ("count", true),
                ("area", true),
                ("of_wetland", true),
                ("of_district", true),
            ],
        ),
        rows: vec![vec![
            red_line.amount.count.to_string(),
            words.area(red_line.amount.unique_m2),
            share(red_line.of_wetland),
            share(red_line.of_district),
        ]],
        notes: vec![word(lang, "about.red_line")],
    }
}

/// Every published figure, and whether the data closes on it.
pub fn closures(workspace: &Workspace, totals: &WetlandTotals, words: TableWords) -> Grid {
    let (lang, unit) = (words.lang, words.unit());
    let in_unit = |ha: f64| ha * M2_PER_HA / unit.m2();
    let row = |closure: &Closure| {
        let is_area = matches!(closure.figure, Figure::LayerArea { .. });
        let text = |value: f64| match is_area {
            true => words.area(value * M2_PER_HA),
            false => percent(value),
        };
        let gap = closure.found.map(|(sure, _)| sure - closure.published);
        let gap_text = |gap: f64| match is_area {
            true => format!("{} {}", signed(in_unit(gap), 4), unit.name(lang)),
            false => format!("{} %", signed(100.0 * gap, 4)),
        };
        let what = match &closure.figure {
            Figure::LayerArea { layer } => layer_name(workspace, layer, lang),
            figure => word(lang, &format!("figure.{}", figure.code())),
        };
        let closes = match (closure.found, closure.closes()) {
            (None, _) => "unknown",
            (_, true) => "closes",
            (_, false) => "closes_not",
        };
        vec![
            what,
            text(closure.published),
            closure
                .found
                .map_or_else(|| "–".to_owned(), |found| interval(found, text)),
            gap.map_or_else(|| "–".to_owned(), gap_text),
            word(lang, closes),
        ]
    };
    Grid {
        title: word(lang, "title.closures"),
        columns: columns(
            lang,
            &[
                ("figure", false),
                ("published", true),
                ("found", true),
                ("gap", true),
                ("closure", false),
            ],
        ),
        rows: totals.closures.iter().map(row).collect(),
        notes: Vec::new(),
    }
}

/// The layers that hold wetland.
pub fn layers(totals: &WetlandTotals, words: TableWords) -> Grid {
    let lang = words.lang;
    let rows = totals.layers.iter().map(|layer| {
        let mark = if layer.synthetic {
            word(lang, "synthetic")
        } else {
            String::new()
        };
        vec![
            format!("{}{mark}", layer.name.get(lang)),
            layer.amount.count.to_string(),
            words.area(layer.amount.gross_m2),
            words.area(layer.amount.unique_m2),
        ]
    });
    Grid {
        title: word(lang, "title.layers"),
        columns: columns(
            lang,
            &[
                ("layer", false),
                ("count", true),
                ("gross", true),
                ("unique", true),
            ],
        ),
        rows: rows.collect(),
        notes: Vec::new(),
    }
}

/// What makes the figures less sure; nothing where nothing does.
pub fn doubts(totals: &WetlandTotals, words: TableWords) -> Grid {
    let lang = words.lang;
    let doubts = &totals.doubts;
    let double_m2 = totals.all.double_m2();
    let counted = |key: &str, count: usize| {
        let text = || say!(lang, &format!("wetland.doubt.{key}"), count = count);
        (count > 0).then(text)
    };
    let with_area = |key: &str, count: usize, m2: f64| {
        let text = || {
            say!(
                lang,
                &format!("wetland.doubt.{key}"),
                count = count,
                area = words.area(m2)
            )
        };
        (count > 0).then(text)
    };
    let notes = [
        counted("refused", doubts.refused_count),
        counted("without_area", doubts.without_area_count),
        with_area("overlapping", doubts.overlapping_pairs_count, double_m2),
        counted("undecided", doubts.undecided_pairs_count),
        with_area("outside", doubts.outside_count, doubts.outside_m2),
    ];
    Grid {
        title: word(lang, "title.doubts"),
        columns: Vec::new(),
        rows: Vec::new(),
        notes: notes.into_iter().flatten().collect(),
    }
}
