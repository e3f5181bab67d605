//! One finding in one sentence: who, what, how much, by which article, and who is asked.

use crate::geom::relate::Relation;
use crate::geom::shape::Dimension;
use crate::model::consultation::Office;
use crate::model::feature::{Feature, FeatureRef};
use crate::model::finding::{Evidence, Finding, Verdict};
use crate::model::layer::Layer;
use crate::model::role::ProjectKind;
use crate::model::rule::{Consult, Rule, Severity, SourceMark};
use crate::model::workspace::Workspace;
use crate::model::zone::Level;
use crate::say;
use crate::words::Lang;

use super::units;

/// The project, the zone and the rule of a finding, looked up once for all that is said of them.
#[derive(Clone, Copy, Debug)]
pub struct Parties<'a> {
    workspace: &'a Workspace,
    /// What is worded.
    pub finding: &'a Finding,
    /// `None` where the rule book has it no more.
    pub rule: Option<&'a Rule>,
    /// `None` where it is not in the workspace.
    project: Option<(&'a Layer, &'a Feature)>,
    /// `None` where it is not in the workspace.
    zone: Option<(&'a Layer, &'a Feature)>,
}

impl<'a> Parties<'a> {
    /// Of a finding.
    pub fn of(workspace: &'a Workspace, finding: &'a Finding) -> Parties<'a> {
        Parties {
            workspace,
            finding,
            rule: workspace.rules.rule(&finding.matter.rule),
            project: workspace.feature(&finding.matter.project),
            zone: workspace.feature(&finding.zone),
        }
    }

    /// The project's name for people; its id where it is not in the workspace.
    pub fn project_title(&self) -> String {
        title(self.project, &self.finding.matter.project)
    }

    /// The zone's name for people; its id where it is not in the workspace.
    pub fn zone_title(&self) -> String {
        title(self.zone, &self.finding.zone)
    }

    /// What the project is; empty where nothing says it.
    pub fn kind_name(&self, lang: Lang) -> String {
        let kind = self.finding.matter.kind;
        kind.map(|kind| kind.name(lang)).unwrap_or_default()
    }

    /// The rule's title; its id where the rule book has it no more.
    pub fn rule_title(&self, lang: Lang) -> String {
        let id = || self.finding.matter.rule.to_string();
        self.rule.map_or_else(id, |rule| rule.title.get(lang).to_owned())
    }

    /// Law and article; the rule's id where the rule book has it no more.
    pub fn citation(&self, lang: Lang) -> String {
        let id = || self.finding.matter.rule.to_string();
        self.rule.map_or_else(id, |rule| citation(rule, lang))
    }

    /// Who is to be asked; empty where nobody is.
    pub fn consultee(&self, lang: Lang) -> String {
        let level = self.finding.sort.level;
        self.rule.map(|rule| asked(rule, level, lang)).unwrap_or_default()
    }

    /// The project as people call it: what it is, its name, and its id where that is another.
    fn project_words(&self, lang: Lang) -> String {
        let dimension = self
            .project
            .map_or(Dimension::Empty, |(_, feature)| feature.shape.dimension());
        let noun = match (self.finding.matter.kind, dimension) {
            (Some(ProjectKind::Wind), Dimension::Point) => "turbine",
            (Some(kind), _) => kind.code(),
            (None, _) => "unknown",
        };
        let noun = say!(lang, &format!("report.project.{noun}"));
        let name = title_and_id(self.project, &self.finding.matter.project, lang);
        named(&noun, &name, lang)
    }

    /// The zone as people call it: level, role, name, and its id where that is another.
    fn zone_words(&self, lang: Lang) -> String {
        let sort = &self.finding.sort;
        let mut words: Vec<String> = Vec::new();
        words.extend(sort.level.map(|level| level.name(lang)));
        words.push(sort.role.name(lang));
        let kind = match lang {
            Lang::Zh => words.concat(),
            Lang::En => words.join(" ").to_lowercase(),
        };
        named(&kind, &title_and_id(self.zone, &self.finding.zone, lang), lang)
    }

    /// As [`sentence`].
    pub fn sentence(&self, lang: Lang) -> String {
        let (finding, rule) = (self.finding, self.rule);
        let (colon, stop) = match lang {
            Lang::Zh => ("：", "。"),
            Lang::En => (": ", "."),
        };
        let mut text = self.fact(lang);
        text += &setback(finding, rule, lang);
        text += colon;
        text += &self.law(lang);
        text += stop;
        for note in self.notes(lang) {
            if lang == Lang::En {
                text.push(' ');
            }
            text += &note;
        }
        text
    }

    fn fact(&self, lang: Lang) -> String {
        let finding = self.finding;
        let key = format!("report.fact.{}", fact_key(finding));
        let (who, zone) = (self.project_words(lang), self.zone_words(lang));
        if finding.relation == Relation::Near {
            let distance = units::length(finding.evidence.distance_m);
            return say!(lang, &key, who = who, zone = zone, distance = distance);
        }
        let share = finding.share_of_project().map(units::share).unwrap_or_default();
        let amount = amount(&finding.evidence, lang).unwrap_or_default();
        say!(lang, &key, who = who, zone = zone, amount = amount, share = share)
    }

    fn law(&self, lang: Lang) -> String {
        let finding = self.finding;
        let (cited, consultee) = (self.citation(lang), self.consultee(lang));
        let weight = match finding.verdict {
            Verdict::Conflict => finding.matter.severity.code(),
            Verdict::NotChecked(_) => "contradicted",
            _ if finding.matter.bearing.exempt_by.is_some() => "exempt",
            _ if finding.matter.bearing.yields_to.is_some() => "yields",
            _ => "near",
        };
        if consultee.is_empty() {
            return say!(lang, &format!("report.law.{weight}"), citation = cited);
        }
        say!(
            lang,
            &format!("report.law.{weight}_ask"),
            citation = cited,
            consultee = consultee
        )
    }

    fn notes(&self, lang: Lang) -> Vec<String> {
        let finding = self.finding;
        let mark = self.rule.map_or(SourceMark::V, |rule| rule.mark);
        let candidates = [
            (finding.evidence.sliver, "sliver"),
            (!finding.evidence.holds_within_tolerance, "tolerance"),
            (finding.matter.bearing.lightened_by.is_some(), "lightened"),
            (mark == SourceMark::V2, "second_hand"),
            (
                mark == SourceMark::U && finding.matter.severity != Severity::Advisory,
                "unverified",
            ),
            (self.are_synthetic(), "synthetic"),
        ];
        let said = candidates.into_iter().filter(|(applies, _)| *applies);
        let said = said.map(|(_, key)| say!(lang, &format!("report.note.{key}")));
        together(finding, lang).into_iter().chain(said).collect()
    }

    fn are_synthetic(&self) -> bool {
        let names = [&self.finding.matter.project, &self.finding.zone];
        let mut layers = names
            .into_iter()
            .filter_map(|name| self.workspace.layer(&name.layer));
        layers.any(|layer| layer.about.synthetic)
    }
}

