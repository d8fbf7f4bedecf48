use aludel_schema::{Operation, TableChange};
use aludel_sql::Dialect;

use crate::trial::{
    Trial, add_column, add_constraint, add_index, alter, alter_column, column, constraint, create_table, index,
};

const NOTHING: [&str; 0] = [];
const BOOK: &str = "book(id integer not null, title text, pages integer, index by_title (title))";

fn on_book(dialect: Dialect) -> Trial {
    Trial::on(dialect).with(&[BOOK, "shelf(id integer not null)"])
}

fn postgres() -> Trial {
    on_book(Dialect::Postgres)
}

/// What is found when a table that is there gets a constraint.
fn found(dialect: Dialect, sql: &str, spec: &str) -> Vec<&'static str> {
    on_book(dialect).runs(sql, &[add_constraint("book", spec)]).found("AL3")
}

#[test]
fn constraints_on_rows_that_are_there_are_told() {
    for (spec, code) in [
        ("unique (title)", "AL301"),
        ("check (pages > 0)", "AL305"),
        ("foreign key (pages) references shelf(id)", "AL306"),
        ("primary key (id)", "AL307"),
    ] {
        for dialect in [Dialect::Postgres, Dialect::Mysql, Dialect::MariaDb] {
            assert_eq!(found(dialect, "ALTER TABLE book ADD CONSTRAINT x", spec), [code], "{spec}");
        }
    }
    assert_eq!(
        found(Dialect::Postgres, "ALTER TABLE book ADD EXCLUDE", "exclude using gist (pages with =)"),
        ["AL308"]
    );
}

#[test]
fn constraints_that_are_not_held_against_rows_yet_are_not_told() {
    for spec in ["check (pages > 0) not valid", "foreign key (pages) references shelf(id) not valid"] {
        assert_eq!(found(Dialect::Postgres, "ALTER TABLE book ADD CONSTRAINT x NOT VALID", spec), NOTHING);
    }
    assert_eq!(
        found(Dialect::Mysql, "ALTER TABLE book ADD CHECK (pages > 0) NOT ENFORCED", "check (pages > 0) not enforced"),
        NOTHING
    );
    for spec in ["unique (title)", "primary key (id)"] {
        assert_eq!(found(Dialect::Postgres, "ALTER TABLE book ADD CONSTRAINT x UNIQUE USING INDEX i", spec), NOTHING);
    }
}

#[test]
fn constraints_of_a_new_table_or_column_are_not_told() {
    let made = Trial::on(Dialect::Postgres).runs("CREATE TABLE book ()", &[create_table(BOOK)]);
    let made = made.runs("ALTER TABLE book ADD UNIQUE (title)", &[add_constraint("book", "unique (title)")]);
    assert_eq!(made.found("AL3"), NOTHING);
    let with_column = |spec: &str, key: &str| {
        alter("book", vec![TableChange::AddColumn(column(spec)), TableChange::AddConstraint(constraint(key))])
    };
    let key = "foreign key (shelf) references shelf(id)";
    let added =
        postgres().runs("ALTER TABLE book ADD shelf int REFERENCES shelf", &[with_column("shelf integer", key)]);
    assert_eq!(added.found("AL3"), NOTHING);
    let filled = with_column("shelf integer default 1", key);
    assert_eq!(
        postgres().runs("ALTER TABLE book ADD shelf int DEFAULT 1 REFERENCES shelf", &[filled]).found("AL3"),
        ["AL306"]
    );
    let unique = with_column("isbn text", "unique (isbn)");
    assert_eq!(postgres().runs("ALTER TABLE book ADD isbn text UNIQUE", &[unique]).found("AL3"), NOTHING);
}

#[test]
fn a_column_that_was_filled_since_it_was_made_has_rows() {
    let made = || postgres().runs("ALTER TABLE book ADD isbn text", &[add_column("book", "isbn text")]);
    let unique = || [add_constraint("book", "unique (isbn)")];
    assert_eq!(made().runs("ALTER TABLE book ADD UNIQUE (isbn)", &unique()).found("AL3"), NOTHING);
    let filled = made().runs("UPDATE book SET isbn = title WHERE true", &[]);
    assert_eq!(filled.runs("ALTER TABLE book ADD UNIQUE (isbn)", &unique()).found("AL3"), ["AL301"]);
}

