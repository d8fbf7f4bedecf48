use aludel_schema::TableChange;
use aludel_sql::Dialect;

use crate::trial::{Trial, alter, create_table, drop_table, rename_table};

const NOTHING: [&str; 0] = [];
const BOOK: &str = "book(id integer not null, title text, primary key (id))";

fn sqlite() -> Trial {
    let leaf = "leaf(id integer not null, book integer, primary key (id), foreign key (book) references book(id) on delete cascade)";
    Trial::on(Dialect::Sqlite).with(&[BOOK, leaf])
}

#[test]
fn a_dropped_table_that_others_point_at_is_told() {
    let rebuilt = |trial: Trial| {
        trial
            .runs("CREATE TABLE book_new (id, title)", &[create_table(&BOOK.replace("book(", "book_new("))])
            .runs("INSERT INTO book_new SELECT * FROM book", &[])
            .runs("DROP TABLE book", &[drop_table(BOOK)])
            .runs("ALTER TABLE book_new RENAME TO book", &[rename_table("book_new", "book")])
    };
    let told = rebuilt(sqlite()).told("AL601");
    assert_eq!(told, ["error: dropping book deletes its rows, and the foreign key of leaf deletes the rows there"]);
    let mut suspended = rebuilt(sqlite());
    suspended.scene.suspends_foreign_keys = true;
    assert_eq!(suspended.found("AL6"), NOTHING);
    let switched = rebuilt(sqlite().outside_of_transactions().runs("PRAGMA foreign_keys = OFF", &[]));
    assert_eq!(switched.found("AL6"), NOTHING);
    let back = sqlite().outside_of_transactions().runs("PRAGMA foreign_keys = OFF", &[]);
    assert_eq!(rebuilt(back.runs("PRAGMA foreign_keys = ON", &[])).found("AL6"), ["AL601"]);
    let alone = Trial::on(Dialect::Sqlite).with(&[BOOK]).runs("DROP TABLE book", &[drop_table(BOOK)]);
    assert_eq!(alone.found("AL6"), NOTHING);
    let requested = sqlite().runs("DROP TABLE book", &[drop_table(BOOK)]).requested(drop_table(BOOK));
    assert_eq!(requested.found("AL6"), NOTHING);
}

#[test]
fn rowids_that_go_or_come_are_told() {
    let option =
        TableChange::SetOption { name: "without rowid".to_owned(), before: None, after: Some("on".to_owned()) };
    let change = alter("book", vec![option]);
    assert_eq!(sqlite().runs("x", std::slice::from_ref(&change)).requested(change).found("AL6"), ["AL602"]);
}

#[test]
fn columns_that_are_not_what_they_say_are_told() {
    let made = |spec: &str| sqlite().runs("CREATE TABLE page", &[create_table(spec)]).found("AL6");
    assert_eq!(made("page(id integer not null counted, primary key (id))"), ["AL603"]);
    assert_eq!(made("page(id integer not null, code string, primary key (id))"), ["AL604"]);
    assert_eq!(made("page(id integer not null, place floating point, primary key (id))"), ["AL604"]);
    for data_type in ["varchar(20)", "bigint", "datetime", "double precision", "boolean", "unsigned big int", "json"] {
        assert_eq!(
            made(&format!("page(id integer not null, x {data_type}, primary key (id))")),
            NOTHING,
            "{data_type}"
        );
    }
    assert_eq!(made("page(code text, primary key (code))"), ["AL605"]);
    assert_eq!(made("page(id integer, primary key (id))"), NOTHING);
    assert_eq!(made("page(code text not null, primary key (code))"), NOTHING);
    assert_eq!(made("page(code text, primary key (code), without rowid)"), NOTHING);
}

#[test]
fn a_pragma_that_does_nothing_is_told() {
    assert_eq!(sqlite().runs("PRAGMA foreign_keys = OFF", &[]).found("AL6"), ["AL606"]);
    assert_eq!(sqlite().runs("PRAGMA foreign_keys", &[]).found("AL6"), NOTHING);
    assert_eq!(sqlite().outside_of_transactions().runs("PRAGMA foreign_keys = OFF", &[]).found("AL6"), NOTHING);
}
