//! What a rule weighs: its severity, how sure its text is, and its rank among others.

use serde::Deserialize;

use crate::say;
use crate::words::Lang;

/// How heavy a met rule weighs, lightest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// From literature or good practice, not from law.
    Advisory,
    /// An opinion or consent is needed.
    Consult,
    /// Only if it is proved that the place cannot be avoided.
    Justify,
    /// Not allowed.
    Prohibited,
}

impl Severity {
    /// All severities, heaviest first.
    pub const ALL: [Severity; 4] = [
        Severity::Prohibited,
        Severity::Justify,
        Severity::Consult,
        Severity::Advisory,
    ];

    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            Severity::Advisory => "advisory",
            Severity::Consult => "consult",
            Severity::Justify => "justify",
            Severity::Prohibited => "prohibited",
        }
    }

    /// The name for people.
    pub fn name(self, lang: Lang) -> String {
        say!(lang, &format!("severity.{}", self.code()))
    }
}

/// How sure the text of a rule is; shown wherever the rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
pub enum SourceMark {
    /// Read in the primary text.
    V,
    /// Read in a secondary source only.
    V2,
    /// Computed.
    C,
    /// Unverified: never law.
    U,
}

impl SourceMark {
    /// The mark as it is written.
    pub fn code(self) -> &'static str {
        match self {
            SourceMark::V => "V",
            SourceMark::V2 => "V2",
            SourceMark::C => "C",
            SourceMark::U => "U",
        }
    }

    /// What the mark means, for people.
    pub fn name(self, lang: Lang) -> String {
        say!(lang, &format!("mark.{}", self.code()))
    }
}

/// Where a rule stands among the sources of law, highest last. Decides between rules that contradict each other
/// (Legislation Law of the PRC, Arts. 98–103: law before regulation before local ordinance before departmental rule).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// 文献
    Literature,
    /// 标准
    Standard,
    /// 规范性文件、通知
    Notice,
    /// 部门规章、政府规章
    Rule,
    /// 地方性法规
    Ordinance,
    /// 行政法规
    Regulation,
    /// 法律
    Law,
}

impl Rank {
    /// All ranks, highest first.
    pub const ALL: [Rank; 7] = [
        Rank::Law,
        Rank::Regulation,
        Rank::Ordinance,
        Rank::Rule,
        Rank::Notice,
        Rank::Standard,
        Rank::Literature,
    ];

    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            Rank::Literature => "literature",
            Rank::Standard => "standard",
            Rank::Notice => "notice",
            Rank::Rule => "rule",
            Rank::Ordinance => "ordinance",
            Rank::Regulation => "regulation",
            Rank::Law => "law",
        }
    }

    /// The name for people.
    pub fn name(self, lang: Lang) -> String {
        say!(lang, &format!("rank.{}", self.code()))
    }
}
