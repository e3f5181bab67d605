//! `totals.csv`: one row per figure, for spreadsheets. UTF-8 with byte-order mark; does not depend on the language.

use crate::geom::area::{M2_PER_HA, M2_PER_KM2, M2_PER_MU};
use crate::model::annex::Annex;
use crate::model::percent::{Shares, shares};
use crate::model::wetland::{Amount, Figure, WetlandTotals};
use crate::report::csv::text;
use crate::words::Lang;

const HEADER: &str = "part,key,name_zh,name_en,count,gross_m2,unique_m2,ha,mu,km2,percent,note";

/// The bytes of `totals.csv`. Percents of classes and of levels add up to 100.00 each.
pub fn totals_csv(annex: &Annex) -> Vec<u8> {
    let mut file = format!("\u{feff}{HEADER}\r\n");
    if let Some(totals) = &annex.wetland {
        for row in rows(totals) {
            file += &row.line();
        }
    }
    for ledger in &annex.quotas {
        for entry in &ledger.entries {
            let note = format!(
                "adds_m2={} left_m2={} breaks={}",
                entry.adds_m2, entry.left_m2, entry.breaks
            );
            let amount = Amount {
                count: 1,
                gross_m2: entry.area_m2,
                unique_m2: entry.adds_m2,
            };
            let row = Row::new("quota", &format!("{} {}", ledger.year, entry.project), amount);
            file += &Row { note, ..row }.line();
        }
    }
    file.into_bytes()
}

struct Row {
    part: &'static str,
    key: String,
    names: [String; 2],
    amount: Amount,
    percent: Option<f64>,
    note: String,
}

impl Row {
    fn new(part: &'static str, key: &str, amount: Amount) -> Row {
        Row {
            part,
            key: key.to_owned(),
            names: [String::new(), String::new()],
            amount,
            percent: None,
            note: String::new(),
        }
    }

    fn line(&self) -> String {
        let m2 = self.amount.unique_m2;
        let cells = [
            self.part.to_owned(),
            text(&self.key),
            text(&self.names[0]),
            text(&self.names[1]),
            self.amount.count.to_string(),
            self.amount.gross_m2.to_string(),
            m2.to_string(),
            (m2 / M2_PER_HA).to_string(),
            (m2 / M2_PER_MU).to_string(),
            (m2 / M2_PER_KM2).to_string(),
            self.percent.map(|p| format!("{p:.2}")).unwrap_or_default(),
            text(&self.note),
        ];
        cells.join(",") + "\r\n"
    }
}

fn rows(totals: &WetlandTotals) -> Vec<Row> {
    let mut rows = vec![Row::new("all", "", totals.all)];
    for total in &totals.definitions {
        let names = Lang::ALL.map(|lang| total.definition.name(lang));
        let rate = total.rate();
        for (part, amount, share) in [
            ("definition", total.sure, rate.map(|(low, _)| low)),
            (
                "definition_with_open",
                total.with_open,
                rate.map(|(_, high)| high),
            ),
        ] {
            let row = Row::new(part, total.definition.code(), amount);
            rows.push(Row {
                names: names.clone(),
                percent: share.map(|share| 100.0 * share),
                ..row
            });
        }
        if let Some(whole) = &total.denominator {
            rows.push(Row::new("denominator", total.definition.code(), whole.amount));
        }
    }
    rows.extend(parts(totals));
    rows.extend(closures(totals));
    rows
}

fn parts(totals: &WetlandTotals) -> Vec<Row> {
    let of = |gross: Vec<f64>| -> Shares { shares(&gross) };
    let classes = of(totals.classes.iter().map(|class| class.amount.gross_m2).collect());
    let levels = of(totals.levels.iter().map(|level| level.amount.gross_m2).collect());
    let mut rows = Vec::new();
    for (k, class) in totals.classes.iter().enumerate() {
        let part = if class.name.is_some() {
            "class"
        } else {
            "unknown_class"
        };
        let row = Row::new(part, class.code.as_deref().unwrap_or_default(), class.amount);
        let names = class.name.clone().unwrap_or_default();
        rows.push(Row {
            names: [names.zh, names.en],
            percent: Some(classes.percent(k)),
            ..row
        });
    }
    for (k, level) in totals.levels.iter().enumerate() {
        let row = Row::new(
            "level",
            level.level.map_or("", |level| level.code()),
            level.amount,
        );
        let name = |lang| level.level.map(|level| level.name(lang)).unwrap_or_default();
        rows.push(Row {
            names: Lang::ALL.map(name),
            percent: Some(levels.percent(k)),
            ..row
        });
    }
    rows.push(Row::new("red_line", "", totals.red_line.amount));
    rows
}

fn closures(totals: &WetlandTotals) -> Vec<Row> {
    let row = |closure: &crate::model::wetland::Closure| {
        let key = match &closure.figure {
            Figure::LayerArea { layer } => format!("{} {layer}", closure.figure.code()),
            figure => figure.code().to_owned(),
        };
        let found = closure.found.map(|(low, _)| low.to_string()).unwrap_or_default();
        Row {
            note: format!(
                "published={} found={found} closes={}",
                closure.published,
                closure.closes()
            ),
            ..Row::new("closure", &key, Amount::default())
        }
    };
    totals.closures.iter().map(row).collect()
}
