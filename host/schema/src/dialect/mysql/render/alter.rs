//! `ALTER TABLE`: as few statements as there can be.

use aludel_sql::Dialect;

use super::super::quote;
use super::super::types::{self, Family};
use super::column::column_of;
use super::columns::{ColumnPlans, needs_remake, refuse_using};
use super::kept_index::{is_shared, kept_index};
use super::unsupported::unsupported;
use super::{Context, key, option};
use crate::apply::apply;
use crate::dialect::Unsupported;
use crate::mention::{column_uses, constraint_uses, index_uses};
use crate::model::{Constraint, ConstraintBody, Index, IndexKey, ObjectName, Schema, Table};
use crate::operation::{Operation, Rebuild, TableChange};

/// Types that CONVERT TO makes larger, so that as many characters fit as before.
const GROWING_TYPES: [&str; 3] = ["tinytext", "text", "mediumtext"];

pub(super) fn alter(
    context: Context<'_>,
    name: &ObjectName,
    changes: &[TableChange],
) -> Result<Vec<String>, Unsupported> {
    context.refuse_guard("a part of a table")?;
    let mut alteration = Alteration::new(context, name);
    for change in changes {
        alteration.plan(change)?;
        alteration.follow(change);
    }
    alteration.finish()
}

/// One `ALTER TABLE` while it is put together.
struct Alteration<'state> {
    context: Context<'state>,
    name: ObjectName,
    /// The table before.
    before: Table,
    /// The table alone, as it is after the changes so far.
    now: Schema,
    columns: ColumnPlans,
    /// Foreign keys that go. They go first: columns and indexes that they use cannot change before.
    foreign_keys_dropped: Vec<Constraint>,
    /// Names of indexes and keys that go.
    indexes_dropped: Vec<String>,
    checks_dropped: Vec<String>,
    /// Names of checks and indexes that hold the name of a renamed column in an expression.
    expressions_renamed: Vec<String>,
    /// Whether a renamed column is in a foreign key: checks then go in a statement before, and come in one behind.
    renames_key: bool,
    checks_before: Vec<String>,
    checks_behind: Vec<String>,
    drops_primary_key: bool,
    additions: Vec<String>,
    foreign_keys_added: Vec<Constraint>,
    options: Vec<String>,
    /// What ALTER TABLE takes only by itself.
    statements: Vec<String>,
}

impl<'state> Alteration<'state> {
    fn new(context: Context<'state>, name: &ObjectName) -> Self {
        let before = context.state.table(name).cloned().unwrap_or_else(|| Table::new(name.clone()));
        let mut now = Schema::empty(context.dialect, context.state.version);
        now.tables.insert(name.clone(), before.clone().into());
        Self {
            context,
            name: name.clone(),
            before,
            now,
            columns: ColumnPlans::default(),
            foreign_keys_dropped: Vec::new(),
            indexes_dropped: Vec::new(),
            checks_dropped: Vec::new(),
            expressions_renamed: Vec::new(),
            renames_key: false,
            checks_before: Vec::new(),
            checks_behind: Vec::new(),
            drops_primary_key: false,
            additions: Vec::new(),
            foreign_keys_added: Vec::new(),
            options: Vec::new(),
            statements: Vec::new(),
        }
    }

    fn table(&self) -> &Table {
        &self.now.tables[&self.name]
    }

    /// Carries the change out on the table that is kept here. What does not fit is for the server to judge: offline,
    /// the table may not be known.
    fn follow(&mut self, change: &TableChange) {
        let changes = vec![change.clone()];
        let operation = Operation::AlterTable { table: self.name.clone(), changes, rebuild: Rebuild::Never };
        if apply(&mut self.now, &operation).is_err()
            && let TableChange::AlterColumn { after, .. } = change
            && let Some(table) = self.now.tables.get_mut(&self.name)
        {
            // The operation tells what the state does not.
            table.columns.push(after.clone());
        }
    }

