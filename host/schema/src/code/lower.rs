//! Operations as calls of builders.

use super::tree::{Body, Call, Change, ColumnChange, ColumnType, NewColumn, NewTable, Step, function};
use crate::aspect::{Aspect, changed_aspects};
use crate::dialect::{Rules, rules};
use crate::loss::losses;
use crate::model::{Column, Constraint, ConstraintBody, Deferral, EnumType, Generation, Identity, Index, Table, View};
use crate::model::{IndexKey, IndexPart};
use crate::operation::{Operation, TableChange};
use crate::script::{Script, ScriptStep};

impl<'script> Body<'script> {
    /// What a script does; without one, nothing leads in this direction.
    pub fn of(script: Option<&'script Script>) -> Self {
        let Some(script) = script else { return Self::Irreversible };
        Self::Steps(script.steps.iter().map(|step| lowered(step, script)).collect())
    }
}

fn lowered<'script>(step: &'script ScriptStep, script: &Script) -> Step<'script> {
    let dialect = script.after.dialect;
    let one_line = |text: String| text.replace(['\n', '\r'], " ");
    Step {
        losses: losses(&step.operation, dialect).iter().map(|loss| one_line(loss.sentence())).collect(),
        call: call(&step.operation, rules(dialect)),
        statements: step.rendered.statements.iter().map(|statement| statement.sql.as_str()).collect(),
    }
}

/// The call of a builder; none where none says exactly this.
fn call<'script>(operation: &'script Operation, rules: &dyn Rules) -> Option<Call<'script>> {
    Some(match operation {
        Operation::CreateTable(table) => Call::CreateTable(new_table(table, rules)?),
        Operation::DropTable(table) => Call::DropTable(&table.name),
        Operation::RenameTable { from, to } => Call::RenameTable { from, to },
        Operation::AlterTable { table, changes, .. } => Call::AlterTable { table, changes: altered(changes, rules)? },
        Operation::CreateSchema { name } => Call::CreateSchema(name),
        Operation::DropSchema { name } => Call::DropSchema(name),
        Operation::CreateEnum(EnumType { name, labels, comment: None }) => Call::CreateEnum { name, labels },
        Operation::DropEnum(object) => Call::DropEnum(&object.name),
        Operation::AddEnumValue { before, value, position } => {
            let next = before.labels.get(*position).map(String::as_str);
            Call::AddEnumValue { name: &before.name, value, before: next }
        }
        Operation::CreateView(view) if is_plain(view) => Call::CreateView { name: &view.name, query: &view.query },
        Operation::DropView(view) if !view.materialized => Call::DropView(&view.name),
        _ => return None,
    })
}

fn is_plain(view: &View) -> bool {
    let is_bare = view.columns.is_empty() && view.indexes.is_empty() && view.options.is_empty();
    is_bare && !view.materialized && view.comment.is_none()
}

fn new_table<'script>(table: &'script Table, rules: &dyn Rules) -> Option<NewTable<'script>> {
    if table.options.iter().any(|(name, value)| !rules.is_usual_option(name, value)) {
        return None;
    }
    let key = own_key(table);
    let others = table.constraints.iter().filter(|constraint| key.is_none() || !is_primary_key(constraint));
    let columns = table.columns.iter().map(|column| new_column(column, key == Some(column.name.as_str()), rules));
    Some(NewTable {
        name: &table.name,
        columns: columns.collect::<Option<_>>()?,
        constraints: others.map(new_constraint).collect::<Option<_>>()?,
        indexes: table.indexes.iter().map(new_index).collect::<Option<_>>()?,
        comment: table.comment.as_deref(),
    })
}

/// The column that is the whole primary key, where nothing else is said of it.
fn own_key(table: &Table) -> Option<&str> {
    let constraint = table.primary_key()?;
    let is_bare = constraint.given_name().is_none()
        && constraint.options.is_empty()
        && constraint.comment.is_none()
        && constraint.deferral == Deferral::NotDeferrable;
    let ConstraintBody::PrimaryKey(key) = &constraint.body else { return None };
    match key.parts.as_slice() {
        [part] if is_bare && key.include.is_empty() => plain_column(part).filter(|name| table.column(name).is_some()),
        _ => None,
    }
}

fn is_primary_key(constraint: &Constraint) -> bool {
    matches!(constraint.body, ConstraintBody::PrimaryKey(_))
}

fn new_column<'script>(column: &'script Column, is_primary_key: bool, rules: &dyn Rules) -> Option<NewColumn<'script>> {
    let is_sayable = column.options.is_empty() && has_builder(&column.generation);
    is_sayable.then(|| NewColumn { column, data_type: column_type(&column.data_type, rules), is_primary_key })
}

fn has_builder(generation: &Generation) -> bool {
    match generation {
        Generation::Identity(Identity { start, increment, options, .. }) => {
            start.is_none() && increment.is_none() && options.is_empty()
        }
        _ => true,
    }
}

