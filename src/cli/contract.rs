//! What `redshank info --role` says about the fields that a role needs.

use serde::Serialize;

use crate::model::contract::{Clause, Need, contract};
use crate::model::layer::Fields;
use crate::model::role::Role;
use crate::say;
use crate::words::Lang;

/// A role and what it asks of fields, for programs.
#[derive(Serialize)]
pub struct ContractRecord<'a> {
    role: &'static str,
    clauses: Vec<ClauseRecord<'a>>,
}

#[derive(Serialize)]
struct ClauseRecord<'a> {
    meaning: &'static str,
    need: &'static str,
    /// The field whose name suggests the meaning.
    field: Option<&'a str>,
}

impl<'a> ContractRecord<'a> {
    /// Of a role, with the mapping that the names of fields suggest.
    pub fn of((role, fields): &'a (Role, Fields)) -> ContractRecord<'a> {
        let record = |clause: Clause| ClauseRecord {
            meaning: clause.meaning.code(),
            need: clause.need.code(),
            field: clause.meaning.field(fields),
        };
        ContractRecord {
            role: role.code(),
            clauses: contract(*role).into_iter().map(record).collect(),
        }
    }
}

/// One line for each field that the role needs, or that is there without being needed.
pub fn contract_words((role, fields): &(Role, Fields), lang: Lang) -> Vec<String> {
    let mut lines = vec![say!(lang, "cli.info.contract", role = role.name(lang))];
    for clause in contract(*role) {
        let (key, name) = (clause.meaning.code(), clause.meaning.name(lang));
        match clause.meaning.field(fields) {
            Some(field) => lines.push(say!(
                lang,
                "cli.info.clause",
                name = name,
                key = key,
                field = field
            )),
            None if clause.need == Need::May => {}
            None => {
                let need = format!("cli.info.lacking.{}", clause.need.code());
                lines.push(say!(lang, &need, name = name, key = key));
            }
        }
    }
    lines
}