    fn plan(&mut self, change: &TableChange) -> Result<(), Unsupported> {
        match change {
            TableChange::AddColumn(column) => self.columns.add(&column.name),
            TableChange::DropColumn(column) => self.drop_column(&column.name),
            TableChange::RenameColumn { from, to } => self.rename_column(from, to),
            TableChange::AlterColumn { before, after, using } => {
                refuse_using(self.context.dialect, after, using.as_deref())?;
                if needs_remake(before, after) {
                    self.columns.remake(&after.name);
                } else {
                    self.columns.restate(&after.name);
                }
            }
            TableChange::AddConstraint(constraint) => self.add_constraint(constraint)?,
            TableChange::DropConstraint(constraint) => self.drop_constraint(constraint)?,
            TableChange::ReplaceConstraint { before, after } => {
                self.drop_constraint(before)?;
                self.add_constraint(after)?;
            }
            TableChange::RenameConstraint { before, to } => self.rename_constraint(before, to)?,
            TableChange::AddIndex(index) => self.add_index(index)?,
            TableChange::DropIndex(index) => self.drop_index(&index.name),
            TableChange::ReplaceIndex { before, after } => {
                self.drop_index(&before.name);
                self.add_index(after)?;
            }
            TableChange::RenameIndex { before, to } => self.rename_index(&before.name, to),
            TableChange::SetComment { after, .. } => {
                self.options.push(format!("COMMENT = {}", quote::text(after.as_deref().unwrap_or_default())));
            }
            TableChange::SetOption { name, after, .. } => self.set_option(name, after.as_deref()),
        }
        Ok(())
    }

    /// Takes along what uses the column: the server only makes an index shorter, and refuses for the rest.
    fn drop_column(&mut self, name: &str) {
        let dialect = self.context.dialect;
        let table = self.table().clone();
        for constraint in table.constraints.iter().filter(|each| constraint_uses(each, name, dialect)) {
            match &constraint.body {
                ConstraintBody::ForeignKey(_) => self.foreign_keys_dropped.push(constraint.clone()),
                ConstraintBody::PrimaryKey(key) => self.drops_primary_key |= key.parts.len() > 1,
                ConstraintBody::Unique(key) if key.parts.len() == 1 => {}
                ConstraintBody::Check { .. } if column_of(dialect, constraint).is_none() => {
                    self.checks_dropped.extend(constraint.name.clone());
                }
                ConstraintBody::Check { .. } | ConstraintBody::Exclude { .. } => {}
                ConstraintBody::Unique(_) => self.indexes_dropped.extend(constraint.name.clone()),
            }
        }
        let longer = table.indexes.iter().filter(|index| index.parts.len() > 1 && index_uses(index, name, dialect));
        longer.for_each(|index| self.drop_index(&index.name));
        self.columns.drop(name);
    }

    /// `MySQL` refuses to rename a column whose name stands in an expression, unless that is written anew in the same
    /// statement.
    fn rename_column(&mut self, from: &str, to: &str) {
        self.columns.rename(from, to);
        let dialect = self.context.dialect;
        if dialect != Dialect::Mysql {
            return;
        }
        self.renames_key |= self.is_in_foreign_key(from);
        let table = self.table().clone();
        for computed in table.columns.iter().filter(|column| column_uses(column, from, dialect)) {
            self.columns.restate(&computed.name);
        }
        let is_check = |each: &&Constraint| matches!(each.body, ConstraintBody::Check { .. });
        let checks = table.constraints.iter().filter(is_check).filter(|each| constraint_uses(each, from, dialect));
        self.expressions_renamed.extend(checks.filter_map(|check| check.name.clone()));
        let has_expression =
            |index: &&Index| index.parts.iter().any(|part| matches!(part.key, IndexKey::Expression(_)));
        let indexes = table.indexes.iter().filter(has_expression).filter(|index| index_uses(index, from, dialect));
        self.expressions_renamed.extend(indexes.map(|index| index.name.clone()));
    }

    /// Whether a foreign key of any table is over the column: it cannot be renamed while the table is copied, which a new
    /// check makes the server do.
    fn is_in_foreign_key(&self, column: &str) -> bool {
        let holds = |columns: &[String]| columns.iter().any(|each| each == column);
        let is_over = |table: &Table, constraint: &Constraint| {
            let ConstraintBody::ForeignKey(key) = &constraint.body else { return false };
            table.name == self.name && holds(&key.columns)
                || key.references == self.name && holds(&key.referenced_columns)
        };
        let mut tables = self.context.state.tables.values();
        tables.any(|table| table.constraints.iter().any(|constraint| is_over(table, constraint)))
    }

