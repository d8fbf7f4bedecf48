use std::collections::BTreeSet;

use super::*;
use crate::model::{
    Column, Constraint, ConstraintBody, EnumType, ForeignKey, Generation, Index, Key, MatchKind, ObjectName, Options,
    ReferentialAction, Sequence, Table, View,
};
use crate::operation::TableChange;
use crate::summary::summaries;

fn local(name: &str) -> ObjectName {
    ObjectName::local(name)
}

fn table(name: &str, columns: &[(&str, &str)]) -> Table {
    let mut table = Table::new(local(name));
    table.columns = columns.iter().map(|(name, data_type)| Column::new(*name, *data_type)).collect();
    table.constraints = vec![Constraint::unnamed(ConstraintBody::PrimaryKey(Key::over(["id"])))];
    table
}

fn book() -> Table {
    table("book", &[("id", "integer"), ("title", "text"), ("pages", "integer")])
}

fn schema(tables: &[Table]) -> Schema {
    let mut schema = Schema::empty(Dialect::Postgres, (15, 0, 0));
    schema.tables = tables.iter().map(|table| (table.name.clone(), table.clone().into())).collect();
    schema
}

fn pointing_at(target: &str, column: &str) -> Constraint {
    Constraint::unnamed(ConstraintBody::ForeignKey(ForeignKey {
        columns: vec![column.to_owned()],
        references: local(target),
        referenced_columns: vec!["id".to_owned()],
        on_delete: ReferentialAction::NoAction,
        on_update: ReferentialAction::NoAction,
        match_kind: MatchKind::Simple,
    }))
}

fn view(name: &str, query: &str, reads: &str) -> View {
    View {
        name: local(name),
        query: query.to_owned(),
        columns: Vec::new(),
        materialized: false,
        indexes: Vec::new(),
        options: Options::new(),
        comment: None,
        depends_on: BTreeSet::from([local(reads)]),
    }
}

fn with_view(mut schema: Schema, view: View) -> Schema {
    schema.views.insert(view.name.clone(), view);
    schema
}

fn with_enum(mut schema: Schema, labels: &[&str]) -> Schema {
    let labels = labels.iter().map(|label| (*label).to_owned()).collect();
    schema.enums.insert(local("mood"), EnumType { name: local("mood"), labels, comment: None });
    schema
}

fn compared(before: &Schema, after: &Schema) -> Difference {
    diff(before, after, &DiffOptions::default()).unwrap()
}

fn told(before: &Schema, after: &Schema) -> Vec<String> {
    words(&compared(before, after).operations)
}

fn words(operations: &[Operation]) -> Vec<String> {
    summaries(operations).into_iter().flatten().map(|summary| summary.text).collect()
}

/// The first word of each operation, as it is called in code.
fn steps(operations: &[Operation]) -> Vec<String> {
    operations.iter().map(|each| format!("{each:?}").split([' ', '(']).next().unwrap_or_default().to_owned()).collect()
}

fn suspected(before: &[Table], after: &[Table]) -> Vec<String> {
    compared(&schema(before), &schema(after)).suspicions.iter().map(|each| each.rename.to_string()).collect()
}

fn renames(texts: &[&str]) -> DiffOptions {
    let renames = texts.iter().map(|text| Rename::parse(text).unwrap()).collect();
    DiffOptions { renames, ..DiffOptions::default() }
}

#[test]
fn the_order_of_columns_is_no_difference() {
    let mut other = book();
    other.columns.reverse();
    assert_eq!(told(&schema(&[book()]), &schema(&[other])), Vec::<String>::new());
}

#[test]
fn constraints_without_a_name_are_told_by_their_columns() {
    let unnamed = |body| Constraint::unnamed(body);
    let check = |text: &str| unnamed(ConstraintBody::Check { expression: text.to_owned(), column: None });
    let with = |constraints: &[Constraint]| {
        let mut book = book();
        book.constraints.extend(constraints.iter().cloned());
        schema(&[book])
    };
    let unique = unnamed(ConstraintBody::Unique(Key::over(["title"])));
    assert_eq!(told(&with(&[]), &with(std::slice::from_ref(&unique))), ["add unique (title) on book"]);
    let mut deferred = unique.clone();
    deferred.deferral = crate::model::Deferral::InitiallyDeferred;
    assert_eq!(told(&with(&[unique]), &with(&[deferred])), ["change unique (title) on book"]);
    assert_eq!(told(&with(&[check("a")]), &with(&[check("b")])), ["change check on book"]);
    assert_eq!(told(&with(&[check("a")]), &with(&[check("a"), check("b")])), ["add check on book"]);
}

