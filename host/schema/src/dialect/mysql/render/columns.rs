//! What happens to the columns of one table, put together: the server knows a column by its old name throughout an
//! ALTER TABLE, and takes one clause for each.

use aludel_sql::Dialect;

use super::super::quote;
use super::column::definition;
use super::{Context, unsupported};
use crate::dialect::Unsupported;
use crate::model::{Column, Generation, Table};

/// What happens to one column.
struct Plan {
    /// The name before; none for a new column.
    original: Option<String>,
    /// The name so far.
    name: String,
    what: What,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Add,
    Rename,
    Restate,
    /// Dropped and made again, at its place.
    Remake,
    Drop,
}

/// What happens to the columns of one table.
#[derive(Default)]
pub(super) struct ColumnPlans {
    plans: Vec<Plan>,
}

impl ColumnPlans {
    pub(super) fn add(&mut self, name: &str) {
        self.plans.push(Plan { original: None, name: name.to_owned(), what: What::Add });
    }

    pub(super) fn drop(&mut self, name: &str) {
        let plan = self.plan(name, What::Drop);
        let is_new = plan.original.is_none();
        plan.what = What::Drop;
        if is_new {
            self.plans.retain(|plan| plan.name != name || plan.original.is_some());
        }
    }

    pub(super) fn rename(&mut self, from: &str, to: &str) {
        to.clone_into(&mut self.plan(from, What::Rename).name);
    }

    /// The whole column is written again.
    pub(super) fn restate(&mut self, name: &str) {
        let plan = self.plan(name, What::Restate);
        if plan.what == What::Rename {
            plan.what = What::Restate;
        }
    }

    /// A change that the server has no words for but DROP and ADD.
    pub(super) fn remake(&mut self, name: &str) {
        let plan = self.plan(name, What::Remake);
        if plan.what != What::Add {
            plan.what = What::Remake;
        }
    }

    /// The plan for the column that has this name by now.
    fn plan(&mut self, name: &str, what: What) -> &mut Plan {
        let position = self.plans.iter().position(|plan| plan.name == name && plan.what != What::Drop);
        let position = position.unwrap_or_else(|| {
            self.plans.push(Plan { original: Some(name.to_owned()), name: name.to_owned(), what });
            self.plans.len() - 1
        });
        &mut self.plans[position]
    }

    /// The names, by now, of the columns that are made again.
    pub(super) fn remade(&self) -> impl Iterator<Item = &str> {
        self.plans.iter().filter(|plan| plan.what == What::Remake).map(|plan| plan.name.as_str())
    }

    /// The clauses, for a table that looks like `after` in the end.
    pub(super) fn clauses(&self, context: Context<'_>, after: &Table) -> Result<Vec<String>, Unsupported> {
        let clauses: Result<Vec<_>, _> = self.plans.iter().map(|plan| plan.clause(context, after)).collect();
        Ok(clauses?.concat())
    }
}

impl Plan {
    fn clause(&self, context: Context<'_>, after: &Table) -> Result<Vec<String>, Unsupported> {
        let (exists, exists_not) = (context.if_exists(), context.if_not_exists());
        let original = quote::name(self.original.as_ref().unwrap_or(&self.name));
        let whole = || self.whole(context, after);
        Ok(match self.what {
            What::Add => vec![format!("ADD COLUMN {exists_not}{}", whole()?)],
            What::Drop => vec![format!("DROP COLUMN {exists}{original}")],
            What::Rename => vec![format!("RENAME COLUMN {exists}{original} TO {}", quote::name(&self.name))],
            What::Restate if self.original.as_ref() == Some(&self.name) => {
                vec![format!("MODIFY COLUMN {exists}{}", whole()?)]
            }
            What::Restate => vec![format!("CHANGE COLUMN {exists}{original} {}", whole()?)],
            What::Remake => vec![
                format!("DROP COLUMN {exists}{original}"),
                format!("ADD COLUMN {exists_not}{}{}", whole()?, place(&self.name, after)),
            ],
        })
    }

    fn whole(&self, context: Context<'_>, after: &Table) -> Result<String, Unsupported> {
        let Some(column) = after.column(&self.name) else {
            let operation = format!("restate the column `{}`, which nothing tells about", self.name);
            let hint = "create the table in the same script, or run it against the database";
            return Err(unsupported::unsupported(context.dialect, operation, hint));
        };
        definition(context, column, after)
    }
}

fn place(name: &str, table: &Table) -> String {
    match table.columns.iter().position(|column| column.name == name) {
        Some(0) => " FIRST".to_owned(),
        Some(position) => format!(" AFTER {}", quote::name(&table.columns[position - 1].name)),
        None => String::new(),
    }
}

/// Whether a column becomes what it was not, so that its values cannot stay: a virtual column has none.
pub(super) fn needs_remake(before: &Column, after: &Column) -> bool {
    kind(before) != kind(after) && (kind(before) == Kind::Virtual || kind(after) == Kind::Virtual)
}

#[derive(PartialEq, Eq)]
enum Kind {
    Plain,
    Stored,
    Virtual,
}

fn kind(column: &Column) -> Kind {
    match &column.generation {
        Generation::Computed { stored: true, .. } => Kind::Stored,
        Generation::Computed { .. } => Kind::Virtual,
        _ => Kind::Plain,
    }
}

/// Whether the words for it exist. `MySQL` has no guards in ALTER TABLE.
pub(super) fn refuse_using(dialect: Dialect, column: &Column, using: Option<&str>) -> Result<(), Unsupported> {
    let Some(using) = using else { return Ok(()) };
    let operation = format!("make the new value of `{}` by USING {using}", column.name);
    let hint = "update the column before or after its type changes, or fill a new column and rename it";
    Err(unsupported::unsupported(dialect, operation, hint))
}
