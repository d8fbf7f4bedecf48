//! Defaults and checks that call a function.

use aludel_sql::Dialect;
use aludel_sql::lexer::{Lexer, TokenKind};

use super::super::quote;
use super::constraint;
use super::sheet::{Sheet, alter_table};
use crate::model::{Column, Constraint, ConstraintBody, Generation, ObjectName, Schema};

/// What goes while a function is dropped and made again.
pub(super) struct Callers<'state> {
    defaults: Vec<(&'state ObjectName, &'state Column, &'state str)>,
    checks: Vec<(&'state ObjectName, &'state Constraint)>,
}

impl<'state> Callers<'state> {
    /// All that call a function of that name, without its arguments.
    pub(super) fn of(state: &'state Schema, function: &str) -> Self {
        let (mut defaults, mut checks) = (Vec::new(), Vec::new());
        for table in state.tables.values() {
            for column in &table.columns {
                match &column.generation {
                    Generation::Default(text) if calls(text, function) => {
                        defaults.push((&table.name, column, text.as_str()));
                    }
                    _ => {}
                }
            }
            let own = table.constraints.iter().filter(|one| match &one.body {
                ConstraintBody::Check { expression, .. } => calls(expression, function),
                _ => false,
            });
            checks.extend(own.map(|one| (&table.name, one)));
        }
        Self { defaults, checks }
    }

    pub(super) fn drop(&self, sheet: &mut Sheet) {
        for (table, column, _) in &self.defaults {
            alter(sheet, table, format!("ALTER COLUMN {} DROP DEFAULT", quote::identifier(&column.name)));
        }
        for (table, one) in &self.checks {
            let name = quote::identifier(&constraint::name(&table.name, one));
            alter(sheet, table, format!("DROP CONSTRAINT {name}"));
        }
    }

    pub(super) fn create(&self, sheet: &mut Sheet) {
        for (table, column, default) in &self.defaults {
            alter(sheet, table, format!("ALTER COLUMN {} SET DEFAULT {default}", quote::identifier(&column.name)));
        }
        for (table, one) in &self.checks {
            alter(sheet, table, format!("ADD {}", constraint::definition(&table.name, one)));
        }
    }
}

fn alter(sheet: &mut Sheet, table: &ObjectName, action: String) {
    sheet.add(alter_table(&quote::qualified(table), &[action]));
}

/// Whether the name stands before an opening parenthesis.
fn calls(text: &str, function: &str) -> bool {
    let tokens: Vec<_> = Lexer::new(text, Dialect::Postgres).filter_map(Result::ok).collect();
    let tokens: Vec<_> = tokens.into_iter().filter(|token| token.kind.is_significant()).collect();
    tokens.windows(2).any(|pair| {
        let (name, next) = (&text[pair[0].start..pair[0].end], &text[pair[1].start..pair[1].end]);
        matches!(pair[0].kind, TokenKind::Word | TokenKind::QuotedIdentifier)
            && next == "("
            && (name == function || name == quote::quoted(function))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_a_name_before_a_parenthesis() {
        assert!(calls("shop.f(1) > 0", "f") && calls("\"F f\"()", "F f"));
        assert!(!calls("'f(' || f", "f") && !calls("g(f)", "f"));
    }
}