#[test]
fn a_name_alone_is_a_rename_and_one_that_was_made_up_is_nothing() {
    let with = |name: &str, is_name_generated| {
        let mut book = book();
        let name = Some(name.to_owned());
        book.constraints.push(Constraint { name, is_name_generated, ..pointing_at("book", "pages") });
        schema(&[book])
    };
    assert_eq!(told(&with("fk_old", false), &with("fk_new", false)), ["rename foreign key fk_old to fk_new on book"]);
    assert_eq!(told(&with("book_fkey", true), &with("book_fkey1", true)), Vec::<String>::new());
    let indexed = |name: &str| {
        let mut book = book();
        book.indexes.push(Index::over(name, ["title"]));
        schema(&[book])
    };
    assert_eq!(told(&indexed("ix_old"), &indexed("ix_new")), ["rename index ix_old to ix_new on book"]);
}

#[test]
fn a_module_goes_in_the_order_of_its_dependencies() {
    let poll = table("poll", &[("id", "integer")]);
    let mut vote = table("vote", &[("id", "integer"), ("poll", "integer")]);
    vote.constraints.push(pointing_at("poll", "poll"));
    let mut before = with_enum(schema(&[book(), poll, vote]), &["one"]);
    before = with_view(before, view("result", "SELECT id FROM vote", "vote"));
    let number = Sequence {
        name: local("number"),
        data_type: "bigint".to_owned(),
        start: 1,
        increment: 1,
        minimum: 1,
        maximum: 9,
        cache: 1,
        cycle: false,
        comment: None,
    };
    before.sequences.insert(local("number"), number);
    assert_eq!(
        told(&before, &schema(&[book()])),
        ["drop view result", "drop table vote", "drop table poll", "drop enum mood", "drop sequence number"]
    );
}

#[test]
fn a_circle_of_foreign_keys_is_closed_when_both_tables_are_there() {
    let mut one = table("one", &[("id", "integer"), ("other", "integer")]);
    let mut other = table("other", &[("id", "integer"), ("one", "integer")]);
    one.constraints.push(pointing_at("other", "other"));
    other.constraints.push(pointing_at("one", "one"));
    let circle = schema(&[one, other]);
    let created = compared(&schema(&[]), &circle).operations;
    assert_eq!(steps(&created), ["CreateTable", "CreateTable", "AlterTable"]);
    assert_eq!(words(&created), ["create table other", "create table one"]);
    let dropped = compared(&circle, &schema(&[])).operations;
    assert_eq!(steps(&dropped), ["AlterTable", "DropTable", "DropTable"]);
    assert_eq!(words(&dropped).len(), 2);
}

#[test]
fn a_view_that_reads_a_changed_column_is_set_aside_and_not_told() {
    let mut wide = book();
    wide.columns[2].data_type = "bigint".to_owned();
    let read = |table: Table| with_view(schema(&[table]), view("long_book", "SELECT pages FROM book", "book"));
    let operations = compared(&read(book()), &read(wide.clone())).operations;
    assert_eq!(steps(&operations), ["DropView", "AlterTable", "CreateView"]);
    assert_eq!(words(&operations), ["alter column book.pages type"]);
    let unread = |table: Table| with_view(schema(&[table]), view("titles", "SELECT title FROM book", "book"));
    assert_eq!(steps(&compared(&unread(book()), &unread(wide)).operations), ["AlterTable"]);
}

#[test]
fn enum_values_come_one_by_one_in_their_place() {
    let book = || schema(&[book()]);
    let (before, after) = (with_enum(book(), &["low", "high"]), with_enum(book(), &["low", "mid", "high", "top"]));
    assert_eq!(told(&before, &after), ["add enum value mood.mid", "add enum value mood.top"]);
    assert_eq!(told(&after, &before), ["change enum mood"]);
}

#[test]
fn a_column_that_may_be_another_one_is_suspected() {
    let mut renamed = book();
    renamed.columns[2].name = "page_count".to_owned();
    let difference = compared(&schema(&[book()]), &schema(&[renamed]));
    assert_eq!(words(&difference.operations), ["add column book.page_count", "drop column book.pages"]);
    let suspicion = &difference.suspicions[0];
    assert_eq!(words(&suspicion.as_rename), ["rename column book.pages to page_count"]);
    assert_eq!(words(&suspicion.as_drop_and_add), ["add column book.page_count", "drop column book.pages"]);
}

#[test]
fn a_column_that_is_split_or_has_another_type_is_not_suspected() {
    let person = |names: &[(&str, &str)]| [table("person", &[&[("id", "integer")], names].concat())];
    let split = person(&[("first_name", "text"), ("last_name", "text")]);
    assert_eq!(suspected(&person(&[("full_name", "text")]), &split), Vec::<String>::new());
    let flag = person(&[("is_old", "boolean")]);
    assert_eq!(suspected(&flag, &person(&[("email", "text")])), Vec::<String>::new());
    let both = person(&[("name", "text"), ("note", "text")]);
    let swapped = person(&[("remark", "text"), ("full_name", "text")]);
    assert_eq!(suspected(&both, &swapped), ["person.name=full_name"]);
}

