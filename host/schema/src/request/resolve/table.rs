//! Changes of a table.

use aludel_sql::Dialect;

use super::build::key_columns;
use super::{Resolved, Resolver};
use crate::apply::apply;
use crate::model::{Constraint, ConstraintBody, Index, ObjectName, Schema, Table};
use crate::operation::{Modifiers, Operation, Rebuild, TableChange};
use crate::request::change::{ConstraintKind, ConstraintReference, Guard, GuardedChange, Rename, TableChangeRequest};
use crate::request::error::ResolveError;
use crate::request::lookup;

type Changed = Result<Option<TableChange>, ResolveError>;

/// The table while its changes are resolved one after the other.
pub(super) struct Draft {
    pub(super) name: ObjectName,
    /// A schema with nothing but the table, or with nothing where it is not known.
    schema: Schema,
}

impl Draft {
    pub(super) fn table(&self) -> Option<&Table> {
        self.schema.table(&self.name)
    }

    /// Follows a change, so that the next one finds the table as it is then.
    fn follow(&mut self, change: &TableChange) {
        let changes = vec![change.clone()];
        let operation = Operation::AlterTable { table: self.name.clone(), changes, rebuild: Rebuild::default() };
        // Of a table that is not known nothing can be followed, and what does not fit the server says better.
        let _ = apply(&mut self.schema, &operation);
    }
}