/// A finding in words, with whatever must be known before anybody relies on it.
///
/// 风电项目 W-07 与生态保护红线 R-02 重叠 1,234.5 m²（占项目 4.3 %）：依《…》第十九条禁止，须征求…意见。
pub fn sentence(workspace: &Workspace, finding: &Finding, lang: Lang) -> String {
    Parties::of(workspace, finding).sentence(lang)
}

/// What a rule is called in a sentence: its citation, else its title, else its id.
pub fn citation(rule: &Rule, lang: Lang) -> String {
    let parts = [rule.citation.get(lang), rule.title.get(lang), rule.id.as_str()];
    parts
        .into_iter()
        .find(|text| !text.is_empty())
        .unwrap_or_default()
        .to_owned()
}

/// A noun with its name. Chinese sets a blank only beside Latin letters and digits; one follows the name, too, where a
/// verb comes next.
fn named(noun: &str, name: &str, lang: Lang) -> String {
    let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let blank = |needed: bool| if needed { " " } else { "" };
    match lang {
        Lang::En => format!("{noun} {name}"),
        Lang::Zh => format!(
            "{noun}{}{name}{}",
            blank(is_latin(name.chars().next())),
            blank(is_latin(name.chars().next_back()))
        ),
    }
}

/// Name of a feature for people; its id where it was not found.
pub fn title(found: Option<(&Layer, &Feature)>, name: &FeatureRef) -> String {
    found.map_or_else(|| name.id.to_string(), |(layer, feature)| layer.title_of(feature))
}