#[test]
fn a_table_that_may_be_another_one_is_suspected() {
    let volume = Table { name: local("volume"), ..book() };
    assert_eq!(suspected(&[book()], std::slice::from_ref(&volume)), ["book=volume"]);
    let shelf = table("shelf", &[("id", "integer"), ("room", "text")]);
    assert_eq!(suspected(&[book()], &[shelf]), Vec::<String>::new());
    let options = DiffOptions { not_renamed: vec![Rename::parse("book=volume").unwrap()], ..DiffOptions::default() };
    assert_eq!(diff(&schema(&[book()]), &schema(&[volume]), &options).unwrap().suspicions, Vec::new());
}

#[test]
fn a_confirmed_rename_goes_with_what_else_changes() {
    let mut renamed = Table { name: local("volume"), ..book() };
    renamed.columns[1].name = "full_title".to_owned();
    renamed.columns[1].data_type = "character varying(80)".to_owned();
    let (before, after) = (schema(&[book()]), schema(&[renamed]));
    for texts in [["book=volume", "book.title=full_title"], ["book=volume", "volume.title=full_title"]] {
        let difference = diff(&before, &after, &renames(&texts)).unwrap();
        assert_eq!(
            words(&difference.operations),
            [
                "rename table book to volume",
                "rename column volume.title to full_title",
                "alter column volume.full_title type"
            ]
        );
        assert_eq!(difference.suspicions, Vec::new());
    }
}

#[test]
fn a_rename_that_does_not_fit_is_refused_and_a_hint_is_forgotten() {
    let mut renamed = book();
    renamed.columns[2].name = "page_count".to_owned();
    let (before, after) = (schema(&[book()]), schema(&[renamed]));
    for (text, message) in [
        ("book.leaves=page_count", "the rename `book.leaves=page_count` does not fit: no column `book.leaves` goes"),
        ("book.pages=leaves", "the rename `book.pages=leaves` does not fit: no column `book.leaves` comes"),
        ("book.pages=title", "the rename `book.pages=title` does not fit: no column `book.title` comes"),
        ("shelf=rack", "the rename `shelf=rack` does not fit: no table `shelf` goes"),
    ] {
        assert_eq!(diff(&before, &after, &renames(&[text])).unwrap_err().to_string(), message);
        let hinted = DiffOptions { hinted_renames: renames(&[text]).renames, ..DiffOptions::default() };
        assert_eq!(diff(&before, &after, &hinted).unwrap().suspicions.len(), 1);
    }
}

#[test]
fn a_check_over_a_column_that_changes_goes_before_it() {
    let with = |data_type: &str, expression: &str| {
        let mut book = book();
        book.columns[2].data_type = data_type.to_owned();
        let body = ConstraintBody::Check { expression: expression.to_owned(), column: None };
        book.constraints.push(Constraint { name: Some("ck".to_owned()), ..Constraint::unnamed(body) });
        schema(&[book])
    };
    let operations = compared(&with("text", "pages <> ''"), &with("integer", "pages > 0")).operations;
    let Operation::AlterTable { changes, .. } = &operations[0] else { panic!("a table changes") };
    let is_expected = matches!(
        changes.as_slice(),
        [TableChange::DropConstraint(_), TableChange::AlterColumn { .. }, TableChange::AddConstraint(_)]
    );
    assert!(is_expected, "{changes:?}");
    assert_eq!(words(&operations), ["alter column book.pages type", "change check ck on book"]);
}

#[test]
fn a_generation_is_told_by_what_it_was_and_is() {
    let with = |generation: Generation| {
        let mut book = book();
        book.columns[2].generation = generation;
        schema(&[book])
    };
    let computed = with(Generation::Computed { expression: "id + 1".to_owned(), stored: true });
    assert_eq!(told(&computed, &with(Generation::None)), ["alter column book.pages generated"]);
    let default = with(Generation::Default("1".to_owned()));
    assert_eq!(
        told(&default, &with(Generation::AutoIncrement)),
        ["alter column book.pages default", "alter column book.pages autoincrement"]
    );
}

#[test]
fn names_of_another_case_are_the_same_where_the_server_says_so() {
    let mut shouted = book();
    shouted.name = ObjectName::local("BOOK");
    shouted.columns[2].name = "Pages".to_owned();
    shouted.columns[2].nullable = !shouted.columns[2].nullable;
    let of = |dialect, tables: &[Table]| Schema { dialect, ..schema(tables) };
    let told_by = |dialect| told(&of(dialect, &[book()]), &of(dialect, &[shouted.clone()]));
    assert_eq!(told_by(Dialect::Sqlite), ["alter column book.pages nullability"]);
    assert_eq!(told_by(Dialect::Postgres).len(), 2);
    // The names of tables are those of files to MySQL.
    shouted.name = ObjectName::local("book");
    let columns = told(&of(Dialect::Mysql, &[book()]), &of(Dialect::Mysql, &[shouted.clone()]));
    assert_eq!(columns, ["alter column book.pages nullability"]);
}
