//! What is there, as a guest would define it.

use super::definition::{
    ColumnDefinition, ColumnType, Computed, ConstraintBodyDefinition, ConstraintDefinition, DefaultValue,
    EnumDefinition, ExtensionDefinition, GenerationDefinition, IdentityDefinition, IndexDefinition, OptionList,
    RoutineDefinition, SchemaDefinition, SequenceDefinition, TableDefinition, TriggerDefinition, ViewDefinition,
};
use crate::dialect::{Rules, rules};
use crate::model::{
    Column, Constraint, ConstraintBody, EnumType, Extension, Generation, Identity, Index, Options, Routine, Schema,
    Sequence, Table, Trigger, View,
};

/// A whole schema.
pub fn definition_of_schema(schema: &Schema) -> SchemaDefinition {
    SchemaDefinition {
        namespaces: schema.namespaces.iter().cloned().collect(),
        extensions: schema.extensions.values().map(extension).collect(),
        enums: schema.enums.values().map(enumeration).collect(),
        sequences: schema.sequences.values().map(sequence).collect(),
        tables: schema.tables.values().map(|table| definition_of_table(schema, table)).collect(),
        views: schema.views.values().map(view).collect(),
        routines: schema.routines.values().map(routine).collect(),
        triggers: schema.triggers.values().map(trigger).collect(),
        naming: Vec::new(),
    }
}

/// A table of a schema.
pub fn definition_of_table(schema: &Schema, table: &Table) -> TableDefinition {
    let rules = rules(schema.dialect);
    TableDefinition {
        name: table.name.clone(),
        columns: table.columns.iter().map(|found| column(rules, found)).collect(),
        constraints: table.constraints.iter().map(constraint).collect(),
        indexes: table.indexes.iter().map(index).collect(),
        comment: table.comment.clone(),
        options: options(&table.options),
    }
}

fn column(rules: &dyn Rules, column: &Column) -> ColumnDefinition {
    ColumnDefinition {
        name: column.name.clone(),
        column_type: ColumnType::from(rules.read_type(&column.data_type)),
        nullable: column.nullable,
        generation: generation(&column.generation),
        collation: column.collation.clone(),
        comment: column.comment.clone(),
        options: options(&column.options),
    }
}

fn generation(generation: &Generation) -> GenerationDefinition {
    match generation {
        Generation::None => GenerationDefinition::None,
        Generation::Default(text) => GenerationDefinition::Default(DefaultValue::Expression(text.clone())),
        Generation::AutoIncrement => GenerationDefinition::Autoincrement,
        Generation::Identity(Identity { kind, start, increment, options: settings }) => {
            let settings = options(settings);
            let identity = IdentityDefinition { kind: *kind, start: *start, increment: *increment, options: settings };
            GenerationDefinition::Identity(identity)
        }
        Generation::Computed { expression, stored } => {
            GenerationDefinition::Computed(Computed { expression: expression.clone(), stored: *stored })
        }
    }
}

fn constraint(constraint: &Constraint) -> ConstraintDefinition {
    let body = match &constraint.body {
        ConstraintBody::PrimaryKey(key) => ConstraintBodyDefinition::PrimaryKey(key.clone()),
        ConstraintBody::Unique(key) => ConstraintBodyDefinition::Unique(key.clone()),
        ConstraintBody::ForeignKey(key) => ConstraintBodyDefinition::ForeignKey(key.clone()),
        ConstraintBody::Check { expression, .. } => ConstraintBodyDefinition::Check(expression.clone()),
        ConstraintBody::Exclude { definition } => ConstraintBodyDefinition::Exclude(definition.clone()),
    };
    ConstraintDefinition {
        name: constraint.name.clone(),
        body,
        deferral: constraint.deferral,
        comment: constraint.comment.clone(),
        options: options(&constraint.options),
    }
}

fn index(index: &Index) -> IndexDefinition {
    IndexDefinition {
        name: Some(index.name.clone()),
        parts: index.parts.clone(),
        unique: index.unique,
        predicate: index.predicate.clone(),
        include: index.include.clone(),
        method: index.method.clone(),
        nulls_not_distinct: index.nulls_not_distinct,
        comment: index.comment.clone(),
        options: options(&index.options),
    }
}

fn view(view: &View) -> ViewDefinition {
    ViewDefinition {
        name: view.name.clone(),
        query: view.query.clone(),
        columns: view.columns.clone(),
        materialized: view.materialized,
        indexes: view.indexes.iter().map(index).collect(),
        comment: view.comment.clone(),
        options: options(&view.options),
    }
}

fn enumeration(found: &EnumType) -> EnumDefinition {
    EnumDefinition { name: found.name.clone(), labels: found.labels.clone(), comment: found.comment.clone() }
}

fn sequence(found: &Sequence) -> SequenceDefinition {
    SequenceDefinition {
        name: found.name.clone(),
        data_type: Some(found.data_type.clone()),
        start: Some(found.start),
        increment: Some(found.increment),
        minimum: Some(found.minimum),
        maximum: Some(found.maximum),
        cache: Some(found.cache),
        cycle: found.cycle,
        comment: found.comment.clone(),
    }
}

fn routine(found: &Routine) -> RoutineDefinition {
    RoutineDefinition {
        name: found.name.clone(),
        kind: found.kind,
        definition: found.definition.clone(),
        comment: found.comment.clone(),
    }
}

fn trigger(found: &Trigger) -> TriggerDefinition {
    TriggerDefinition {
        table: found.name.table.clone(),
        name: found.name.name.clone(),
        definition: found.definition.clone(),
        comment: found.comment.clone(),
    }
}

fn extension(found: &Extension) -> ExtensionDefinition {
    ExtensionDefinition { name: found.name.clone(), schema: found.schema.clone(), version: found.version.clone() }
}

fn options(options: &Options) -> OptionList {
    options.iter().map(|(name, value)| (name.clone(), value.clone())).collect()
}