    fn add_constraint(&mut self, constraint: &Constraint) -> Result<(), Unsupported> {
        if let ConstraintBody::ForeignKey(_) = constraint.body {
            self.foreign_keys_added.push(constraint.clone());
            return Ok(());
        }
        if let Some(column) = self.column_of(constraint) {
            self.columns.restate(&column);
            return Ok(());
        }
        let clause = key::constraint(self.context, constraint, self.context.if_not_exists())?;
        self.additions.push(format!("ADD {clause}"));
        Ok(())
    }

    /// The column that a check is kept with, where the table has it.
    fn column_of(&self, constraint: &Constraint) -> Option<String> {
        let column = column_of(self.context.dialect, constraint)?;
        self.table().column(column).map(|column| column.name.clone())
    }

    fn drop_constraint(&mut self, constraint: &Constraint) -> Result<(), Unsupported> {
        match &constraint.body {
            ConstraintBody::PrimaryKey(_) => self.drops_primary_key = true,
            ConstraintBody::Unique(_) => {
                let name = self.name_of(constraint)?;
                self.drop_index(&name);
            }
            ConstraintBody::ForeignKey(_) => {
                let name = Some(self.name_of(constraint)?);
                if self.foreign_keys_dropped.iter().all(|dropped| dropped.name != name) {
                    self.foreign_keys_dropped.push(Constraint { name, ..constraint.clone() });
                }
            }
            ConstraintBody::Check { .. } => match self.column_of(constraint) {
                Some(column) => self.columns.restate(&column),
                None => self.drop_check(constraint)?,
            },
            ConstraintBody::Exclude { .. } => {
                return key::constraint(self.context, constraint, "").map(drop);
            }
        }
        Ok(())
    }

    fn drop_check(&mut self, constraint: &Constraint) -> Result<(), Unsupported> {
        // A check that was kept with a column went with it.
        if column_of(self.context.dialect, constraint).is_none() {
            let name = self.name_of(constraint)?;
            self.checks_dropped.push(name);
        }
        Ok(())
    }

    /// The name of a constraint, looked up by what it says where it comes without.
    fn name_of(&self, constraint: &Constraint) -> Result<String, Unsupported> {
        let found = || self.table().constraints.iter().find(|each| each.body == constraint.body)?.name.clone();
        if let Some(name) = &constraint.name {
            return Ok(if constraint.is_name_generated { made_up_now(name, &self.name.name) } else { name.clone() });
        }
        found().ok_or_else(|| {
            let operation = format!("drop a constraint of `{}` that has no name", self.name);
            unsupported(self.context.dialect, operation, "name the constraint")
        })
    }

    fn rename_constraint(&mut self, before: &Constraint, to: &str) -> Result<(), Unsupported> {
        match before.body {
            // It is called PRIMARY, always.
            ConstraintBody::PrimaryKey(_) => Ok(()),
            ConstraintBody::Unique(_) => {
                let name = self.name_of(before)?;
                self.rename_index(&name, to);
                Ok(())
            }
            _ => {
                let after = Constraint { name: Some(to.to_owned()), is_name_generated: false, ..before.clone() };
                self.drop_constraint(before)?;
                self.add_constraint(&after)
            }
        }
    }

    fn add_index(&mut self, index: &Index) -> Result<(), Unsupported> {
        let clause = key::index(self.context, index, self.context.if_not_exists())?;
        self.additions.push(format!("ADD {clause}"));
        Ok(())
    }

    fn drop_index(&mut self, name: &str) {
        if !self.indexes_dropped.iter().any(|dropped| dropped == name) {
            self.indexes_dropped.push(name.to_owned());
        }
    }

    fn rename_index(&mut self, from: &str, to: &str) {
        let guard = self.context.if_exists();
        self.options.push(format!("RENAME INDEX {guard}{} TO {}", quote::name(from), quote::name(to)));
    }

    fn set_option(&mut self, name: &str, after: Option<&str>) {
        match (name, after) {
            ("partitioning", Some(partitioning)) => {
                self.statements.push(format!("ALTER TABLE {}\n{partitioning}", quote::object(&self.name)));
            }
            ("partitioning", None) => {
                self.statements.push(format!("ALTER TABLE {} REMOVE PARTITIONING", quote::object(&self.name)));
            }
            ("system versioning", after) => {
                let verb = if after.is_some() { "ADD" } else { "DROP" };
                self.options.push(format!("{verb} SYSTEM VERSIONING"));
            }
            ("collation", after) => self.set_collation(after),
            ("charset", Some(charset)) => self.options.push(format!("CONVERT TO CHARACTER SET {charset}")),
            (name, after) => self.options.push(option::assignment(name, after)),
        }
    }

