use aludel_sql::Dialect;

use super::*;
use crate::model::{Column, Constraint, ConstraintBody, Deferral, ForeignKey, Generation, Index, IndexPart, Key};
use crate::model::{MatchKind, ReferentialAction};
use crate::operation::{Rebuild, TableChange};

fn local(name: &str) -> ObjectName {
    ObjectName::local(name)
}

fn alter(table: &str, changes: Vec<TableChange>) -> Operation {
    Operation::AlterTable { table: local(table), changes, rebuild: Rebuild::WhenNeeded }
}

fn named(name: &str, body: ConstraintBody) -> Constraint {
    Constraint { name: Some(name.to_owned()), deferral: Deferral::NotDeferrable, ..Constraint::unnamed(body) }
}

fn foreign_key(column: &str, table: &str, referenced: &str) -> ConstraintBody {
    ConstraintBody::ForeignKey(ForeignKey {
        columns: vec![column.to_owned()],
        references: local(table),
        referenced_columns: vec![referenced.to_owned()],
        on_delete: ReferentialAction::NoAction,
        on_update: ReferentialAction::NoAction,
        match_kind: MatchKind::Simple,
    })
}

/// A writer, and books that point at it, at each other, and carry an expression of every kind.
fn library() -> Schema {
    let mut state = Schema::empty(Dialect::Postgres, (15, 0, 0));
    let mut writer = Table::new(local("writer"));
    writer.columns = vec![Column::new("id", "integer")];
    let mut book = Table::new(local("book"));
    let half = Generation::Computed { expression: "(pages / 2)".to_owned(), stored: true };
    book.columns = vec![
        Column::new("id", "integer"),
        Column::new("pages", "integer"),
        Column { generation: half, ..Column::new("half", "integer") },
        Column { generation: Generation::Default("'sad'::mood".to_owned()), ..Column::new("moods", "mood[]") },
    ];
    let check = ConstraintBody::Check { expression: "pages > 0".to_owned(), column: Some("pages".to_owned()) };
    book.constraints = vec![
        named("uq", ConstraintBody::Unique(Key::over(["pages"]))),
        named("fk", foreign_key("id", "writer", "id")),
        named("again", foreign_key("pages", "book", "pages")),
        named("ck", check),
    ];
    let mut index = Index::over("ix", ["pages"]);
    index.parts.push(IndexPart::expression("abs(pages)"));
    index.predicate = Some("pages > 1".to_owned());
    book.indexes = vec![index];
    let labels = vec!["sad".to_owned()];
    let mood = EnumType { name: local("mood"), labels, comment: None };
    apply_all(&mut state, &[Operation::CreateEnum(mood), Operation::CreateTable(writer), Operation::CreateTable(book)])
        .unwrap();
    state
}

#[test]
fn a_renamed_column_is_followed_by_everything_that_names_it() {
    let mut state = library();
    let rename = TableChange::RenameColumn { from: "pages".to_owned(), to: "page_count".to_owned() };
    apply(&mut state, &alter("book", vec![rename])).unwrap();
    let text = format!("{:?}", state.tables[&local("book")]);
    assert!(!text.contains("pages"), "{text}");
    assert_eq!(text.matches("page_count").count(), 10, "{text}");
}

#[test]
fn a_renamed_table_is_followed_by_foreign_keys() {
    let mut state = library();
    apply(&mut state, &Operation::RenameTable { from: local("writer"), to: local("author") }).unwrap();
    let ConstraintBody::ForeignKey(foreign_key) = &state.tables[&local("book")].constraints[1].body else {
        panic!("the second constraint is a foreign key");
    };
    assert_eq!(foreign_key.references, local("author"));
}

#[test]
fn a_renamed_enum_is_followed_by_columns() {
    let mut state = library();
    apply(&mut state, &Operation::RenameEnum { from: local("mood"), to: local("Feeling") }).unwrap();
    let column = state.tables[&local("book")].column("moods").unwrap();
    assert_eq!(column.data_type, "\"Feeling\"[]");
    assert_eq!(column.generation, Generation::Default("'sad'::\"Feeling\"".to_owned()));
}

#[test]
fn a_dropped_column_takes_what_is_made_of_it() {
    let mut state = library();
    apply(&mut state, &alter("book", vec![TableChange::DropColumn(Column::new("pages", "integer"))])).unwrap();
    let book = &state.tables[&local("book")];
    assert_eq!(book.constraints.len(), 1);
    assert!(book.indexes.is_empty());
}

#[test]
fn what_is_not_there_cannot_change() {
    let mut state = library();
    let drop = |name: &str| TableChange::DropColumn(Column::new(name, "integer"));
    for (operation, message) in [
        (alter("shelf", Vec::new()), "there is no table `shelf`"),
        (alter("book", vec![drop("colour")]), "there is no column `book.colour`"),
        (Operation::CreateTable(Table::new(local("book"))), "there is a table `book` already"),
        (Operation::RenameTable { from: local("writer"), to: local("book") }, "there is a table `book` already"),
    ] {
        assert_eq!(apply(&mut state, &operation).unwrap_err().to_string(), message);
    }
}
