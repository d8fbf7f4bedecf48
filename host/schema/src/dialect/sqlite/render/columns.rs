//! Which columns are copied, and how their values become the new ones.

use std::collections::BTreeMap;

use super::definition::{default_text, rowid_column};
use super::name::{name, same};
use crate::model::{Column, Generation, Table};
use crate::operation::TableChange;

/// The names of a rowid, of which a column can hide each.
const ROWID_NAMES: [&str; 3] = ["rowid", "oid", "_rowid_"];

/// A table before and after changes of it.
pub(super) struct Copied<'a> {
    pub(super) before: &'a Table,
    pub(super) after: &'a Table,
    pub(super) changes: &'a [TableChange],
}

/// Columns of the new table, and what they get from a row of the old one.
#[derive(Debug, Default)]
pub(super) struct Copy {
    pub(super) targets: Vec<String>,
    /// As SQL text, like the targets.
    pub(super) sources: Vec<String>,
}

impl Copied<'_> {
    pub(super) fn columns(&self) -> Copy {
        let mut copy = Copy::default();
        if let Some((target, source)) = self.rowid() {
            copy.targets.push(target.to_owned());
            copy.sources.push(source.to_owned());
        }
        let kept = self.kept();
        for column in self.after.columns.iter().filter(|column| !is_computed(column)) {
            if let Some(old) = kept.get(column.name.as_str()) {
                copy.targets.push(name(&column.name));
                copy.sources.push(self.value(old, column));
            }
        }
        copy
    }

    /// The number of a row stays, also where no column shows it.
    fn rowid(&self) -> Option<(&'static str, &'static str)> {
        let is_hidden = rowid_column(self.after).is_none() && !has_no_rowid(self.after) && !has_no_rowid(self.before);
        if is_hidden { Some((rowid_name(self.after)?, rowid_name(self.before)?)) } else { None }
    }

    /// The columns that were there all the time: one that goes and comes again holds nothing of the old one.
    pub(super) fn kept(&self) -> BTreeMap<&str, &Column> {
        let mut kept: BTreeMap<&str, &Column> =
            self.before.columns.iter().map(|column| (column.name.as_str(), column)).collect();
        for change in self.changes {
            if let TableChange::DropColumn(column) = change {
                kept.remove(column.name.as_str());
            }
        }
        kept
    }

    fn value(&self, old: &Column, new: &Column) -> String {
        if let Some(using) = self.using(&new.name) {
            return using.to_owned();
        }
        let column = name(&old.name);
        let value = if is_reread(&old.data_type, &new.data_type) {
            format!("CAST({column} AS {})", new.data_type)
        } else {
            column
        };
        match &new.generation {
            Generation::Default(default) if old.nullable && !new.nullable => {
                format!("coalesce({value}, {})", default_text(default))
            }
            _ => value,
        }
    }

    fn using(&self, column: &str) -> Option<&str> {
        self.changes.iter().rev().find_map(|change| match change {
            TableChange::AlterColumn { after, using, .. } if after.name == column => using.as_deref(),
            _ => None,
        })
    }
}

fn is_computed(column: &Column) -> bool {
    matches!(column.generation, Generation::Computed { .. })
}

fn has_no_rowid(table: &Table) -> bool {
    table.options.contains_key("without rowid")
}

fn rowid_name(table: &Table) -> Option<&'static str> {
    ROWID_NAMES.into_iter().find(|name| !table.columns.iter().any(|column| same(&column.name, name)))
}

/// Whether bytes become text or text becomes bytes, which only a cast does. All else is the affinity of the new column:
/// it turns what it can and leaves the rest as it is, where a cast would make `0` of `n/a`.
fn is_reread(old: &str, new: &str) -> bool {
    let (is_bytes, is_text) = (
        |data_type: &str| holds(data_type, "blob"),
        |data_type: &str| {
            ["char", "clob", "text"].iter().any(|word| holds(data_type, word)) && !holds(data_type, "int")
        },
    );
    is_bytes(old) && is_text(new) || is_text(old) && is_bytes(new)
}

fn holds(data_type: &str, word: &str) -> bool {
    data_type.to_ascii_lowercase().contains(word)
}
