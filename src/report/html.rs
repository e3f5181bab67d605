//! x
use crate::model::{finding::Screening, workspace::Workspace}; use crate::words::Lang;
/// x
pub fn report_page(_w: &Workspace, _s: &Screening, _l: Lang) -> String { String::new() }
