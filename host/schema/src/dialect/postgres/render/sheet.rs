//! Statements as they are written.

use super::super::unsupported;
use crate::dialect::{Placement, Rendered, Statement, Unsupported};
use crate::operation::Modifiers;

/// The statements of one operation, in order.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    statements: Vec<Statement>,
}

impl Sheet {
    pub(super) fn add(&mut self, sql: impl Into<String>) {
        self.statements.push(Statement { sql: sql.into(), placement: Placement::Anywhere });
    }

    pub(super) fn add_outside_transaction(&mut self, sql: impl Into<String>) {
        self.statements.push(Statement { sql: sql.into(), placement: Placement::OutsideTransaction });
    }

    /// `COMMENT ON ...`, where the remark is another one.
    pub(super) fn comment(&mut self, on: &str, before: Option<&str>, after: Option<&str>) -> Result<(), Unsupported> {
        if before != after {
            let remark = after.map_or_else(|| Ok("NULL".to_owned()), text)?;
            self.add(format!("COMMENT ON {on} IS {remark}"));
        }
        Ok(())
    }

    /// `CREATE` of something that the server makes unconditionally.
    pub(super) fn create(&mut self, sql: &str, modifiers: Modifiers) {
        if modifiers.if_not_exists {
            self.add(unless_there(sql));
        } else {
            self.add(sql);
        }
    }

    pub(super) fn rendered(self) -> Rendered {
        Rendered { statements: self.statements, suspends_foreign_keys: false }
    }
}

/// The statement in a block that passes over what is there already.
fn unless_there(sql: &str) -> String {
    let mut tag = "$unless_there$".to_owned();
    while sql.contains(&tag) {
        tag.insert(1, '_');
    }
    format!(
        "DO {tag}\nBEGIN\n    {sql};\nEXCEPTION\n    WHEN duplicate_object OR duplicate_table OR duplicate_function \
         THEN NULL;\nEND\n{tag}"
    )
}

/// A string as SQL text.
pub(super) fn text(text: &str) -> Result<String, Unsupported> {
    if text.contains('\0') {
        return Err(unsupported("keep a text that holds a NUL character", "take the character out"));
    }
    Ok(super::super::quote::text(text))
}

pub(super) fn if_exists(modifiers: Modifiers) -> &'static str {
    if modifiers.if_exists { "IF EXISTS " } else { "" }
}

pub(super) fn if_not_exists(modifiers: Modifiers) -> &'static str {
    if modifiers.if_not_exists { "IF NOT EXISTS " } else { "" }
}

pub(super) fn cascade(modifiers: Modifiers) -> &'static str {
    if modifiers.cascade { " CASCADE" } else { "" }
}

/// `ALTER TABLE` with one action on its line, or each on its own.
pub(super) fn alter_table(table: &str, actions: &[String]) -> String {
    match actions {
        [action] => format!("ALTER TABLE {table} {action}"),
        actions => format!("ALTER TABLE {table}\n    {}", actions.join(",\n    ")),
    }
}
