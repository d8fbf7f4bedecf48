use aludel_sql::Dialect;

use aludel_schema::model::{EnumType, Sequence};
use aludel_schema::{ObjectName, Operation};

use crate::trial::*;

const BOOK: &str = "book(id integer not null, title varchar(40), pages integer)";

fn on_book(dialect: Dialect) -> Trial {
    Trial::on(dialect).with(&[BOOK])
}

fn postgres() -> Trial {
    on_book(Dialect::Postgres)
}

#[test]
fn a_dropped_table_is_told_unless_it_was_just_made() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres, Dialect::Mysql, Dialect::MariaDb] {
        let trial = on_book(dialect).runs("DROP TABLE book", &[drop_table(BOOK)]);
        assert_eq!(trial.told("AL102"), ["error: table book is dropped with all its rows"]);
    }
    let made = Trial::on(Dialect::Postgres).runs("CREATE TABLE book ()", &[create_table(BOOK)]);
    let made = made.runs("ALTER TABLE book RENAME TO volume", &[rename_table("book", "volume")]);
    let volume = BOOK.replace("book", "volume");
    assert_eq!(made.runs("DROP TABLE volume", &[drop_table(&volume)]).found("AL1"), Vec::<&str>::new());
    let mut earlier = postgres().runs("DROP TABLE book", &[drop_table(BOOK)]);
    earlier.scene.made.insert(ObjectName::local("book"));
    assert_eq!(earlier.found("AL1"), Vec::<&str>::new());
}

#[test]
fn a_small_table_and_a_downgrade_weigh_less() {
    let small = postgres().rows("book", 120).runs("DROP TABLE book", &[drop_table(BOOK)]);
    assert_eq!(small.told("AL102"), ["note: table book is dropped with all its rows (book has 120 rows)"]);
    let large = postgres().estimated("book", 50_000).runs("DROP TABLE book", &[drop_table(BOOK)]);
    assert_eq!(large.told("AL102"), ["error: table book is dropped with all its rows (book has about 50,000 rows)"]);
    let down = postgres().downgrade().runs("DROP TABLE book", &[drop_table(BOOK)]);
    assert_eq!(down.told("AL102"), ["note: table book is dropped with all its rows"]);
}

#[test]
fn a_table_that_is_copied_and_replaced_is_not_dropped() {
    let rebuild = |columns: &str| {
        let new = format!("book_new({columns})");
        on_book(Dialect::Sqlite)
            .runs("CREATE TABLE book_new (id, title)", &[create_table(&new)])
            .runs("INSERT INTO book_new SELECT id, title FROM book", &[])
            .runs("DROP TABLE book", &[drop_table(BOOK)])
            .runs("ALTER TABLE book_new RENAME TO book", &[rename_table("book_new", "book")])
    };
    let all = "id integer not null, title varchar(80), pages integer";
    assert_eq!(rebuild(all).found("AL1"), Vec::<&str>::new());
    let told = rebuild("id integer not null, title varchar(80)").told("AL103");
    assert_eq!(told, ["error: column book.pages is dropped with its values"]);
    let not_copied = on_book(Dialect::Sqlite)
        .runs("CREATE TABLE book_new (id, title)", &[create_table("book_new(id integer)")])
        .runs("DROP TABLE book", &[drop_table(BOOK)])
        .runs("ALTER TABLE book_new RENAME TO book", &[rename_table("book_new", "book")]);
    assert_eq!(not_copied.found("AL1"), ["AL102"]);
}

#[test]
fn a_rebuild_that_was_asked_for_as_an_operation_is_what_was_asked_for() {
    let sql = "CREATE TABLE aludel_new_book (id);\nDROP TABLE book;\nALTER TABLE aludel_new_book RENAME TO book";
    let change = drop_column("book", "pages integer");
    let trial = on_book(Dialect::Sqlite).runs(sql, std::slice::from_ref(&change)).requested(change);
    assert_eq!(trial.found("AL1"), ["AL103"]);
}

#[test]
fn a_dropped_column_is_told_unless_it_was_just_made_or_is_computed() {
    let dropped = postgres().runs("ALTER TABLE book DROP pages", &[drop_column("book", "pages integer")]);
    assert_eq!(dropped.told("AL103"), ["error: column book.pages is dropped with its values"]);
    let made = postgres()
        .runs("ALTER TABLE book ADD lang text", &[add_column("book", "lang text")])
        .runs("ALTER TABLE book DROP lang", &[drop_column("book", "lang text")]);
    assert_eq!(made.found("AL1"), Vec::<&str>::new());
    let spec = "sheets integer stored pages / 2";
    let computed = postgres().after(add_column("book", spec));
    assert_eq!(
        computed.runs("ALTER TABLE book DROP sheets", &[drop_column("book", spec)]).found("AL1"),
        Vec::<&str>::new()
    );
}