#[test]
fn unique_indexes_are_told() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres, Dialect::Mysql] {
        let unique = add_index("book", "index one_title (title) unique");
        let trial = on_book(dialect).runs("CREATE UNIQUE INDEX CONCURRENTLY one_title ON book (title)", &[unique]);
        assert_eq!(
            trial.told("AL301"),
            ["warning: book (title) becomes unique: rows that agree in it stop the migration"]
        );
        let plain = add_index("book", "index one_title (title)");
        assert_eq!(on_book(dialect).runs("CREATE INDEX one_title ON book (title)", &[plain]).found("AL3"), NOTHING);
    }
    let replaced = TableChange::ReplaceIndex {
        before: index("index by_title (title)"),
        after: index("index by_title (title) unique"),
    };
    assert_eq!(postgres().runs("x", &[alter("book", vec![replaced])]).found("AL3"), ["AL302"]);
}

#[test]
fn a_required_column_is_told() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres, Dialect::Mysql, Dialect::MariaDb] {
        let found =
            |spec: &str| on_book(dialect).runs("ALTER TABLE book ADD lang", &[add_column("book", spec)]).found("AL3");
        assert_eq!(found("lang text not null"), ["AL303"]);
        assert_eq!(found("lang text not null default 'en'"), NOTHING);
        assert_eq!(found("lang text"), NOTHING);
        assert_eq!(found("serial integer not null counted"), NOTHING);
    }
    let small =
        postgres().rows("book", 0).runs("ALTER TABLE book ADD lang", &[add_column("book", "lang text not null")]);
    assert!(small.told("AL303")[0].starts_with("note: book.lang may not be NULL"), "{:?}", small.told("AL303"));
    let part =
        TableChange::SetOption { name: "partition of".to_owned(), before: Some("all_books".to_owned()), after: None };
    let mut table = crate::trial::table(BOOK);
    table.options.insert("partition of".to_owned(), "all_books".to_owned());
    let leaves = alter("book", vec![part, TableChange::AddColumn(column("at date not null"))]);
    let trial = Trial::on(Dialect::Postgres).after(Operation::CreateTable(table));
    assert_eq!(trial.runs("ALTER TABLE all_books DETACH PARTITION book", &[leaves]).found("AL3"), NOTHING);
}

#[test]
fn a_column_that_must_be_filled_is_told_unless_a_check_proves_it() {
    let change = || [alter_column("book", "title text", "title text not null")];
    let sql = "ALTER TABLE book ALTER title SET NOT NULL";
    assert_eq!(postgres().runs(sql, &change()).found("AL3"), ["AL304"]);
    assert_eq!(
        on_book(Dialect::Mysql).runs("ALTER TABLE book MODIFY title text NOT NULL", &change()).found("AL3"),
        ["AL304"]
    );
    let proven = |spec: &str| postgres().after(add_constraint("book", spec));
    assert_eq!(proven("check (title IS NOT NULL)").runs(sql, &change()).found("AL3"), NOTHING);
    assert_eq!(proven("check (title IS NOT NULL) not valid").runs(sql, &change()).found("AL3"), ["AL304"]);
    assert_eq!(proven("check (pages IS NOT NULL)").runs(sql, &change()).found("AL3"), ["AL304"]);
    assert_eq!(proven("check (title IS NOT NULL)").version(11, 0, 0).runs(sql, &change()).found("AL3"), ["AL304"]);
    let put_off = "ALTER TABLE book ADD CONSTRAINT title_filled NOT NULL title NOT VALID";
    assert_eq!(postgres().version(18, 0, 0).runs(put_off, &change()).found("AL3"), NOTHING);
}

#[test]
fn a_constraint_that_is_validated_at_once_is_told() {
    let added = |trial: Trial| {
        trial.runs(
            "ALTER TABLE book ADD CHECK (pages > 0) NOT VALID",
            &[add_constraint("book", "check (pages) not valid")],
        )
    };
    let sql = "ALTER TABLE book VALIDATE CONSTRAINT pages_check";
    assert_eq!(added(postgres()).runs(sql, &[]).found("AL3"), ["AL309"]);
    assert_eq!(added(postgres().outside_of_transactions()).runs(sql, &[]).found("AL3"), NOTHING);
    assert_eq!(postgres().runs(sql, &[]).found("AL3"), NOTHING);
}
