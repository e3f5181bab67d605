//! The unit that areas are shown in: one choice for all of the window.

use eframe::egui::{Context, Id};

use crate::attributes::sheet::AreaScale;
use crate::geom::area::M2_PER_HA;
use crate::report::units::{self, AreaUnit, TableWords};
use crate::say;
use crate::words::Lang;

/// The unit that areas are shown in; without one each place shows the units that fit best there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Areas(pub Option<AreaUnit>);

impl Areas {
    /// What the menu offers.
    pub const ALL: [Areas; 5] = [
        Areas(None),
        Areas(Some(AreaUnit::Ha)),
        Areas(Some(AreaUnit::Km2)),
        Areas(Some(AreaUnit::Mu)),
        Areas(Some(AreaUnit::M2)),
    ];

    /// How it is written down.
    pub fn code(self) -> &'static str {
        match self.0 {
            None => "auto",
            Some(AreaUnit::Ha) => "ha",
            Some(AreaUnit::Km2) => "km2",
            Some(AreaUnit::Mu) => "mu",
            Some(AreaUnit::M2) => "m2",
        }
    }

    /// From how it is written down.
    pub fn from_code(code: &str) -> Option<Areas> {
        Areas::ALL.into_iter().find(|areas| areas.code() == code)
    }

    /// Has everything that is drawn from now on show areas so.
    pub fn apply(self, ctx: &Context) {
        ctx.data_mut(|data| data.insert_temp(id(), self.code()));
    }

    /// What [`Areas::apply`] was called with last.
    pub fn here(ctx: &Context) -> Areas {
        let code: Option<&'static str> = ctx.data(|data| data.get_temp(id()));
        code.and_then(Areas::from_code).unwrap_or_default()
    }

    /// An area in m² in the chosen unit, else in the one that fits its size.
    pub fn text(self, m2: f64, lang: Lang) -> String {
        match self.0 {
            Some(unit) => units::area_in(m2, unit, lang),
            None => units::area(m2, lang),
        }
    }

    /// An area in m² in the chosen unit, else in this one.
    pub fn text_or(self, m2: f64, usual: AreaUnit, lang: Lang) -> String {
        units::area_in(m2, self.0.unwrap_or(usual), lang)
    }

    /// An area in m² in the chosen unit, else in hectares and, behind them, in mu.
    pub fn with_mu(self, m2: f64, lang: Lang) -> String {
        let Some(unit) = self.0 else {
            let [ha, mu] = [AreaUnit::Ha, AreaUnit::Mu].map(|unit| units::area_in(m2, unit, lang));
            return match lang {
                Lang::Zh => format!("{ha}（{mu}）"),
                Lang::En => format!("{ha} ({mu})"),
            };
        };
        units::area_in(m2, unit, lang)
    }

    /// An area in m² in the chosen unit, else in several, one a line.
    pub fn lines(self, m2: f64, lang: Lang) -> String {
        let several = [AreaUnit::M2, AreaUnit::Ha, AreaUnit::Mu];
        let texts = several.map(|unit| units::area_in(m2, unit, lang));
        self.0
            .map_or_else(|| texts.join("\n"), |unit| units::area_in(m2, unit, lang))
    }

    /// The unit of columns of areas: hectares where none is chosen.
    pub fn of_columns(self) -> AreaUnit {
        self.0.unwrap_or(AreaUnit::Ha)
    }

    /// What hectares are multiplied by for columns of areas.
    pub fn per_ha(self) -> f64 {
        M2_PER_HA / self.of_columns().m2()
    }

    /// Decimals of areas in columns: hectares have four, as a register of parcels has them.
    pub fn decimals(self) -> usize {
        match self.of_columns() {
            AreaUnit::M2 => 1,
            AreaUnit::Mu => 2,
            AreaUnit::Ha => 4,
            AreaUnit::Km2 => 6,
        }
    }

    /// The unit of columns of areas, for those who write them.
    pub fn scale(self) -> AreaScale {
        AreaScale {
            per_ha: self.per_ha(),
            decimals: self.decimals(),
        }
    }

    /// For tables of areas.
    pub fn words(self, lang: Lang) -> TableWords {
        TableWords { lang, unit: self.0 }
    }

    /// What stands over a column of areas.
    pub fn heading(self, lang: Lang) -> String {
        let unit = self.of_columns().name(lang);
        say!(lang, "areas.column", unit = unit)
    }
}

fn id() -> Id {
    Id::unique("unit of areas")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_are_shown_in_the_chosen_unit() {
        let check = |code: &str, expected: [&str; 2]| {
            let areas = Areas::from_code(code).unwrap();
            let texts = [areas.text(20_000.0, Lang::En), areas.with_mu(20_000.0, Lang::En)];
            assert_eq!(texts, expected, "{code}");
            assert_eq!(areas.code(), code);
        };
        check("auto", ["2.00 ha", "2.00 ha (30.0 mu)"]);
        check("ha", ["2.00 ha", "2.00 ha"]);
        check("mu", ["30.0 mu", "30.0 mu"]);
        check("km2", ["0.020 km²", "0.020 km²"]);
        check("m2", ["20,000.0 m²", "20,000.0 m²"]);
        assert_eq!(Areas::from_code("acre"), None);
        assert!((Areas::from_code("mu").unwrap().per_ha() - 15.0).abs() < 1e-12);
    }

    #[test]
    fn what_is_applied_is_found() {
        let ctx = Context::default();
        assert_eq!(Areas::here(&ctx), Areas::default());
        Areas(Some(AreaUnit::Mu)).apply(&ctx);
        assert_eq!(Areas::here(&ctx), Areas(Some(AreaUnit::Mu)));
    }
}