    /// Columns without a collation of their own follow their table.
    fn set_collation(&mut self, after: Option<&str>) {
        let inherited = self.context.state.options.get("collation").map(String::as_str);
        // A table without one has that of its database; DEFAULT is not what the database has now everywhere.
        let Some(collation) = after.or(inherited) else {
            self.options.push("CONVERT TO CHARACTER SET DEFAULT".to_owned());
            return;
        };
        let charset = option::charset_of(collation);
        let table = self.table().clone();
        let texts = || table.columns.iter().filter(|column| types::family(&column.data_type) == Family::Text);
        let has_own = texts().any(|column| column.collation.is_some())
            || table.columns.iter().any(|column| column.data_type == "json");
        if has_own {
            // CONVERT would take the collations of all columns away.
            self.options.push(format!("DEFAULT CHARACTER SET = {charset} COLLATE {collation}"));
        } else {
            self.options.push(format!("CONVERT TO CHARACTER SET {charset} COLLATE {collation}"));
        }
        let is_restated = |data_type: &str| has_own || GROWING_TYPES.contains(&data_type);
        for column in texts().filter(|column| column.collation.is_none() && is_restated(&column.data_type)) {
            self.columns.restate(&column.name);
        }
    }

    fn finish(mut self) -> Result<Vec<String>, Unsupported> {
        self.remake_dependents()?;
        self.remake_expressions()?;
        self.keep_indexes();
        let foreign_keys = self.foreign_key_drops();
        let mut clauses: Vec<String> = Vec::new();
        let exists = self.context.if_exists();
        let mut seen: Vec<&String> = Vec::new();
        for name in &self.indexes_dropped {
            if !seen.contains(&name) {
                clauses.push(format!("DROP INDEX {exists}{}", quote::name(name)));
                seen.push(name);
            }
        }
        for name in &self.checks_dropped {
            clauses.push(format!("DROP CONSTRAINT {exists}{}", quote::name(name)));
        }
        if self.drops_primary_key {
            clauses.push("DROP PRIMARY KEY".to_owned());
        }
        clauses.extend(self.columns.clauses(self.context, self.table())?);
        clauses.extend(self.additions.iter().cloned());
        for constraint in &self.foreign_keys_added {
            let clause = key::constraint(self.context, constraint, self.context.if_not_exists())?;
            clauses.push(format!("ADD {clause}"));
        }
        clauses.extend(self.options.iter().cloned());
        let (before, behind) = (std::mem::take(&mut self.checks_before), std::mem::take(&mut self.checks_behind));
        let parts = [foreign_keys, before, clauses, behind];
        let statements = parts.into_iter().filter(|clauses| !clauses.is_empty());
        let mut statements: Vec<String> = statements.map(|clauses| self.statement(&clauses)).collect();
        statements.append(&mut self.statements);
        Ok(statements)
    }

    /// The clauses that take foreign keys away, with the indexes that were made for them.
    fn foreign_key_drops(&self) -> Vec<String> {
        let exists = self.context.if_exists();
        let names = self.foreign_keys_dropped.iter().filter_map(|constraint| constraint.name.as_deref());
        let mut clauses: Vec<_> = names.map(|name| format!("DROP FOREIGN KEY {exists}{}", quote::name(name))).collect();
        for constraint in &self.foreign_keys_dropped {
            let Some(kept) = kept_index(&self.before, constraint) else { continue };
            // The same columns get a foreign key of that name again, or another one leans on the index.
            let comes_again = self.foreign_keys_added.iter().any(|added| {
                added.name == constraint.name
                    && matches!(&added.body, ConstraintBody::ForeignKey(key) if key.columns == kept.columns)
            });
            let is_gone_with_column = kept.columns.iter().all(|column| self.table().column(column).is_none());
            if !comes_again && !is_gone_with_column && !is_shared(&self.before, constraint, &kept) {
                // MariaDB takes the index away itself when two keys need the same one.
                let exists = if self.context.dialect == Dialect::MariaDb { "IF EXISTS " } else { "" };
                clauses.push(format!("DROP INDEX {exists}{}", quote::name(&kept.name)));
            }
        }
        clauses
    }

