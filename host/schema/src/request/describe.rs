//! A request in words that follow `cannot`.

use std::fmt;

use super::change::{ConstraintReference, EnumChange, TableChangeRequest};
use super::definition::ConstraintBodyDefinition;
use super::{Request, Verb};
use crate::model::ObjectName;

impl fmt::Display for Request {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.verb.fmt(out)
    }
}

impl fmt::Display for Verb {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CreateTable(table) => write!(out, "create table {}", table.name),
            Self::DropTable(name) => write!(out, "drop table {name}"),
            Self::RenameTable { from, to } => write!(out, "rename table {from} to {to}"),
            Self::AlterTable { table, changes, .. } => match changes.as_slice() {
                [change] => describe_change(table, &change.change, out),
                _ => write!(out, "alter table {table}"),
            },
            Self::CreateEnum(definition) => write!(out, "create enum {}", definition.name),
            Self::AlterEnum { name, changes } => describe_enum_changes(name, changes, out),
            Self::DropEnum(name) => write!(out, "drop enum {name}"),
            Self::CreateSequence(definition) => write!(out, "create sequence {}", definition.name),
            Self::AlterSequence { name, .. } => write!(out, "alter sequence {name}"),
            Self::DropSequence(name) => write!(out, "drop sequence {name}"),
            Self::CreateView(definition) => write!(out, "create view {}", definition.name),
            Self::DropView { name, .. } => write!(out, "drop view {name}"),
            Self::CreateRoutine(definition) => write!(out, "create function {}", definition.name),
            Self::DropRoutine { name, .. } => write!(out, "drop function {name}"),
            Self::CreateTrigger(definition) => {
                write!(out, "create trigger {} on {}", definition.name, definition.table)
            }
            Self::DropTrigger { table, name } => write!(out, "drop trigger {name} on {table}"),
            Self::CreateSchema(name) => write!(out, "create schema {name}"),
            Self::DropSchema(name) => write!(out, "drop schema {name}"),
            Self::CreateExtension(definition) => write!(out, "create extension {}", definition.name),
            Self::DropExtension(name) => write!(out, "drop extension {name}"),
        }
    }
}

fn describe_change(table: &ObjectName, change: &TableChangeRequest, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    match change {
        TableChangeRequest::AddColumn(column) => write!(out, "add column {table}.{}", column.name),
        TableChangeRequest::DropColumn(name) => write!(out, "drop column {table}.{name}"),
        TableChangeRequest::RenameColumn(rename) => {
            write!(out, "rename column {table}.{} to {}", rename.old, rename.new)
        }
        TableChangeRequest::AlterColumn(change) => write!(out, "alter column {table}.{}", change.name),
        TableChangeRequest::AddConstraint(constraint) => {
            write!(out, "add {}", kind_word(&constraint.body))?;
            constraint.name.iter().try_for_each(|name| write!(out, " {name}"))?;
            write!(out, " on {table}")
        }
        TableChangeRequest::DropConstraint(reference) => write!(out, "drop constraint {reference} on {table}"),
        TableChangeRequest::RenameConstraint(rename) => {
            write!(out, "rename constraint {} to {} on {table}", rename.old, rename.new)
        }
        TableChangeRequest::CreateIndex(index) => {
            out.write_str("create index")?;
            index.name.iter().try_for_each(|name| write!(out, " {name}"))?;
            write!(out, " on {table}")
        }
        TableChangeRequest::DropIndex(name) => write!(out, "drop index {name} on {table}"),
        TableChangeRequest::RenameIndex(rename) => {
            write!(out, "rename index {} to {} on {table}", rename.old, rename.new)
        }
        TableChangeRequest::SetComment(_) => write!(out, "comment on table {table}"),
        TableChangeRequest::SetOption((name, _)) => write!(out, "alter table {table} {name}"),
    }
}

fn describe_enum_changes(name: &ObjectName, changes: &[EnumChange], out: &mut fmt::Formatter<'_>) -> fmt::Result {
    match changes {
        [EnumChange::RenameTo(to)] => write!(out, "rename enum {name} to {to}"),
        [EnumChange::AddLabel(new)] => write!(out, "add value {} to enum {name}", new.label),
        [EnumChange::RenameLabel(rename)] => write!(out, "rename value {} of enum {name}", rename.old),
        [EnumChange::DropLabel(label)] => write!(out, "drop value {label} of enum {name}"),
        _ => write!(out, "alter enum {name}"),
    }
}

fn kind_word(body: &ConstraintBodyDefinition) -> &'static str {
    match body {
        ConstraintBodyDefinition::PrimaryKey(_) => "primary key",
        ConstraintBodyDefinition::Unique(_) => "unique",
        ConstraintBodyDefinition::ForeignKey(_) => "foreign key",
        ConstraintBodyDefinition::Check(_) => "check",
        ConstraintBodyDefinition::Exclude(_) => "exclude",
    }
}

impl fmt::Display for ConstraintReference {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => out.write_str(name),
            None => write!(out, "({})", self.columns.join(", ")),
        }
    }
}