#[test]
fn a_column_under_another_name_is_not_dropped() {
    let renamed = aludel_schema::TableChange::RenameColumn { from: "pages".to_owned(), to: "sheets".to_owned() };
    let trial = postgres().runs("ALTER TABLE book RENAME pages TO sheets", &[alter("book", vec![renamed])]);
    assert_eq!(trial.found("AL1"), Vec::<&str>::new());
}

#[test]
fn an_emptied_table_is_told() {
    let told = |sql| postgres().runs(sql, &[]).told("AL104");
    assert_eq!(told("TRUNCATE book"), ["error: table book is emptied"]);
    let cascade = told("TRUNCATE TABLE ONLY public.book, other CASCADE");
    assert_eq!(cascade, ["error: table public.book is emptied and so is every table that points at it"]);
    assert_eq!(told("TRUNCATE other"), Vec::<String>::new());
    assert_eq!(told("SELECT truncate FROM book"), Vec::<String>::new());
}

#[test]
fn a_type_that_holds_less_is_told() {
    let told = |dialect, before: &str, after: &str| {
        let before = format!("isbn {before}");
        let change = alter_column("book", &before, &format!("isbn {after}"));
        let trial = on_book(dialect).after(add_column("book", &before));
        trial.runs("ALTER TABLE book ALTER isbn TYPE x", &[change]).found("AL1")
    };
    for (dialect, before, after) in [
        (Dialect::Postgres, "character varying(40)", "character varying(20)"),
        (Dialect::Postgres, "bigint", "integer"),
        (Dialect::Postgres, "numeric(8,4)", "numeric(8,2)"),
        (Dialect::Mysql, "bigint", "int"),
        (Dialect::Mysql, "int", "int unsigned"),
        (Dialect::MariaDb, "mediumtext", "text"),
    ] {
        assert_eq!(told(dialect, before, after), ["AL105"], "{before} to {after}");
    }
    for (dialect, before, after) in [
        (Dialect::Postgres, "character varying(20)", "text"),
        (Dialect::Postgres, "integer", "bigint"),
        (Dialect::Postgres, "mood", "temper"),
        (Dialect::Mysql, "int", "bigint"),
        (Dialect::Mysql, "enum('a')", "enum('a','b')"),
        (Dialect::Sqlite, "varchar(40)", "varchar(20)"),
    ] {
        assert_eq!(told(dialect, before, after), Vec::<&str>::new(), "{before} to {after}");
    }
    let sql = "ALTER TABLE book ALTER pages TYPE smallint USING least(pages, 32767)";
    let change = alter_column("book", "pages integer", "pages smallint");
    assert_eq!(postgres().runs(sql, &[change]).found("AL1"), Vec::<&str>::new());
}

#[test]
fn a_statement_over_all_rows_is_told() {
    let told = |sql| postgres().runs(sql, &[]).told("AL106");
    assert_eq!(told("DELETE FROM book"), ["error: every row of book is deleted"]);
    assert_eq!(told("UPDATE book SET title = 'x', pages = 1"), ["warning: every row of book is overwritten"]);
    for sql in [
        "DELETE FROM book WHERE id = 1",
        "DELETE FROM book USING old WHERE old.id = book.id",
        "UPDATE book SET title = o.title FROM old o WHERE o.id = book.id",
        "DELETE FROM unknown",
        "INSERT INTO log SELECT 'DELETE FROM book'",
        "SELECT 1 -- DELETE FROM book",
    ] {
        assert_eq!(told(sql), Vec::<String>::new(), "{sql}");
    }
    assert_eq!(told("DELETE FROM book RETURNING (SELECT 1 WHERE true)").len(), 1);
    let filled = postgres()
        .runs("ALTER TABLE book ADD lang text", &[add_column("book", "lang text")])
        .runs("UPDATE book SET lang = 'en'", &[]);
    assert_eq!(filled.found("AL1"), Vec::<&str>::new());
    let several = |sql| {
        let made = [add_column("book", "lang text"), add_column("book", "note text")];
        postgres().runs("ALTER TABLE book ADD lang text, ADD note text", &made).runs(sql, &[]).found("AL1")
    };
    assert_eq!(several("UPDATE book SET (lang, note) = (SELECT 'en', title)"), Vec::<&str>::new());
    assert_eq!(several("UPDATE book SET (lang, title) = (SELECT 'en', 'x')"), ["AL106"]);
}