fn new_constraint(constraint: &Constraint) -> Option<&Constraint> {
    constraint.options.is_empty().then_some(constraint)
}

fn new_index(index: &Index) -> Option<&Index> {
    index.options.is_empty().then_some(index)
}

/// The changes of a table; none where no builder says one of them exactly.
fn altered<'script>(changes: &'script [TableChange], rules: &dyn Rules) -> Option<Vec<Change<'script>>> {
    let changes = changes.iter().flat_map(|change| match change {
        TableChange::ReplaceConstraint { before, after } => {
            vec![dropped(before), new_constraint(after).map(Change::AddConstraint)]
        }
        TableChange::ReplaceIndex { before, after } => {
            vec![Some(Change::DropIndex(&before.name)), new_index(after).map(Change::AddIndex)]
        }
        other => vec![changed(other, rules)],
    });
    changes.collect()
}

fn changed<'script>(change: &'script TableChange, rules: &dyn Rules) -> Option<Change<'script>> {
    Some(match change {
        TableChange::AddColumn(column) => Change::AddColumn(new_column(column, false, rules)?),
        TableChange::DropColumn(column) => Change::DropColumn(&column.name),
        TableChange::RenameColumn { from, to } => Change::RenameColumn { from, to },
        TableChange::AlterColumn { before, after, using } => {
            let mut changes = column_changes(before, after, rules)?;
            changes.extend(using.as_deref().map(ColumnChange::Using));
            Change::AlterColumn { name: &after.name, changes }
        }
        TableChange::AddConstraint(constraint) => Change::AddConstraint(new_constraint(constraint)?),
        TableChange::DropConstraint(constraint) => dropped(constraint)?,
        TableChange::RenameConstraint { before, to } => Change::RenameConstraint { from: before.name.as_deref()?, to },
        TableChange::AddIndex(index) => Change::AddIndex(new_index(index)?),
        TableChange::DropIndex(index) => Change::DropIndex(&index.name),
        TableChange::RenameIndex { before, to } => Change::RenameIndex { from: &before.name, to },
        TableChange::SetComment { after, .. } => Change::SetComment(after.as_deref()),
        TableChange::SetOption { .. } | TableChange::ReplaceConstraint { .. } | TableChange::ReplaceIndex { .. } => {
            return None;
        }
    })
}

/// How a constraint goes: by its name, or by the columns where there is no name; none for one that nothing finds.
fn dropped(constraint: &Constraint) -> Option<Change<'_>> {
    match (&constraint.body, &constraint.name) {
        (ConstraintBody::PrimaryKey(_), _) => Some(Change::DropPrimaryKey),
        (_, Some(name)) => Some(Change::DropConstraint(name)),
        (ConstraintBody::Unique(key), None) => plain_columns(&key.parts).map(Change::DropUnique),
        (ConstraintBody::ForeignKey(key), None) => Some(Change::DropForeignKey(&key.columns)),
        _ => None,
    }
}

fn column_changes<'script>(
    before: &Column,
    after: &'script Column,
    rules: &dyn Rules,
) -> Option<Vec<ColumnChange<'script>>> {
    changed_aspects(before, after).into_iter().map(|aspect| column_change(&aspect, after, rules)).collect()
}

fn column_change<'script>(aspect: &Aspect, after: &'script Column, rules: &dyn Rules) -> Option<ColumnChange<'script>> {
    Some(match aspect {
        Aspect::Type => ColumnChange::SetType(column_type(&after.data_type, rules)),
        Aspect::Nullability if after.nullable => ColumnChange::Nullable,
        Aspect::Nullability => ColumnChange::NotNull,
        Aspect::Default => match &after.generation {
            Generation::Default(sql) => ColumnChange::DefaultSql(sql),
            Generation::None => ColumnChange::DropDefault,
            _ => return None,
        },
        Aspect::Collation => ColumnChange::SetCollation(after.collation.as_deref()),
        Aspect::Comment => ColumnChange::SetComment(after.comment.as_deref()),
        Aspect::Generated | Aspect::Identity | Aspect::AutoIncrement | Aspect::Option(_) => return None,
    })
}

/// The type: by its common name where the server writes it back exactly so.
fn column_type<'script>(sql: &'script str, rules: &dyn Rules) -> ColumnType<'script> {
    let common = rules.read_type(sql);
    // Which version of the server the code will run on, nobody knows.
    let is_exact = rules.type_text((0, 0, 0), &common).is_ok_and(|written| written == sql);
    if is_exact && function(&common).is_some() { ColumnType::Common(common) } else { ColumnType::Custom(sql) }
}

/// The names of the parts of a key or index, where each is a column and nothing else is said of it.
pub fn plain_columns(parts: &[IndexPart]) -> Option<Vec<&str>> {
    parts.iter().map(plain_column).collect()
}

fn plain_column(part: &IndexPart) -> Option<&str> {
    match &part.key {
        IndexKey::Column(name) if *part == IndexPart::column(name) => Some(name),
        _ => None,
    }
}