impl Resolver<'_> {
    pub(super) fn alter_table(
        &self,
        name: ObjectName,
        changes: Vec<GuardedChange>,
        rebuild: Rebuild,
    ) -> Result<Resolved, ResolveError> {
        let mut draft = self.draft(self.local(name))?;
        let mut resolved: Resolved = Vec::new();
        for GuardedChange { change, guard } in changes {
            let Some(change) = self.change(&draft, change, guard)? else { continue };
            draft.follow(&change);
            push(&mut resolved, &draft.name, change, self.modifiers(guard), rebuild);
        }
        Ok(resolved)
    }

    fn draft(&self, name: ObjectName) -> Result<Draft, ResolveError> {
        let mut schema = Schema::empty(self.dialect, self.known.schema.version);
        match self.find_table(&name) {
            Some(table) => {
                schema.tables.insert(table.name.clone(), table.clone().into());
                Ok(Draft { name: table.name.clone(), schema })
            }
            None if self.is_read() => Err(self.no_table(&name)),
            None => Ok(Draft { name, schema }),
        }
    }

    /// One change; none where its guard says that nothing is to be done.
    fn change(&self, draft: &Draft, change: TableChangeRequest, guard: Guard) -> Changed {
        self.check_unseen(draft, &change, guard)?;
        match change {
            TableChangeRequest::AddColumn(definition) => {
                let column = self.build_column(definition)?;
                let is_there = draft.table().is_some_and(|table| self.column(table, &column.name).is_some());
                Ok((!(guard.if_not_exists && is_there)).then_some(TableChange::AddColumn(column)))
            }
            TableChangeRequest::DropColumn(name) => self.drop_column(draft, &name, guard),
            TableChangeRequest::RenameColumn(rename) => {
                let from = self.stored_column(draft, &rename.old)?;
                Ok(Some(TableChange::RenameColumn { from, to: rename.new }))
            }
            TableChangeRequest::AlterColumn(change) => self.alter_column(draft, change).map(Some),
            TableChangeRequest::AddConstraint(definition) => {
                let constraint = self.build_constraint(definition);
                let name = constraint.name.as_deref().unwrap_or_default();
                let is_there =
                    draft.table().is_some_and(|table| lookup::constraint(&draft.schema, table, name).is_some());
                Ok((!(guard.if_not_exists && is_there)).then_some(TableChange::AddConstraint(constraint)))
            }
            TableChangeRequest::DropConstraint(reference) => {
                Ok(self.constraint(draft, &reference, guard)?.map(TableChange::DropConstraint))
            }
            TableChangeRequest::RenameConstraint(rename) => {
                let reference = ConstraintReference { name: Some(rename.old), kind: None, columns: Vec::new() };
                let before = self.constraint(draft, &reference, guard)?;
                Ok(before.map(|before| TableChange::RenameConstraint { before, to: rename.new }))
            }
            TableChangeRequest::CreateIndex(definition) => {
                let index = self.build_index(&draft.name, definition)?;
                let is_there = draft.table().is_some_and(|table| lookup::has_index(&draft.schema, table, &index.name));
                Ok((!(guard.if_not_exists && is_there)).then_some(TableChange::AddIndex(index)))
            }
            TableChangeRequest::DropIndex(name) => Self::drop_index(draft, &name, guard),
            TableChangeRequest::RenameIndex(rename) => Self::rename_index(draft, rename, guard),
            TableChangeRequest::SetComment(after) => Ok(Some(TableChange::SetComment {
                before: draft.table().and_then(|table| table.comment.clone()),
                after,
            })),
            TableChangeRequest::SetOption((name, value)) => Ok(self.set_option(draft, name, value)),
        }
    }

    /// Of a table that is not known, a guard must be one that the statement has too.
    fn check_unseen(&self, draft: &Draft, change: &TableChangeRequest, guard: Guard) -> Result<(), ResolveError> {
        use TableChangeRequest::{AddColumn, CreateIndex, DropColumn, DropConstraint, DropIndex, RenameIndex};
        let is_guarded = guard.if_exists || guard.if_not_exists;
        let is_written = match self.dialect {
            Dialect::Sqlite => matches!(change, CreateIndex(_) | DropIndex(_)),
            Dialect::Postgres => {
                matches!(change, AddColumn(_) | DropColumn(_) | DropConstraint(_) | CreateIndex(_) | DropIndex(_))
            }
            Dialect::Mysql | Dialect::MariaDb => true,
        };
        // SQLite has no such statement: the index is made again.
        let is_remade = self.dialect == Dialect::Sqlite && matches!(change, RenameIndex(_));
        if draft.table().is_some() || !is_remade && (is_written || !is_guarded) {
            return Ok(());
        }
        let way = if is_remade { "drop the index and create it anew" } else { "leave the guard out" };
        let hint = format!("create the table in the same script, or {way}");
        Err(ResolveError::Unknown { what: format!("the table `{}`", draft.name), hint })
    }

    fn drop_column(&self, draft: &Draft, name: &str, guard: Guard) -> Changed {
        let Some(table) = draft.table() else {
            return Ok(Some(TableChange::DropColumn(crate::model::Column::new(name, ""))));
        };
        match self.column(table, name) {
            Some(column) => Ok(Some(TableChange::DropColumn(column.clone()))),
            None if guard.if_exists => Ok(None),
            None => Err(no_column(table, name)),
        }
    }

    fn set_option(&self, draft: &Draft, name: String, value: Option<String>) -> Option<TableChange> {
        let given = vec![(name, value.clone().unwrap_or_default())];
        let (name, _) = self.options(given).into_iter().next()?;
        let before = draft.table().and_then(|table| table.options.get(&name).cloned());
        Some(TableChange::SetOption { name, before, after: value })
    }

    fn drop_index(draft: &Draft, name: &str, guard: Guard) -> Changed {
        match draft.table().and_then(|table| lookup::unique_of_index(&draft.schema, table, name)) {
            Some(constraint) => Ok(Some(TableChange::DropConstraint(constraint.clone()))),
            None => Ok(Self::index(draft, name, guard)?.map(TableChange::DropIndex)),
        }
    }

    fn rename_index(draft: &Draft, Rename { old, new: to }: Rename, guard: Guard) -> Changed {
        match draft.table().and_then(|table| lookup::unique_of_index(&draft.schema, table, &old)) {
            Some(constraint) => Ok(Some(TableChange::RenameConstraint { before: constraint.clone(), to })),
            None => Ok(Self::index(draft, &old, guard)?.map(|before| TableChange::RenameIndex { before, to })),
        }
    }

    fn index(draft: &Draft, name: &str, guard: Guard) -> Result<Option<Index>, ResolveError> {
        let Some(table) = draft.table() else { return Ok(Some(Index::over(name, Vec::<String>::new()))) };
        match lookup::index(&draft.schema, table, name) {
            Some(index) => Ok(Some(index.clone())),
            None if guard.if_exists => Ok(None),
            None => {
                let there = table.indexes.iter().map(|index| &*index.name);
                Err(ResolveError::missing("index", name, Some(table.name.to_string()), there))
            }
        }
    }

    fn constraint(
        &self,
        draft: &Draft,
        reference: &ConstraintReference,
        guard: Guard,
    ) -> Result<Option<Constraint>, ResolveError> {
        let Some(table) = draft.table() else { return self.unknown_constraint(draft, reference).map(Some) };
        let found = table.constraints.iter().find(|constraint| self.is_meant(constraint, reference));
        match found {
            Some(constraint) => Ok(Some(constraint.clone())),
            None if guard.if_exists => Ok(None),
            None => {
                let there = table.constraints.iter().filter_map(|constraint| constraint.name.as_deref());
                let name = reference.to_string();
                Err(ResolveError::missing("constraint", &name, Some(table.name.to_string()), there))
            }
        }
    }

    fn is_meant(&self, constraint: &Constraint, reference: &ConstraintReference) -> bool {
        if let Some(name) = &reference.name {
            let found = constraint.name.as_deref();
            return found.is_some_and(|found| lookup::is_same_name(self.dialect, found, name));
        }
        let (kind, columns) = kind_and_columns(&constraint.body);
        let is_kind = reference.kind.is_none_or(|wanted| wanted == kind);
        let is_over = columns.len() == reference.columns.len()
            && columns
                .iter()
                .zip(&reference.columns)
                .all(|(one, other)| lookup::is_same_name(self.dialect, one, other));
        is_kind && (reference.columns.is_empty() || is_over)
    }

    /// A constraint of a table that is not known: its name and kind are enough for most statements.
    fn unknown_constraint(&self, draft: &Draft, reference: &ConstraintReference) -> Result<Constraint, ResolveError> {
        let unknown = |hint: &str| ResolveError::Unknown {
            what: format!("the constraints of `{}`", draft.name),
            hint: hint.to_owned(),
        };
        if reference.name.is_none() && reference.kind != Some(ConstraintKind::PrimaryKey) {
            return Err(unknown("name the constraint"));
        }
        let kind = match reference.kind {
            Some(kind) => kind,
            None if self.dialect.is_mysql_family() => return Err(unknown("say of which kind the constraint is")),
            None => ConstraintKind::Check,
        };
        let mut constraint = Constraint::unnamed(placeholder(kind));
        constraint.name.clone_from(&reference.name);
        Ok(constraint)
    }
}

