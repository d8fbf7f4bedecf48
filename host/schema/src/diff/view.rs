//! Views: those that change, and those that stand in the way of a table.

use std::collections::BTreeSet;

use aludel_sql::Dialect;

use super::Comparison;
use super::index::same_indexes;
use super::order::by_need;
use super::tables::TablePlan;
use crate::identifier::mentions;
use crate::mention::is_of_type;
use crate::model::{ObjectName, View};
use crate::operation::{Operation, TableChange};
use crate::rename::Rename;

/// What happens to views.
#[derive(Debug, Default)]
pub(super) struct ViewPlan {
    /// Those that go, for good or until the tables have changed; what reads others first.
    pub(super) drops: Vec<Operation>,
    /// Those that come, come back or change.
    pub(super) creates: Vec<Operation>,
    /// The names of [`ViewPlan::drops`].
    pub(super) dropped: BTreeSet<ObjectName>,
}

/// What happens to tables, as those see it who depend on them.
pub(super) struct Touched {
    /// Tables that go, lose or change columns, or have new names.
    pub(super) tables: BTreeSet<ObjectName>,
    /// Columns whose values are written anew, and where the server does not follow, those with a new name.
    pub(super) columns: Vec<(ObjectName, String)>,
}

impl Touched {
    /// Whether a text that reads the tables names one of the columns.
    pub(super) fn names_column(&self, dialect: Dialect, tables: &BTreeSet<ObjectName>, text: &str) -> bool {
        self.columns.iter().any(|(table, column)| tables.contains(table) && mentions(text, dialect, column))
    }
}

impl Comparison<'_> {
    pub(super) fn touched(&self, tables: &TablePlan) -> Touched {
        let mut touched = Touched { tables: tables.dropped.clone(), columns: Vec::new() };
        for difference in tables.differences.values() {
            if difference.changes.iter().any(reshapes) {
                touched.tables.insert(difference.name.clone());
            }
            let retyped = difference.retyped_columns().map(|column| (difference.name.clone(), column.to_owned()));
            touched.columns.extend(retyped);
        }
        touched.columns.extend(self.columns_of_replaced_enums());
        for rename in self.renames {
            match rename {
                Rename::Table { to, .. } => touched.tables.insert(to.clone()),
                Rename::Column { table, to, .. } => {
                    touched.columns.push((table.clone(), to.clone()));
                    touched.tables.insert(table.clone())
                }
            };
        }
        touched
    }

    fn columns_of_replaced_enums(&self) -> Vec<(ObjectName, String)> {
        let replaced = self.replaced_enums();
        let columns = self.before.tables.values().flat_map(|table| {
            let of_enum = |column: &&crate::model::Column| {
                replaced.iter().any(|each| is_of_type(column, self.dialect, &each.name))
            };
            table.columns.iter().filter(of_enum).map(|column| (table.name.clone(), column.name.clone()))
        });
        columns.collect()
    }

    pub(super) fn view_plan(&self, tables: &TablePlan) -> ViewPlan {
        let touched = self.touched(tables);
        let mut dropped: BTreeSet<ObjectName> = self
            .before
            .views
            .values()
            .filter(|view| self.must_go(view, &touched))
            .map(|view| view.name.clone())
            .collect();
        self.add_readers(&mut dropped);
        ViewPlan { drops: self.view_drops(&dropped), creates: self.view_creates(&dropped), dropped }
    }

    fn must_go(&self, view: &View, touched: &Touched) -> bool {
        match self.after.views.get(&view.name) {
            None => true,
            Some(after) if after.materialized != view.materialized => true,
            Some(after) if self.is_same_view(view, after) => self.holds_tables(view, touched),
            Some(after) => {
                view.depends_on.iter().chain(&after.depends_on).any(|name| touched.tables.contains(name))
                    || self.dialect == Dialect::Postgres && self.is_read(&view.name)
            }
        }
    }

    /// Whether a view that stays the same stands in the way: `PostgreSQL` changes no column that a view reads, `MySQL`
    /// does not carry a new name into it.
    fn holds_tables(&self, view: &View, touched: &Touched) -> bool {
        let reads_renamed_table = || {
            self.renames.iter().any(|rename| matches!(rename, Rename::Table { to, .. } if view.depends_on.contains(to)))
        };
        match self.dialect {
            Dialect::Sqlite => false,
            Dialect::Postgres => touched.names_column(self.dialect, &view.depends_on, &view.query),
            Dialect::Mysql | Dialect::MariaDb => {
                reads_renamed_table() || self.names_renamed_column(&view.depends_on, &view.query)
            }
        }
    }

    fn names_renamed_column(&self, tables: &BTreeSet<ObjectName>, text: &str) -> bool {
        self.column_renames().any(|(table, _, to)| tables.contains(table) && mentions(text, self.dialect, to))
    }

    fn is_read(&self, name: &ObjectName) -> bool {
        self.before.views.values().any(|view| view.depends_on.contains(name))
    }

    /// `PostgreSQL` drops no view that another one reads, `SQLite` renames no table while one reads what is not there.
    fn add_readers(&self, dropped: &mut BTreeSet<ObjectName>) {
        if !matches!(self.dialect, Dialect::Postgres | Dialect::Sqlite) {
            return;
        }
        let names: Vec<ObjectName> = self.before.views.keys().cloned().collect();
        let read_by = |name: &ObjectName| self.before.views[name].depends_on.iter().cloned().collect();
        for name in by_need(&names, read_by) {
            if self.before.views[&name].depends_on.iter().any(|read| dropped.contains(read)) {
                dropped.insert(name);
            }
        }
    }

    fn is_same_view(&self, before: &View, after: &View) -> bool {
        before.comment == after.comment
            && self.rules.same_view(before, after)
            && same_indexes(self.rules, &before.indexes, &after.indexes)
    }

    fn view_drops(&self, dropped: &BTreeSet<ObjectName>) -> Vec<Operation> {
        let views = &self.original.views;
        let names: Vec<ObjectName> = dropped.iter().cloned().collect();
        let mut ordered = by_need(&names, |name| views[name].depends_on.iter().cloned().collect());
        ordered.reverse();
        ordered.iter().map(|name| Operation::DropView(views[name].clone())).collect()
    }

    fn view_creates(&self, dropped: &BTreeSet<ObjectName>) -> Vec<Operation> {
        let views = &self.after.views;
        let names: Vec<ObjectName> = views.keys().cloned().collect();
        let ordered = by_need(&names, |name| views[name].depends_on.iter().cloned().collect());
        ordered.iter().filter_map(|name| self.view_create(&views[name], dropped)).collect()
    }

    fn view_create(&self, after: &View, dropped: &BTreeSet<ObjectName>) -> Option<Operation> {
        let Some(before) = self.before.views.get(&after.name) else {
            return Some(Operation::CreateView(after.clone()));
        };
        let is_same = self.is_same_view(before, after);
        if !dropped.contains(&after.name) {
            let replace = || Operation::ReplaceView { before: before.clone(), after: after.clone() };
            return (!is_same).then(replace);
        }
        // A view that comes back is the very one that went, so that nobody takes it for a change.
        let original = &self.original.views[&after.name];
        let returns = is_same && before == original;
        Some(Operation::CreateView(if returns { original.clone() } else { after.clone() }))
    }
}

/// Whether those who read the table must look again. A column more disturbs nobody.
fn reshapes(change: &TableChange) -> bool {
    matches!(change, TableChange::DropColumn(_) | TableChange::AlterColumn { .. } | TableChange::RenameColumn { .. })
}
