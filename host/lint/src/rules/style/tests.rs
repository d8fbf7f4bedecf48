use aludel_schema::Operation;
use aludel_sql::Dialect;

use crate::trial::{Trial, add_column, add_index, create_table, create_view, drop_index, rename_table};

const NOTHING: [&str; 0] = [];

fn postgres() -> Trial {
    Trial::on(Dialect::Postgres).with(&["shelf(id bigint not null identity, room text, primary key (id))"])
}

/// What is found of a new table with an id and one more column.
fn found(dialect: Dialect, column: &str) -> Vec<&'static str> {
    let spec = format!("book(id bigint not null identity, {column}, primary key (id))");
    Trial::on(dialect).runs("CREATE TABLE app.book ()", &[create_table(&spec)]).found("AL7")
}

#[test]
fn types_that_are_better_others_are_told_on_postgres() {
    for (column, codes) in [
        ("code character(3)", &["AL701"][..]),
        ("title character varying(20)", &["AL702"]),
        ("title character varying", &[]),
        ("title text", &[]),
        ("at timestamp without time zone", &["AL703"]),
        ("at timestamp(3) without time zone[]", &["AL703"]),
        ("at timestamp with time zone", &[]),
        ("data json", &["AL705"]),
        ("data jsonb", &[]),
        ("number bigint not null counted", &["AL706"]),
    ] {
        assert_eq!(found(Dialect::Postgres, column), codes, "{column}");
    }
    assert_eq!(found(Dialect::Mysql, "code char(3)"), NOTHING);
}

#[test]
fn a_column_that_was_so_before_is_not_told() {
    let old = postgres().after(add_column("shelf", "code character(3)"));
    let changed = old.runs("ALTER TABLE shelf ADD note text", &[add_column("shelf", "note text")]);
    assert_eq!(changed.found("AL7"), NOTHING);
    let renamed = postgres().after(add_column("shelf", "code character(3)"));
    let renamed = renamed.runs("ALTER TABLE shelf RENAME TO rack", &[rename_table("shelf", "rack")]);
    assert_eq!(renamed.found("AL7"), NOTHING);
    let down = postgres().downgrade().runs("ALTER TABLE shelf ADD x json", &[add_column("shelf", "x json")]);
    assert_eq!(down.found("AL7"), NOTHING);
}

#[test]
fn small_keys_and_binary_money_are_told() {
    let key =
        |dialect, spec: &str| Trial::on(dialect).runs("CREATE TABLE app.book ()", &[create_table(spec)]).found("AL704");
    assert_eq!(key(Dialect::Postgres, "book(id integer not null identity, primary key (id))"), ["AL704"]);
    assert_eq!(key(Dialect::Mysql, "book(id int unsigned not null counted, primary key (id))"), ["AL704"]);
    assert_eq!(key(Dialect::Mysql, "book(id bigint not null counted, primary key (id))"), NOTHING);
    assert_eq!(key(Dialect::Postgres, "book(id integer not null, primary key (id))"), NOTHING);
    assert_eq!(key(Dialect::Sqlite, "book(id integer not null counted, primary key (id))"), NOTHING);
    for (column, codes) in
        [("unit_price double precision", &["AL707"][..]), ("unit_price numeric(8,2)", &[]), ("weight real", &[])]
    {
        assert_eq!(found(Dialect::Postgres, column), codes, "{column}");
    }
}

#[test]
fn names_that_must_be_quoted_are_told() {
    assert_eq!(found(Dialect::Postgres, "user text"), ["AL708"]);
    assert_eq!(found(Dialect::Postgres, "\"rank\" text"), NOTHING);
    assert_eq!(found(Dialect::Mysql, "rank text"), ["AL708"]);
    assert_eq!(found(Dialect::MariaDb, "rank text"), NOTHING);
    assert_eq!(found(Dialect::Sqlite, "user text"), NOTHING);
    assert_eq!(found(Dialect::Sqlite, "order text"), ["AL708"]);
}

#[test]
fn names_that_are_cut_are_told() {
    let name = "a".repeat(64);
    let sql = format!("CREATE INDEX {name} ON other (room)");
    assert_eq!(postgres().runs(&sql, &[]).found("AL7"), ["AL709"]);
    let sql = format!("CREATE INDEX {} ON other (room)", "a".repeat(63));
    assert_eq!(postgres().runs(&sql, &[]).found("AL7"), NOTHING);
}

#[test]
fn names_are_held_against_the_patterns_of_the_project() {
    let mut trial = postgres()
        .runs("CREATE TABLE app.\"Book\" ()", &[create_table("Book(Id bigint not null identity, primary key (Id))")])
        .runs("CREATE VIEW app.v AS SELECT 1", &[create_view("v", "shelf")]);
    assert_eq!(trial.found("AL710"), NOTHING);
    for kind in ["table", "column"] {
        trial.naming.set(kind, "^[a-z_]+$").unwrap();
    }
    trial.naming.set("view", "_view$").unwrap();
    let told = trial.told("AL710");
    let expected = [
        "warning: the table Book does not fit ^[a-z_]+$",
        "warning: the column Id does not fit ^[a-z_]+$",
        "warning: the view v does not fit _view$",
    ];
    assert_eq!(told, expected);
    assert_eq!(
        trial.findings().iter().map(|finding| finding.statement).collect::<Vec<_>>(),
        [Some(1), Some(1), Some(2)]
    );
}

