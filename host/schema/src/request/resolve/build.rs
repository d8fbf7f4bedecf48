//! Definitions in the words of the server.

use aludel_sql::{Dialect, Value, literal};

use super::Resolver;
use crate::data_type::DataType;
use crate::model::{Column, Constraint, ConstraintBody, Generation, Identity, Index, Key, ObjectName, Options, Table};
use crate::operation::{Operation, Rebuild, TableChange};
use crate::request::definition::{
    ColumnDefinition, ColumnType, ConstraintBodyDefinition, ConstraintDefinition, DefaultValue, GenerationDefinition,
    IndexDefinition, OptionList, TableDefinition,
};
use crate::request::error::ResolveError;

/// The words before the point of an option, and the servers that each is for.
const OPTION_PREFIXES: [(&str, &[Dialect]); 5] = [
    ("sqlite", &[Dialect::Sqlite]),
    ("postgresql", &[Dialect::Postgres]),
    ("postgres", &[Dialect::Postgres]),
    ("mysql", &[Dialect::Mysql, Dialect::MariaDb]),
    ("mariadb", &[Dialect::MariaDb]),
];

impl Resolver<'_> {
    pub(super) fn build_table(&self, definition: TableDefinition) -> Result<Table, ResolveError> {
        let columns = definition.columns.into_iter().map(|column| self.build_column(column));
        let mut table = Table::new(self.local(definition.name));
        table.columns = columns.collect::<Result<_, _>>()?;
        table.constraints =
            definition.constraints.into_iter().map(|constraint| self.build_constraint(constraint)).collect();
        let indexes = definition.indexes.into_iter().map(|index| self.build_index(&table.name, index));
        table.indexes = indexes.collect::<Result<_, _>>()?;
        table.comment = definition.comment;
        table.options = self.options(definition.options);
        self.key_columns_hold_values(&mut table);
        Ok(table)
    }

    /// Every server but `SQLite` makes the columns of a primary key NOT NULL, and `SQLite` should have.
    fn key_columns_hold_values(&self, table: &mut Table) {
        let Some(Constraint { body: ConstraintBody::PrimaryKey(key), .. }) = table.primary_key() else { return };
        let key: Vec<String> = key_columns(key).map(str::to_owned).collect();
        // A rowid alias is never NULL, and reads better without saying so.
        let is_rowid = self.dialect == Dialect::Sqlite && key.len() == 1;
        for column in table.columns.iter_mut().filter(|column| key.contains(&column.name)) {
            column.nullable = is_rowid && column.data_type.eq_ignore_ascii_case("integer");
        }
    }

    pub(super) fn build_column(&self, definition: ColumnDefinition) -> Result<Column, ResolveError> {
        let data_type = self.type_text(&definition.column_type, &definition.generation)?;
        Ok(Column {
            name: definition.name,
            data_type,
            nullable: definition.nullable,
            collation: definition.collation,
            generation: self.generation(definition.generation)?,
            comment: definition.comment,
            options: self.options(definition.options),
        })
    }

    /// The server's text of a type.
    pub(super) fn type_text(
        &self,
        column_type: &ColumnType,
        generation: &GenerationDefinition,
    ) -> Result<String, ResolveError> {
        let is_mine = |name: &str| prefix_is_for(name, self.dialect) == Some(true);
        if let Some((_, text)) = column_type.overrides.iter().find(|(name, _)| is_mine(name)) {
            return Ok(text.clone());
        }
        let counts = matches!(generation, GenerationDefinition::Autoincrement);
        let is_whole = matches!(column_type.data_type, DataType::SmallInteger | DataType::BigInteger);
        if self.dialect == Dialect::Sqlite && counts && is_whole {
            // Only a column of exactly this type counts by itself; it holds 64 bits anyway.
            return Ok("INTEGER".to_owned());
        }
        let data_type = match &column_type.data_type {
            DataType::Enumeration { name, labels } => {
                DataType::Enumeration { name: self.local(name.clone()), labels: labels.clone() }
            }
            other => other.clone(),
        };
        Ok(self.rules.type_text(self.known.schema.version, &data_type)?)
    }

    pub(super) fn generation(&self, definition: GenerationDefinition) -> Result<Generation, ResolveError> {
        Ok(match definition {
            GenerationDefinition::None => Generation::None,
            GenerationDefinition::Default(value) => Generation::Default(self.default_text(value)?),
            GenerationDefinition::Autoincrement => Generation::AutoIncrement,
            GenerationDefinition::Identity(identity) => Generation::Identity(Identity {
                kind: identity.kind,
                start: identity.start.filter(|start| *start != 1),
                increment: identity.increment.filter(|increment| *increment != 1),
                options: self.options(identity.options),
            }),
            GenerationDefinition::Computed(computed) => {
                Generation::Computed { expression: computed.expression, stored: computed.stored }
            }
        })
    }

    fn default_text(&self, value: DefaultValue) -> Result<String, ResolveError> {
        let value = match value {
            DefaultValue::Text(text) => Value::Text(text),
            DefaultValue::Boolean(truth) => Value::Boolean(truth),
            DefaultValue::Number(text) => return number(text),
            DefaultValue::Expression(sql) => return Ok(sql),
        };
        literal(&value, self.dialect).map_err(|error| ResolveError::Invalid { problem: error.to_string() })
    }

    pub(super) fn build_constraint(&self, definition: ConstraintDefinition) -> Constraint {
        let body = match definition.body {
            ConstraintBodyDefinition::PrimaryKey(key) => ConstraintBody::PrimaryKey(key),
            ConstraintBodyDefinition::Unique(key) => ConstraintBody::Unique(key),
            ConstraintBodyDefinition::ForeignKey(mut key) => {
                key.references = self.local(key.references);
                ConstraintBody::ForeignKey(key)
            }
            ConstraintBodyDefinition::Check(expression) => ConstraintBody::Check { expression, column: None },
            ConstraintBodyDefinition::Exclude(definition) => ConstraintBody::Exclude { definition },
        };
        Constraint {
            name: definition.name,
            is_name_generated: false,
            body,
            deferral: definition.deferral,
            options: self.options(definition.options),
            comment: definition.comment,
        }
    }

    pub(super) fn build_index(&self, table: &ObjectName, definition: IndexDefinition) -> Result<Index, ResolveError> {
        let unnamed = || ResolveError::Invalid { problem: format!("an index of `{table}` has no name") };
        Ok(Index {
            name: definition.name.ok_or_else(unnamed)?,
            parts: definition.parts,
            unique: definition.unique,
            predicate: definition.predicate,
            include: definition.include,
            method: definition.method,
            nulls_not_distinct: definition.nulls_not_distinct,
            options: self.options(definition.options),
            comment: definition.comment,
        })
    }

    /// The settings that are for this server, by their names alone.
    pub(super) fn options(&self, options: OptionList) -> Options {
        let mine = options.into_iter().filter_map(|(name, value)| match name.split_once('.') {
            Some((prefix, rest)) => match prefix_is_for(prefix, self.dialect) {
                Some(true) => Some((rest.to_owned(), value)),
                Some(false) => None,
                None => Some((name, value)),
            },
            None => Some((name, value)),
        });
        mine.collect()
    }
}

