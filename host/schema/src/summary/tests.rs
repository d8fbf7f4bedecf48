use super::*;
use crate::model::{Column, Constraint, ConstraintBody, Generation, Index, Key, ObjectName, Table, View};
use crate::operation::{Rebuild, TableChange};

fn book() -> ObjectName {
    ObjectName::local("book")
}

fn texts(changes: Vec<TableChange>) -> Vec<String> {
    let operation = Operation::AlterTable { table: book(), changes, rebuild: Rebuild::WhenNeeded };
    operation.summaries().into_iter().map(|summary| summary.text).collect()
}

fn unique(name: Option<&str>) -> Constraint {
    let constraint = Constraint::unnamed(ConstraintBody::Unique(Key::over(["title", "year"])));
    Constraint { name: name.map(str::to_owned), ..constraint }
}

#[test]
fn a_column_is_told_once_for_each_aspect() {
    let before = Column::new("pages", "integer");
    let after = Column {
        nullable: false,
        data_type: "bigint".to_owned(),
        generation: Generation::Default("0".to_owned()),
        comment: Some("how many".to_owned()),
        ..before.clone()
    };
    let expected =
        ["type", "nullability", "default", "comment"].map(|aspect| format!("alter column book.pages {aspect}"));
    assert_eq!(texts(vec![TableChange::AlterColumn { before, after, using: None }]), expected);
}

#[test]
fn constraints_are_told_by_the_name_that_was_given() {
    let generated = Constraint { is_name_generated: true, ..unique(Some("book_title_year_key")) };
    let check = Constraint::unnamed(ConstraintBody::Check { expression: "1".to_owned(), column: None });
    let key = Constraint::unnamed(ConstraintBody::PrimaryKey(Key::over(["id"])));
    let told = texts(vec![
        TableChange::AddConstraint(unique(Some("uq_book"))),
        TableChange::DropConstraint(generated.clone()),
        TableChange::AddConstraint(check),
        TableChange::ReplaceConstraint { before: unique(Some("uq_book")), after: generated },
        TableChange::ReplaceConstraint { before: key.clone(), after: key },
        TableChange::RenameConstraint { before: unique(Some("a")), to: "b".to_owned() },
    ]);
    assert_eq!(
        told,
        [
            "add unique uq_book on book",
            "drop unique (title, year) on book",
            "add check on book",
            "change unique uq_book on book",
            "change primary key on book",
            "rename unique a to b on book",
        ]
    );
}

#[test]
fn the_rest_of_a_table_is_told_in_its_own_words() {
    let index = Index::over("ix", ["title"]);
    let option = |name: &str| TableChange::SetOption { name: name.to_owned(), before: None, after: None };
    let told = texts(vec![
        TableChange::AddIndex(index.clone()),
        TableChange::ReplaceIndex { before: index.clone(), after: index.clone() },
        TableChange::RenameIndex { before: index, to: "iy".to_owned() },
        TableChange::RenameColumn { from: "a".to_owned(), to: "b".to_owned() },
        TableChange::SetComment { before: None, after: None },
        option("without rowid"),
        option("partitioning"),
    ]);
    assert_eq!(
        told,
        [
            "create index ix on book",
            "change index ix on book",
            "rename index ix to iy on book",
            "rename column book.a to b",
            "comment on table book",
            "alter table book without rowid",
            "change partitioning of book",
        ]
    );
}

#[test]
fn a_summary_names_its_parts_for_programs() {
    let audit = ObjectName::in_schema("audit", "entry");
    let changes = vec![TableChange::AddColumn(Column::new("at", "date"))];
    let told = Operation::AlterTable { table: audit, changes, rebuild: Rebuild::WhenNeeded }.summaries();
    assert_eq!(
        serde_json::to_value(&told[0]).unwrap(),
        serde_json::json!({
            "op": "add_column", "summary": "add column audit.entry.at", "table": "audit.entry", "column": "at",
        })
    );
}

fn view(query: &str) -> View {
    View {
        name: ObjectName::local("long_book"),
        query: query.to_owned(),
        columns: Vec::new(),
        materialized: false,
        indexes: Vec::new(),
        options: crate::model::Options::new(),
        comment: None,
        depends_on: std::collections::BTreeSet::new(),
    }
}

fn told(operations: &[Operation]) -> Vec<String> {
    summaries(operations).into_iter().flatten().map(|summary| summary.text).collect()
}

#[test]
fn a_view_that_is_set_aside_is_not_told() {
    let (drop, create) = (Operation::DropView(view("a")), Operation::CreateView(view("a")));
    assert_eq!(told(&[drop.clone(), create]), Vec::<String>::new());
    assert_eq!(told(&[drop.clone(), Operation::CreateView(view("b"))]), ["change view long_book"]);
    assert_eq!(told(&[drop]), ["drop view long_book"]);
}

#[test]
fn a_foreign_key_that_joins_a_new_table_is_part_of_it() {
    let join = Operation::AlterTable {
        table: book(),
        changes: vec![TableChange::AddConstraint(unique(None))],
        rebuild: Rebuild::WhenNeeded,
    };
    assert_eq!(told(&[Operation::CreateTable(Table::new(book())), join.clone()]), ["create table book"]);
    assert_eq!(told(&[join, Operation::DropTable(Table::new(book()))]), ["drop table book"]);
}

#[test]
fn a_constraint_that_goes_and_comes_back_is_told_once() {
    let (old, new) = (unique(Some("uq")), Constraint { comment: Some("new".to_owned()), ..unique(Some("uq")) });
    let drop = TableChange::DropConstraint(old.clone());
    assert_eq!(texts(vec![drop.clone(), TableChange::AddConstraint(old)]), Vec::<String>::new());
    assert_eq!(texts(vec![drop.clone(), TableChange::AddConstraint(new)]), ["change unique uq on book"]);
    assert_eq!(
        texts(vec![drop, TableChange::AddConstraint(unique(Some("other")))]),
        ["drop unique uq on book", "add unique other on book"]
    );
}

#[test]
fn an_index_that_is_made_unique_is_one_thing_that_changes() {
    let (index, key) = (Index::over("uq", ["title"]), unique(Some("uq")));
    let made = vec![TableChange::DropIndex(index.clone()), TableChange::AddConstraint(key.clone())];
    assert_eq!(texts(made), ["change index uq on book"]);
    assert_eq!(
        texts(vec![TableChange::DropConstraint(key), TableChange::AddIndex(index)]),
        ["change index uq on book"]
    );
}