#[test]
fn indexes_that_are_wide_or_needless_are_told() {
    let made = |spec: &str| {
        let table =
            "book(id bigint not null identity, a text, b text, c text, d text, primary key (id), index by_ab (a, b))";
        let trial = Trial::on(Dialect::Postgres).with(&[table]);
        trial.runs("CREATE INDEX CONCURRENTLY x", &[add_index("book", spec)]).found("AL71")
    };
    assert_eq!(made("index by_all (d, a, b, c)"), ["AL711"]);
    assert_eq!(made("index by_all (d, a, b, c) unique"), NOTHING);
    assert_eq!(made("index by_a (a)"), ["AL712"]);
    assert_eq!(made("index by_ab_again (a, b)"), ["AL712"]);
    assert_eq!(made("index by_id (id)"), ["AL712"]);
    assert_eq!(made("index by_b (b)"), NOTHING);
    assert_eq!(made("index one_a (a) unique"), NOTHING);
    assert_eq!(made("index by_abc (a, b, c)"), ["AL712"]);
}

#[test]
fn a_foreign_key_without_an_index_is_told_at_the_end() {
    let book =
        "book(id bigint not null identity, shelf bigint, primary key (id), foreign key (shelf) references shelf(id))";
    let made = || postgres().runs("CREATE TABLE app.book ()", &[create_table(book)]);
    assert_eq!(made().found("AL7"), ["AL713"]);
    let indexed = made().runs("CREATE INDEX ON book (shelf)", &[add_index("book", "index by_shelf (shelf, id)")]);
    assert_eq!(indexed.found("AL7"), NOTHING);
    let there = postgres().after(create_table(book)).after(add_index("book", "index by_shelf (shelf)"));
    let dropped = there.runs("DROP INDEX by_shelf", &[drop_index("book", "index by_shelf (shelf)")]);
    assert_eq!(dropped.found("AL7"), ["AL713"]);
    let mysql = Trial::on(Dialect::Mysql).runs("CREATE TABLE book ()", &[create_table(book)]);
    assert_eq!(mysql.found("AL713"), NOTHING);
}

#[test]
fn a_table_without_a_primary_key_is_told() {
    let made =
        |dialect, spec: &str| Trial::on(dialect).runs("CREATE TABLE app.log ()", &[create_table(spec)]).found("AL7");
    assert_eq!(made(Dialect::Postgres, "log(line text)"), ["AL714"]);
    assert_eq!(made(Dialect::Sqlite, "log(line text)"), NOTHING);
    let mut part = crate::trial::table("log_1(line text)");
    part.options.insert("partition of".to_owned(), "log FOR VALUES IN (1)".to_owned());
    let trial = postgres().runs("CREATE TABLE app.log_1 PARTITION OF log", &[Operation::CreateTable(part)]);
    assert_eq!(trial.found("AL7"), NOTHING);
}

#[test]
fn statements_of_postgres_are_told() {
    for (sql, codes) in [
        ("CREATE DOMAIN isbn AS text CHECK (length(VALUE) = 13)", &["AL716"][..]),
        ("CREATE DOMAIN isbn AS text", &[]),
        ("ALTER DOMAIN isbn ADD CONSTRAINT short CHECK (length(VALUE) < 14)", &["AL716"]),
        ("ALTER DOMAIN isbn ADD CONSTRAINT short CHECK (length(VALUE) < 14) NOT VALID", &[]),
        ("ALTER TYPE mood ADD VALUE 'odd'", &["AL717"]),
        ("ALTER TYPE mood ADD VALUE 'odd' BEFORE 'ok'", &[]),
        ("CREATE TABLE IF NOT EXISTS book (id bigint)", &["AL718"]),
        ("CREATE TABLE app.book (id bigint)", &[]),
    ] {
        assert_eq!(postgres().runs(sql, &[]).found("AL7"), codes, "{sql}");
    }
    let outside = |sql: &str| postgres().outside_of_transactions().runs(sql, &[]).found("AL7");
    assert_eq!(outside("CREATE INDEX CONCURRENTLY x ON other (id)"), ["AL715"]);
    assert_eq!(outside("CREATE INDEX CONCURRENTLY IF NOT EXISTS x ON other (id)"), NOTHING);
    assert_eq!(outside("DROP INDEX CONCURRENTLY x"), ["AL715"]);
}

#[test]
fn a_whole_schema_is_held_against_the_rules_about_tables() {
    let trial = postgres().runs("CREATE TABLE app.log ()", &[create_table("log(line json)")]);
    let findings = crate::check_schema(trial.schema(), &crate::Naming::default());
    let told: Vec<_> = findings.iter().map(|finding| (finding.code, finding.object.as_deref())).collect();
    assert_eq!(told, [("AL705", Some("log.line")), ("AL714", Some("log"))]);
}