fn title_and_id(found: Option<(&Layer, &Feature)>, name: &FeatureRef, lang: Lang) -> String {
    let title = title(found, name);
    match lang {
        _ if *title == *name.id => title,
        Lang::Zh => format!("“{title}”（{}）", name.id),
        Lang::En => format!("{title} ({})", name.id),
    }
}

/// The common area or length with its unit; `None` for points and for what is apart.
pub fn amount(evidence: &Evidence, lang: Lang) -> Option<String> {
    let area = evidence.overlap_m2.get().filter(|&m2| m2 > 0.0);
    let line = evidence.overlap_m.get().filter(|&m| m > 0.0);
    area.map(|m2| units::area(m2, lang))
        .or_else(|| line.map(units::length))
}

fn fact_key(finding: &Finding) -> String {
    let evidence = &finding.evidence;
    let relation_key = match finding.relation {
        Relation::Touch => return "touch".to_owned(),
        Relation::Near => return "near".to_owned(),
        Relation::Inside => "inside",
        Relation::Contains => "contains",
        Relation::Overlap => "overlap",
    };
    let by_area = evidence.overlap_m2.get().is_some_and(|m2| m2 > 0.0);
    let by_length = evidence.overlap_m.get().is_some_and(|m| m > 0.0);
    let measure = if by_area {
        "area"
    } else if by_length && finding.share_of_project().is_some() {
        "line"
    } else if by_length {
        "crossed"
    } else {
        "point"
    };
    format!("{relation_key}_{measure}")
}

fn setback(finding: &Finding, rule: Option<&Rule>, lang: Lang) -> String {
    if finding.relation != Relation::Near {
        return String::new();
    }
    let conflict = finding.verdict == Verdict::Conflict;
    let worked_out = finding.matter.bearing.formula.as_ref();
    let by_formula = worked_out.and_then(|worked_out| worked_out.metres);
    // The formula may be that of the band of attention alone; a plain setback needs none.
    let is_plain = conflict && rule.is_some_and(|rule| rule.formulas.within.is_none());
    if let Some(worked_out) = worked_out.filter(|_| by_formula.is_none() && !is_plain) {
        let formula = &worked_out.formula;
        return match finding.matter.setback_m.filter(|_| conflict) {
            Some(least_m) => {
                let limit = units::length(least_m);
                say!(lang, "report.setback.least", limit = limit, formula = formula)
            }
            None => say!(lang, "report.setback.unknown", formula = formula),
        };
    }
    let limit_m = match rule {
        Some(rule) if conflict && rule.formulas.within.is_none() => Some(rule.criterion.within_m),
        Some(_) if conflict => by_formula,
        Some(rule) if rule.formulas.is_empty() => Some(rule.criterion.reach_m()),
        _ => finding.matter.setback_m,
    };
    let Some(limit_m) = limit_m.filter(|&m| m > 0.0) else {
        return String::new();
    };
    let key = if conflict { "within" } else { "attention" };
    let formula = worked_out
        .filter(|_| by_formula == Some(limit_m))
        .map(|worked_out| match lang {
            Lang::Zh => format!("（{}）", worked_out.formula),
            Lang::En => format!(" ({})", worked_out.formula),
        });
    let limit = units::length(limit_m) + &formula.unwrap_or_default();
    say!(lang, &format!("report.setback.{key}"), limit = limit)
}

