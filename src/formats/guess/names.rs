//! Well-known names: of columns (survey and register schemas, and what people call them), and of files.

use crate::formats::text::half_width;
use crate::model::field_meaning::FieldMeaning;
use crate::model::role::{ProjectKind, Role};
use crate::words::Lang;

use super::values::{Column, suits};

/// Names of columns by meaning, without case, width and signs between letters; the more certain one first.
const KNOWN: [(FieldMeaning, &[&str]); 22] = [
    (
        FieldMeaning::Id,
        &[
            "tbbh",
            "bsm",
            "sdbh",
            "xmbh",
            "bhqbh",
            "编号",
            "图斑编号",
            "标识码",
            "项目编号",
            "湿地编号",
            "机位号",
            "风机编号",
            "点号",
            "地块编号",
            "id",
            "code",
            "gid",
            "uid",
            "siteid",
            "wdpaid",
        ],
    ),
    (
        FieldMeaning::Name,
        &[
            "sdmc",
            "tbmc",
            "xmmc",
            "bhqmc",
            "hxmc",
            "zrbhdmc",
            "mc",
            "名称",
            "湿地名称",
            "项目名称",
            "图斑名称",
            "保护区名称",
            "地块名称",
            "地名",
            "name",
            "namezh",
            "namecn",
            "title",
            "sitename",
        ],
    ),
    (
        FieldMeaning::Class,
        &[
            "dlbm",
            "地类编码",
            "地类代码",
            "地类码",
            "landclass",
            "classcode",
            "class",
        ],
    ),
    (
        FieldMeaning::Level,
        &[
            "sdjb",
            "bhjb",
            "湿地级别",
            "保护级别",
            "等级",
            "级别",
            "湿地等级",
            "重要性等级",
            "level",
        ],
    ),
    (FieldMeaning::Role, &["role", "图层角色", "区域类型"]),
    (
        FieldMeaning::Kind,
        &["kind", "xmlx", "项目类型", "类型", "projectkind", "type"],
    ),
    (
        FieldMeaning::CapacityMw,
        &[
            "mw",
            "capacitymw",
            "capacity",
            "zjrl",
            "装机容量",
            "装机",
            "单机容量",
            "容量",
            "ratedpower",
            "power",
        ],
    ),
    (
        FieldMeaning::HubHeightM,
        &["hh", "hubheightm", "hubheight", "轮毂高度", "塔筒高度"],
    ),
    (
        FieldMeaning::RotorDiameterM,
        &[
            "rd",
            "rotordiameterm",
            "rotordiameter",
            "rotor",
            "叶轮直径",
            "风轮直径",
            "转轮直径",
        ],
    ),
    (FieldMeaning::TipHeightM, &["tipheightm", "tipheight", "叶尖高度"]),
    (FieldMeaning::DepthM, &["depthm", "depth", "埋深", "深度"]),
    (FieldMeaning::WidthM, &["widthm", "width", "宽度"]),
    (FieldMeaning::Months, &["months", "月份", "施工月份", "运营月份"]),
    (FieldMeaning::Structure, &["structure", "结构形式", "敷设方式"]),
    (FieldMeaning::Grade, &["grade", "工程等级", "堤防等级"]),
    (FieldMeaning::Side, &["side", "堤侧"]),
    (FieldMeaning::Use, &["use", "用途"]),
    (
        FieldMeaning::KindOfReserve,
        &["kindofreserve", "保护地类型", "保护区类型", "bhdlx"],
    ),
    (FieldMeaning::Importance, &["importance", "重要程度"]),
    (FieldMeaning::Section, &["section", "区段", "标段"]),
    (FieldMeaning::Size, &["size", "规模等级"]),
    (FieldMeaning::Purpose, &["purpose", "规划用途"]),
];

/// The column that is called so, where its values do not speak against it.
pub fn find<'c>(meaning: FieldMeaning, columns: &[&'c Column]) -> Option<&'c Column> {
    let own = KNOWN.iter().find(|(own, _)| *own == meaning);
    let names = own.map_or(&[][..], |(_, names)| names);
    names.iter().find_map(|name| {
        let mut all = columns.iter().copied();
        all.find(|column| plain(&column.name) == *name && suits(meaning, column))
    })
}

/// A name without case, width, signs, and what stands in brackets: mostly a unit.
fn plain(name: &str) -> String {
    let name = half_width(name).to_lowercase();
    let start = name.split(['(', '[', '【']).next().unwrap_or_default();
    start.chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// The role and kind whose code (of one or several) or Chinese name stands in the name of a file or table.
pub fn role_by_name(title: &str) -> Option<(Role, Option<ProjectKind>)> {
    let lower = title.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
    let named = |code: &str, name: String| {
        let code: Vec<&str> = code.split('_').collect();
        let is_code = |window: &[&str]| {
            let mut pairs = window.iter().zip(&code);
            pairs.all(|(word, own)| word == own || word.strip_suffix('s') == Some(own))
        };
        words.windows(code.len()).any(is_code) || title.contains(&name)
    };
    let mut kinds = ProjectKind::ALL.into_iter();
    let kind = kinds.find(|kind| named(kind.code(), kind.name(Lang::Zh)));
    if kind.is_some() {
        return Some((Role::Project, kind));
    }
    let mut roles = Role::ALL.into_iter();
    let role = roles.find(|role| named(role.code(), role.name(Lang::Zh)))?;
    Some((role, None))
}