    /// A foreign key that stays needs an index when the one that served it goes.
    fn keep_indexes(&mut self) {
        let table = self.table().clone();
        let is_new =
            |constraint: &Constraint| self.foreign_keys_added.iter().any(|added| added.name == constraint.name);
        let staying = table.constraints.iter().filter(|constraint| !is_new(constraint));
        for constraint in staying.collect::<Vec<_>>() {
            let was_there = self.before.constraints.iter().find(|each| each.name == constraint.name);
            let was_served = was_there.is_some_and(|constraint| kept_index(&self.before, constraint).is_none());
            if let Some(kept) = kept_index(&table, constraint).filter(|_| was_served) {
                let columns = quote::names(&kept.columns);
                self.additions.push(format!("ADD KEY {} ({columns})", quote::name(&kept.name)));
            }
        }
    }

    /// A column that is made again takes its indexes and checks with it, which have to be made again too.
    fn remake_dependents(&mut self) -> Result<(), Unsupported> {
        let dialect = self.context.dialect;
        let table = self.table().clone();
        for column in self.columns.remade().map(str::to_owned).collect::<Vec<_>>() {
            let indexes = table.indexes.iter().filter(|index| index_uses(index, &column, dialect));
            for index in indexes.filter(|index| self.before.indexes.contains(index)).cloned().collect::<Vec<_>>() {
                self.drop_index(&index.name);
                self.add_index(&index)?;
            }
            let constraints = table.constraints.iter().filter(|each| constraint_uses(each, &column, dialect));
            for constraint in constraints.filter(|each| self.before.constraints.contains(each)).collect::<Vec<_>>() {
                self.drop_constraint(constraint)?;
                self.add_constraint(constraint)?;
            }
        }
        Ok(())
    }

    /// Checks and indexes that hold a new name of a column, unless they go or come anew by themselves.
    fn remake_expressions(&mut self) -> Result<(), Unsupported> {
        let table = self.table().clone();
        for name in std::mem::take(&mut self.expressions_renamed) {
            if self.checks_dropped.contains(&name) || self.indexes_dropped.contains(&name) {
                continue;
            }
            if let Some(index) = table.indexes.iter().find(|index| index.name == name) {
                self.drop_index(&name);
                self.add_index(index)?;
            } else if let Some(check) = table.constraints.iter().find(|each| each.name.as_ref() == Some(&name)) {
                // The server would make up the next name while it has the one before.
                let named = Constraint { is_name_generated: false, ..check.clone() };
                self.remake_check(&name, &named)?;
            }
        }
        Ok(())
    }

    fn remake_check(&mut self, name: &str, check: &Constraint) -> Result<(), Unsupported> {
        if self.renames_key {
            self.checks_before.push(format!("DROP CONSTRAINT {}", quote::name(name)));
            self.checks_behind.push(format!("ADD {}", key::constraint(self.context, check, "")?));
            return Ok(());
        }
        self.drop_check(check)?;
        self.add_constraint(check)
    }

    fn statement(&self, clauses: &[String]) -> String {
        let table = quote::object(&self.name);
        // The server refuses to change a table whose history it keeps, unless told so.
        let is_versioned = self.before.options.contains_key("system versioning");
        let prefix = if is_versioned { "SET STATEMENT system_versioning_alter_history = KEEP FOR " } else { "" };
        match clauses {
            [one] => format!("{prefix}ALTER TABLE {table} {one}"),
            many => format!("{prefix}ALTER TABLE {table}\n  {}", many.join(",\n  ")),
        }
    }
}

/// The made-up name of a constraint by now: those that begin with the name of their table follow when it is renamed.
fn made_up_now(name: &str, table: &str) -> String {
    let is_numbered = |(_, number): &(&str, &str)| number.bytes().all(|byte| byte.is_ascii_digit());
    let numbered = |word: &str| {
        let number = name.rsplit_once(word).filter(is_numbered)?.1;
        Some(format!("{table}{word}{number}"))
    };
    numbered("_ibfk_").or_else(|| numbered("_chk_")).unwrap_or_else(|| name.to_owned())
}