#[test]
fn values_that_an_enum_loses_are_told() {
    let change = |after: &str| {
        let before = "state enum('new','old','odd')";
        let change = alter_column("book", before, &format!("state {after}"));
        on_book(Dialect::Mysql).after(add_column("book", before)).runs("ALTER TABLE book MODIFY state", &[change])
    };
    assert_eq!(change("enum('new')").told("AL107"), ["error: book.state loses the values 'old', 'odd'"]);
    assert_eq!(change("enum('new','old','odd','b')").found("AL1"), Vec::<&str>::new());
    let mood = |labels: &[&str]| EnumType {
        name: ObjectName::local("mood"),
        labels: labels.iter().map(|label| (*label).to_owned()).collect(),
        comment: None,
    };
    let operation = Operation::ReplaceEnum { before: mood(&["ok", "sad"]), after: mood(&["ok"]) };
    let trial = postgres().after(Operation::CreateEnum(mood(&["ok", "sad"])));
    let trial = trial.runs("ALTER TYPE ...", std::slice::from_ref(&operation)).requested(operation);
    assert_eq!(trial.told("AL107"), ["error: mood loses the value 'sad'"]);
}

#[test]
fn a_dropped_object_is_told_unless_it_comes_back() {
    let view = || create_view("long_book", "book");
    let Operation::CreateView(old) = view() else { unreachable!() };
    let dropped = postgres().after(view()).runs("DROP VIEW long_book", &[Operation::DropView(old.clone())]);
    assert_eq!(dropped.told("AL108"), ["warning: view long_book is dropped"]);
    let back = dropped.runs("CREATE VIEW long_book AS SELECT * FROM book", &[view()]);
    assert_eq!(back.found("AL1"), Vec::<&str>::new());
    let sequence = Sequence {
        name: ObjectName::local("counter"),
        data_type: "bigint".to_owned(),
        start: 1,
        increment: 1,
        minimum: 1,
        maximum: i64::MAX,
        cache: 1,
        cycle: false,
        comment: None,
    };
    let trial = postgres().after(Operation::CreateSequence(sequence.clone()));
    let owned = Trial::on(Dialect::Postgres).after(Operation::CreateSequence(sequence.clone()));
    let owned = owned.runs("ALTER SEQUENCE counter OWNED BY book.id", &[Operation::DropSequence(sequence.clone())]);
    assert_eq!(owned.found("AL1"), Vec::<&str>::new());
    let trial = trial.runs("DROP SEQUENCE counter", &[Operation::DropSequence(sequence)]);
    assert_eq!(trial.told("AL108"), ["warning: sequence counter is dropped with its counter"]);
}

#[test]
fn a_dropped_schema_is_told() {
    let name = || "audit".to_owned();
    let there = postgres().after(Operation::CreateSchema { name: name() });
    let dropped = there.runs("DROP SCHEMA audit", &[Operation::DropSchema { name: name() }]);
    assert_eq!(dropped.told("AL101"), ["error: schema audit is dropped"]);
    let made = postgres().runs("CREATE SCHEMA audit", &[Operation::CreateSchema { name: name() }]);
    let made = made.runs("DROP SCHEMA audit", &[Operation::DropSchema { name: name() }]);
    assert_eq!(made.found("AL1"), Vec::<&str>::new());
    assert_eq!(postgres().runs("DROP DATABASE IF EXISTS shop", &[]).told("AL101"), ["error: database shop is dropped"]);
    assert_eq!(on_book(Dialect::Mysql).runs("DROP SCHEMA shop", &[]).found("AL1"), ["AL101"]);
}

#[test]
fn what_cascade_takes_away_unnamed_is_told() {
    let view = create_view("long_book", "book");
    let Operation::CreateView(old) = view.clone() else { unreachable!() };
    let gone = [Operation::DropView(old), drop_table(BOOK)];
    let trial = postgres().after(view).runs("DROP TABLE book CASCADE", &gone);
    assert_eq!(trial.told("AL110"), ["warning: CASCADE takes away view long_book"]);
    let alone = postgres().runs("DROP TABLE book CASCADE", &[drop_table(BOOK)]);
    assert_eq!(alone.found("AL11"), Vec::<&str>::new());
}

#[test]
fn a_migration_without_a_way_back_is_told() {
    let there = |trial: Trial| trial.runs("ALTER TABLE book ADD lang text", &[add_column("book", "lang text")]);
    assert_eq!(there(postgres().without_way_back()).told("AL109"), ["off: a1 has no downgrade"]);
    assert_eq!(there(postgres()).found("AL109"), Vec::<&str>::new());
    assert_eq!(postgres().without_way_back().runs("SELECT 1", &[]).found("AL109"), Vec::<&str>::new());
}