/// Whether a prefix is for a server; none when it is no prefix at all.
fn prefix_is_for(prefix: &str, dialect: Dialect) -> Option<bool> {
    let (_, dialects) = OPTION_PREFIXES.iter().find(|(known, _)| known.eq_ignore_ascii_case(prefix))?;
    Some(dialects.contains(&dialect))
}

/// A number as SQL text, which it is already if it is one.
fn number(text: String) -> Result<String, ResolveError> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    if is_plain && text.parse::<f64>().is_ok() {
        return Ok(text);
    }
    Err(ResolveError::Invalid { problem: format!("the default `{}` is no number", text.escape_default()) })
}

/// The columns of a key.
pub(super) fn key_columns(key: &Key) -> impl Iterator<Item = &str> {
    key.parts.iter().filter_map(|part| match &part.key {
        crate::model::IndexKey::Column(name) => Some(&**name),
        crate::model::IndexKey::Expression(_) => None,
    })
}

/// Takes the foreign keys out of a table, to be added once all tables are there.
pub(super) fn foreign_keys_apart(table: &mut Table) -> Option<Operation> {
    let is_foreign = |constraint: &mut Constraint| matches!(constraint.body, ConstraintBody::ForeignKey(_));
    let keys: Vec<TableChange> = table.constraints.extract_if(.., is_foreign).map(TableChange::AddConstraint).collect();
    let alter = Operation::AlterTable { table: table.name.clone(), changes: keys.clone(), rebuild: Rebuild::default() };
    (!keys.is_empty()).then_some(alter)
}