/// Puts a change beside those before it, where they are carried out the same way.
fn push(resolved: &mut Resolved, table: &ObjectName, change: TableChange, modifiers: Modifiers, rebuild: Rebuild) {
    if let Some((Operation::AlterTable { changes, .. }, last)) = resolved.last_mut()
        && *last == modifiers
    {
        changes.push(change);
        return;
    }
    resolved.push((Operation::AlterTable { table: table.clone(), changes: vec![change], rebuild }, modifiers));
}

/// The error for a column that is not there.
pub(super) fn no_column(table: &Table, name: &str) -> ResolveError {
    let there = table.columns.iter().map(|column| &*column.name);
    ResolveError::missing("column", name, Some(table.name.to_string()), there)
}

fn kind_and_columns(body: &ConstraintBody) -> (ConstraintKind, Vec<&str>) {
    match body {
        ConstraintBody::PrimaryKey(key) => (ConstraintKind::PrimaryKey, key_columns(key).collect()),
        ConstraintBody::Unique(key) => (ConstraintKind::Unique, key_columns(key).collect()),
        ConstraintBody::ForeignKey(key) => {
            (ConstraintKind::ForeignKey, key.columns.iter().map(String::as_str).collect())
        }
        ConstraintBody::Check { column, .. } => (ConstraintKind::Check, column.as_deref().into_iter().collect()),
        ConstraintBody::Exclude { .. } => (ConstraintKind::Exclude, Vec::new()),
    }
}

fn placeholder(kind: ConstraintKind) -> ConstraintBody {
    use crate::model::{ForeignKey, Key, MatchKind, ReferentialAction};
    match kind {
        ConstraintKind::PrimaryKey => ConstraintBody::PrimaryKey(Key::over(Vec::<String>::new())),
        ConstraintKind::Unique => ConstraintBody::Unique(Key::over(Vec::<String>::new())),
        ConstraintKind::ForeignKey => ConstraintBody::ForeignKey(ForeignKey {
            columns: Vec::new(),
            references: ObjectName::local(""),
            referenced_columns: Vec::new(),
            on_delete: ReferentialAction::NoAction,
            on_update: ReferentialAction::NoAction,
            match_kind: MatchKind::Simple,
        }),
        ConstraintKind::Check => ConstraintBody::Check { expression: String::new(), column: None },
        ConstraintKind::Exclude => ConstraintBody::Exclude { definition: String::new() },
    }
}
