//! Fines and fees in words.

use crate::model::finding::Finding;
use crate::model::rule::{Charge, Exposure, ExposureKind, Rate, Rule, SourceMark};
use crate::say;
use crate::words::Lang;

use super::sentence::citation;
use super::units::{area, thousands};

/// One fine or fee that a finding threatens with, ready to be shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Cost {
    /// What sort of payment.
    pub kind: ExposureKind,
    /// Lower and upper bound in yuan.
    pub yuan: [f64; 2],
    /// The area that is charged, in m²; `None` for lump sums.
    pub charged_m2: Option<f64>,
    /// How sure its figures are.
    pub mark: SourceMark,
    /// Kind, interval, case, article and mark in one line.
    pub line: String,
}

/// The fines and fees of a finding, in the order of its rule.
pub fn costs(finding: &Finding, rule: Option<&Rule>, lang: Lang) -> Vec<Cost> {
    let exposure = |charge: &Charge| Some((rule?, rule?.exposures.get(charge.exposure)?));
    let known = finding
        .charges
        .iter()
        .filter_map(|charge| Some((charge, exposure(charge)?)));
    known
        .map(|(charge, (rule, exposure))| {
            let mark = exposure.mark.unwrap_or(rule.mark);
            Cost {
                kind: charge.kind,
                yuan: charge.yuan,
                charged_m2: charge.charged_m2,
                mark,
                line: line(charge, exposure, (rule, mark), lang),
            }
        })
        .collect()
}

/// Law and article of an exposure, else of its rule.
pub fn article(exposure: &Exposure, rule: &Rule, lang: Lang) -> String {
    let own = exposure.article.get(lang);
    if own.is_empty() {
        citation(rule, lang)
    } else {
        own.to_owned()
    }
}

fn line(charge: &Charge, exposure: &Exposure, (rule, mark): (&Rule, SourceMark), lang: Lang) -> String {
    let base = charge
        .charged_m2
        .map(|m2| say!(lang, "report.cost.base", area = area(m2, lang)));
    say!(
        lang,
        "report.cost.line",
        kind = charge.kind.name(lang),
        case = case(exposure, lang),
        amount = yuan(charge.yuan, lang),
        base = base.unwrap_or_default(),
        article = article(exposure, rule, lang),
        mark = mark.code()
    )
}

/// An exposure as its rule states it, in one line: kind, rate, case, article and mark.
pub fn rate(exposure: &Exposure, rule: &Rule, lang: Lang) -> String {
    let (interval, per_m2) = match exposure.rate {
        Rate::PerM2 { yuan, .. } => (yuan, say!(lang, "report.cost.per_m2")),
        Rate::Lump(yuan) => (yuan, String::new()),
    };
    say!(
        lang,
        "report.cost.line",
        kind = exposure.kind.name(lang),
        case = case(exposure, lang),
        amount = yuan(interval, lang),
        base = per_m2,
        article = article(exposure, rule, lang),
        mark = exposure.mark.unwrap_or(rule.mark).code()
    )
}

/// In what case it is due, in brackets; empty where the rule does not say.
fn case(exposure: &Exposure, lang: Lang) -> String {
    let when = exposure.when.get(lang);
    match (when.is_empty(), lang) {
        (true, _) => String::new(),
        (false, Lang::Zh) => format!("（{when}）"),
        (false, Lang::En) => format!(" ({when})"),
    }
}

/// An interval of money: `617,500 – 6,175,000 元`.
pub fn yuan([low, high]: [f64; 2], lang: Lang) -> String {
    let number = |value: f64| thousands(value, if value.fract() == 0.0 { 0 } else { 2 });
    let numbers = if low == high {
        number(low)
    } else {
        format!("{} – {}", number(low), number(high))
    };
    say!(lang, "report.cost.yuan", numbers = numbers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::scene;
    use crate::words::Bilingual;

    #[test]
    fn kinds_stay_apart_and_carry_article_and_mark() {
        let mut rule = scene::rule();
        let exposure = |kind, rate, mark| Exposure {
            kind,
            rate,
            article: Bilingual::default(),
            when: Bilingual {
                zh: "未经批准占用".into(),
                en: "without approval".into(),
            },
            levels: Vec::new(),
            mark,
        };
        let per_m2 = |yuan| Rate::PerM2 { yuan, unit_m2: 1.0 };
        rule.exposures = vec![
            exposure(ExposureKind::Fine, per_m2([500.0, 5000.0]), None),
            exposure(
                ExposureKind::LumpSum,
                Rate::Lump([50_000.0, 50_000.0]),
                Some(SourceMark::V2),
            ),
        ];
        let mut finding = scene::overlap().screening.findings[0].clone();
        finding.charges = rule
            .exposures
            .iter()
            .enumerate()
            .filter_map(|(k, exposure)| exposure.charge(k, Some(1234.5), None))
            .collect();
        let lines: Vec<String> = costs(&finding, Some(&rule), Lang::Zh)
            .into_iter()
            .map(|cost| cost.line)
            .collect();
        assert_eq!(
            lines,
            [
                "罚款（未经批准占用）：617,500 – 6,175,000 元，按 1,235.0 m² 计，《某法》第一条 [V]",
                "定额罚款或费用（未经批准占用）：50,000 元，《某法》第一条 [V2]"
            ]
        );
        let english = &costs(&finding, Some(&rule), Lang::En)[0].line;
        assert_eq!(
            english,
            "Fine (without approval): 617,500 – 6,175,000 yuan for 1,235.0 m², Some Law, Art. 1 [V]"
        );
        assert_eq!(
            rate(&rule.exposures[0], &rule, Lang::En),
            "Fine (without approval): 500 – 5,000 yuan per m², Some Law, Art. 1 [V]"
        );
        assert!(costs(&finding, None, Lang::Zh).is_empty());
    }
}