/// Who is to be asked by a rule: its own words, else its offices at a zone of this level.
pub fn asked(rule: &Rule, level: Option<Level>, lang: Lang) -> String {
    let words = rule.consultee.get(lang);
    if !words.is_empty() {
        return words.to_owned();
    }
    let office = |consult: &Consult| Office::Named(consult.department, consult.level.resolve(level));
    let names: Vec<String> = rule
        .consults
        .iter()
        .map(|consult| office(consult).name(lang))
        .collect();
    names.join(if lang == Lang::Zh { "、" } else { ", " })
}

/// What weakens or lifts a finding beside its numbers, each in a sentence: for tables, whose columns say the rest.
pub fn weakened(finding: &Finding, lang: Lang) -> Vec<String> {
    let bearing = &finding.matter.bearing;
    let candidates = [
        (finding.evidence.sliver, "sliver"),
        (!finding.evidence.holds_within_tolerance, "tolerance"),
        (bearing.lightened_by.is_some(), "lightened"),
        (bearing.exempt_by.is_some(), "exempt"),
        (bearing.yields_to.is_some(), "yields"),
        (matches!(finding.verdict, Verdict::NotChecked(_)), "contradicted"),
    ];
    let said = candidates.into_iter().filter(|(applies, _)| *applies);
    let said = said.map(|(_, key)| say!(lang, &format!("report.note.{key}")));
    together(finding, lang).into_iter().chain(said).collect()
}

