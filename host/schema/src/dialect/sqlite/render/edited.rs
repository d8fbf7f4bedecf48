//! The statement that made a table, edited: what does not change keeps its words, its remarks and its layout.

use super::constraint::{column_of, constraint_text, inline_text, is_inline};
use super::definition::{column_text, options_text};
use super::layout::{Item, Layout};
use super::name::same;
use crate::dialect::Unsupported;
use crate::dialect::sqlite::catalog::table::constraint;
use crate::dialect::sqlite::parse::{self, Clause, ParsedColumn, ParsedTable};
use crate::model::{Column, Constraint, ConstraintBody, Table};

/// CREATE TABLE for `after` under the name `new`, from the statement of `before`; none where that is not known.
///
/// `is_kept` tells whether a column was there all the time.
pub(super) fn edited(
    before: &Table,
    after: &Table,
    new: &str,
    is_kept: impl Fn(&str) -> bool,
) -> Result<Option<String>, Unsupported> {
    let Some(definition) = before.definition.as_deref() else { return Ok(None) };
    let Ok(parsed) = parse::table(definition) else { return Ok(None) };
    let edit = Edit { before, after, definition, parsed: &parsed };
    let mut items = edit.columns(is_kept)?;
    items.extend(edit.constraints()?);
    let options = if before.options == after.options { None } else { Some(options_text(&after.options)?) };
    Ok(Layout::of(definition, &parsed).map(|layout| layout.with(new, &items, options.as_deref())))
}

struct Edit<'a> {
    before: &'a Table,
    after: &'a Table,
    definition: &'a str,
    parsed: &'a ParsedTable,
}

impl Edit<'_> {
    /// The columns that were written, each with its text or without one if it goes; then the new ones.
    fn columns(&self, is_kept: impl Fn(&str) -> bool) -> Result<Vec<Item>, Unsupported> {
        let mut items = Vec::new();
        let mut written = Vec::new();
        for parsed in &self.parsed.columns {
            let column = self.after.columns.iter().find(|column| same(&column.name, &parsed.name.text));
            let column = column.filter(|_| is_kept(&parsed.name.text));
            written.extend(column);
            items.push(Item::Written {
                span: parsed.span,
                text: column.map(|column| self.column(parsed, column)).transpose()?,
            });
        }
        for column in self.after.columns.iter().filter(|column| !written.contains(column)) {
            items.push(Item::New(column_text(&self.rest(), column)?));
        }
        Ok(items)
    }

    /// A column as it was written, if it stays as it is, with what is new at it.
    fn column(&self, parsed: &ParsedColumn, column: &Column) -> Result<String, Unsupported> {
        if !self.is_verbatim(parsed) {
            return column_text(&self.rest(), column);
        }
        let mut words = vec![parsed.span.of(self.definition).to_owned()];
        let rest = self.rest();
        for constraint in rest.constraints.iter().filter(|constraint| is_inline(self.after, constraint)) {
            if column_of(constraint) == Some(&column.name) {
                words.push(inline_text(constraint, column)?);
            }
        }
        Ok(words.join(" "))
    }

    /// Whether a column stays as it is, with all the constraints that are written at it.
    fn is_verbatim(&self, parsed: &ParsedColumn) -> bool {
        let stays = |clause: &Clause| match self.made_by(clause, Some(&parsed.name.text)) {
            Some(constraint) => self.has(&constraint),
            None => true,
        };
        let of = |table: &Table| table.columns.iter().find(|column| same(&column.name, &parsed.name.text)).cloned();
        of(self.before) == of(self.after) && parsed.clauses.iter().all(stays)
    }

    /// The constraints that stand after the columns, each with its text or without one if it goes; then the new ones.
    fn constraints(&self) -> Result<Vec<Item>, Unsupported> {
        let text = |clause: &Clause| {
            let stays = self.made_by(clause, None).is_none_or(|constraint| self.has(&constraint));
            stays.then(|| clause.span.of(self.definition).to_owned())
        };
        let written = self.parsed.constraints.iter();
        let mut items: Vec<Item> =
            written.map(|clause| Item::Written { span: clause.span, text: text(clause) }).collect();
        for constraint in self.rest().constraints.iter().filter(|constraint| !is_inline(self.after, constraint)) {
            items.push(Item::New(constraint_text(constraint)?));
        }
        Ok(items)
    }

    /// The table with those constraints alone that no text which stays makes already.
    fn rest(&self) -> Table {
        let of_table = self.parsed.constraints.iter().filter_map(|clause| self.made_by(clause, None));
        let verbatim = self.parsed.columns.iter().filter(|column| self.is_verbatim(column));
        let of_columns = verbatim.flat_map(|column| {
            column.clauses.iter().filter_map(|clause| self.made_by(clause, Some(&column.name.text)))
        });
        let made: Vec<Constraint> = of_table.chain(of_columns).collect();
        let mut rest = self.after.clone();
        rest.constraints.retain(|wanted| !made.iter().any(|made| is_same(made, wanted)));
        rest
    }

    fn made_by(&self, clause: &Clause, column: Option<&str>) -> Option<Constraint> {
        constraint(clause, column, &self.before.columns)
    }

    fn has(&self, constraint: &Constraint) -> bool {
        self.after.constraints.iter().any(|other| is_same(constraint, other))
    }
}

/// Whether a constraint that was read from a clause is one of the table, in which what foreign keys leave out is filled
/// in.
fn is_same(read: &Constraint, known: &Constraint) -> bool {
    let (ConstraintBody::ForeignKey(one), ConstraintBody::ForeignKey(other)) = (&read.body, &known.body) else {
        return read == known;
    };
    let is_same_target = same(&one.references.name, &other.references.name)
        && (one.referenced_columns.is_empty()
            || one.referenced_columns.len() == other.referenced_columns.len()
                && one.referenced_columns.iter().zip(&other.referenced_columns).all(|(one, other)| same(one, other)));
    let mut filled = read.clone();
    if let ConstraintBody::ForeignKey(key) = &mut filled.body {
        key.references.clone_from(&other.references);
        key.referenced_columns.clone_from(&other.referenced_columns);
    }
    is_same_target && filled == *known
}