/// What all zones that the rule is about come to, where it asks for a least size and the finding is about a part of it.
fn together(finding: &Finding, lang: Lang) -> Option<String> {
    let together = finding.matter.bearing.together?;
    let amount = match together.overlap_m2 > 0.0 {
        true => units::area(together.overlap_m2, lang),
        false => units::length(together.overlap_m),
    };
    Some(say!(lang, "report.note.together", amount = amount))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::finding::{Reason, WorkedOut};
    use crate::model::rule::{Formula, RuleBook};
    use crate::report::scene::{self, Scene};
    use std::sync::Arc;

    #[track_caller]
    fn check(scene: &Scene, zh: &str, en: &str) {
        let finding = &scene.screening.findings[0];
        assert_eq!(sentence(&scene.workspace, finding, Lang::Zh), zh);
        assert_eq!(sentence(&scene.workspace, finding, Lang::En), en);
    }

    #[test]
    fn an_overlap_names_amount_share_article_and_office() {
        check(
            &scene::overlap(),
            "光伏项目 1 与省级生态保护红线 R-02 重叠 1,234.5 m²（占项目 4.3 %）：依《某法》第一条禁止，须征求林业主管部门意见。",
            "Solar project 1 overlaps provincial ecological red line R-02 by 1,234.5 m² (4.3 % of the project): \
             prohibited by Some Law, Art. 1; to be asked: forestry department.",
        );
    }

    #[test]
    fn a_point_has_no_amount() {
        let mut scene = scene::overlap();
        let finding = &mut scene.screening.findings[0];
        let matter = Arc::make_mut(&mut finding.matter);
        matter.kind = Some(ProjectKind::Wind);
        matter.project = scene::name("wind", "W-07");
        finding.relation = Relation::Inside;
        finding.evidence.overlap_m2 = None.into();
        check(
            &scene,
            "风机 W-07 位于省级生态保护红线 R-02 内：依《某法》第一条禁止，须征求林业主管部门意见。",
            "Wind turbine W-07 stands inside provincial ecological red line R-02: prohibited by Some Law, Art. 1; \
             to be asked: forestry department.",
        );
    }

    #[test]
    fn near_is_no_prohibition() {
        let mut scene = scene::overlap();
        let finding = &mut scene.screening.findings[0];
        finding.relation = Relation::Near;
        finding.verdict = Verdict::Near;
        finding.evidence.distance_m = 321.04;
        check(
            &scene,
            "光伏项目 1 与省级生态保护红线 R-02 相距 321.0 m，在 500.0 m 的关注范围内：未构成冲突，但须留意《某法》第一条，可咨询林业主管部门。",
            "Solar project 1 is 321.0 m from provincial ecological red line R-02, within the 500.0 m band of attention: \
             no conflict, but mind Some Law, Art. 1; may be asked: forestry department.",
        );
    }

    #[test]
    fn a_setback_by_formula_shows_the_formula() {
        let mut scene = scene::overlap();
        let mut rule = scene::rule();
        rule.formulas.within = Some(Formula::parse("10 * tip_height_m").unwrap());
        scene.workspace.rules = Arc::new(RuleBook {
            rules: vec![rule],
            sources: Vec::new(),
        });
        let finding = &mut scene.screening.findings[0];
        finding.relation = Relation::Near;
        finding.evidence.distance_m = 321.04;
        Arc::make_mut(&mut finding.matter).bearing.formula = Some(WorkedOut {
            formula: "10 * tip_height_m".into(),
            metres: Some(1600.0),
        });
        let text = sentence(&scene.workspace, finding, Lang::En);
        assert!(
            text.contains("less than the setback of 1,600.0 m (10 * tip_height_m)"),
            "{text}"
        );
        finding.verdict = Verdict::Near;
        let matter = Arc::make_mut(&mut finding.matter);
        matter.setback_m = None;
        matter.bearing.formula.as_mut().unwrap().metres = None;
        let text = sentence(&scene.workspace, finding, Lang::En);
        assert!(
            text.contains("setback cannot be worked out (10 * tip_height_m)"),
            "{text}"
        );
        // What is sure without the height is told as such.
        finding.verdict = Verdict::Conflict;
        Arc::make_mut(&mut finding.matter).setback_m = Some(1200.0);
        let text = sentence(&scene.workspace, finding, Lang::En);
        assert!(
            text.contains("less than 1,200.0 m, which the setback is at the least"),
            "{text}"
        );
        // Of a plain setback nothing is in doubt, though the formula of the band of attention gives no number.
        let rule = &mut Arc::make_mut(&mut scene.workspace.rules).rules[0];
        rule.formulas.near = rule.formulas.within.take();
        rule.criterion.within_m = 700.0;
        let text = sentence(&scene.workspace, &scene.screening.findings[0], Lang::En);
        assert!(text.contains("less than the setback of 700.0 m:"), "{text}");
    }

    #[test]
    fn exemptions_and_contradictions_are_no_prohibition() {
        let mut scene = scene::overlap();
        let check = |finding: &Finding, words: &str| {
            let text = sentence(&scene.workspace, finding, Lang::En);
            assert!(text.contains(words) && !text.contains("prohibited"), "{text}");
        };
        let mut finding = scene.screening.findings.remove(0);
        finding.verdict = Verdict::NotChecked(Reason::RuleContradiction);
        check(&finding, "contradicts another rule");
        finding.verdict = Verdict::Near;
        Arc::make_mut(&mut finding.matter).bearing.yields_to = Some("other".into());
        check(&finding, "yields to another rule");
        Arc::make_mut(&mut finding.matter).bearing.exempt_by = Some("national".into());
        check(&finding, "exempt from");
    }

    #[test]
    fn doubts_follow_the_sentence() {
        let mut scene = scene::overlap();
        let finding = &mut scene.screening.findings[0];
        finding.evidence.sliver = true;
        finding.evidence.holds_within_tolerance = false;
        let text = sentence(&scene.workspace, finding, Lang::En);
        assert!(text.contains("narrower than the border is sure"), "{text}");
        assert!(text.contains("may change"), "{text}");
        let text = sentence(&scene::synthetic().workspace, finding, Lang::Zh);
        assert!(text.ends_with("涉及示意数据，不作审批依据。"), "{text}");
    }

    #[test]
    fn every_fact_has_words_in_both_languages() {
        let keys = [
            "inside_area",
            "inside_line",
            "inside_crossed",
            "inside_point",
            "contains_area",
            "contains_line",
            "contains_crossed",
            "contains_point",
            "overlap_area",
            "overlap_line",
            "overlap_crossed",
            "overlap_point",
            "touch",
            "near",
        ];
        for key in keys {
            let key = format!("report.fact.{key}");
            for lang in Lang::ALL {
                assert_ne!(say!(lang, &key), key);
            }
        }
    }
}
