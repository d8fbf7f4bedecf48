use aludel_schema::model::{EnumType, Routine, RoutineKind};
use aludel_schema::{ObjectName, Operation, TableChange};
use aludel_sql::Dialect;

use crate::trial::{Trial, add_column, alter, alter_column, create_table, create_view, drop_constraint, rename_table};

const NOTHING: [&str; 0] = [];
const BOOK: &str = "book(id integer not null, title text, pages integer, primary key (id), check (pages > 0), foreign key (id) references shelf(id))";

fn postgres() -> Trial {
    Trial::on(Dialect::Postgres).with(&[BOOK, "shelf(id integer)"])
}

fn rename_column(from: &str, to: &str) -> Operation {
    alter("book", vec![TableChange::RenameColumn { from: from.to_owned(), to: to.to_owned() }])
}

#[test]
fn a_renamed_table_is_told_unless_its_name_lives_on() {
    let renamed = || postgres().runs("ALTER TABLE book RENAME TO volume", &[rename_table("book", "volume")]);
    assert_eq!(renamed().told("AL201"), ["warning: table book is called volume from now on"]);
    let viewed = renamed().runs("CREATE VIEW book AS SELECT * FROM volume", &[create_view("book", "volume")]);
    assert_eq!(viewed.found("AL2"), NOTHING);
    let swapped = renamed().runs("CREATE TABLE book (id int)", &[create_table("book(id integer)")]);
    assert_eq!(swapped.found("AL2"), NOTHING);
    let made = Trial::on(Dialect::Postgres).runs("CREATE TABLE a ()", &[create_table("a(id integer)")]);
    assert_eq!(made.runs("ALTER TABLE a RENAME TO b", &[rename_table("a", "b")]).found("AL2"), NOTHING);
}

#[test]
fn a_renamed_column_is_told() {
    let sql = "ALTER TABLE book RENAME pages TO sheets";
    let told = postgres().runs(sql, &[rename_column("pages", "sheets")]).told("AL202");
    assert_eq!(told, ["warning: column book.pages is called sheets from now on"]);
    let made = postgres().runs("ALTER TABLE book ADD lang text", &[add_column("book", "lang text")]);
    let made = made.runs("ALTER TABLE book RENAME lang TO language", &[rename_column("lang", "language")]);
    assert_eq!(made.found("AL2"), NOTHING);
    let down = postgres().downgrade().runs(sql, &[rename_column("pages", "sheets")]);
    assert_eq!(down.told("AL202"), ["note: column book.pages is called sheets from now on"]);
}

#[test]
fn a_renamed_schema_is_told_once() {
    let trial = postgres().runs("ALTER SCHEMA audit RENAME TO log", &[]);
    assert_eq!(trial.found("AL2"), ["AL203"]);
    assert_eq!(postgres().runs("ALTER SCHEMA audit OWNER TO app", &[]).found("AL2"), NOTHING);
}

#[test]
fn a_column_that_may_be_null_from_now_on_is_told() {
    let required = || postgres().after(add_column("book", "lang text not null"));
    let nullable = alter_column("book", "lang text not null", "lang text");
    assert_eq!(required().runs("ALTER TABLE book ALTER lang DROP NOT NULL", &[nullable]).found("AL2"), ["AL204"]);
    let same = alter_column("book", "title text", "title text default 'x'");
    assert_eq!(postgres().runs("ALTER TABLE book ALTER title SET DEFAULT 'x'", &[same]).found("AL2"), NOTHING);
}

#[test]
fn a_type_of_another_sort_is_told() {
    for (before, after, expected) in [
        ("integer", "text", &["AL205"][..]),
        ("text", "jsonb", &["AL205"]),
        ("timestamp without time zone", "date", &["AL205"]),
        ("integer", "bigint", &[]),
        ("character varying(20)", "text", &[]),
        ("timestamp without time zone", "timestamp with time zone", &[]),
    ] {
        let (before, after) = (format!("note {before}"), format!("note {after}"));
        let trial = postgres().after(add_column("book", &before));
        let trial = trial.runs("ALTER TABLE book ALTER note TYPE x", &[alter_column("book", &before, &after)]);
        assert_eq!(trial.found("AL2"), expected, "{before} to {after}");
    }
}

#[test]
fn a_dropped_constraint_is_told_unless_another_takes_its_place() {
    let dropped = |spec: &str| postgres().runs("ALTER TABLE book DROP CONSTRAINT x", &[drop_constraint("book", spec)]);
    assert_eq!(dropped("check (pages > 0)").told("AL206"), ["note: check pages > 0_check of book is dropped"]);
    assert_eq!(dropped("foreign key (id) references shelf(id)").found("AL2"), ["AL206"]);
    let replaced = dropped("foreign key (id) references shelf(id)").runs(
        "ALTER TABLE book ADD FOREIGN KEY (id) REFERENCES shelf ON DELETE CASCADE",
        &[crate::trial::add_constraint("book", "foreign key (id) references shelf(id) on delete cascade")],
    );
    assert_eq!(replaced.found("AL2"), NOTHING);
    let check = "check (title IS NOT NULL)";
    let filled = postgres().after(crate::trial::add_constraint("book", check));
    let filled = filled
        .runs("ALTER TABLE book ALTER title SET NOT NULL", &[alter_column("book", "title text", "title text not null")])
        .runs("ALTER TABLE book DROP CONSTRAINT x", &[drop_constraint("book", check)]);
    assert_eq!(filled.found("AL2"), NOTHING);
}

#[test]
fn a_routine_with_other_arguments_is_told() {
    let routine = |name: &str| Routine {
        name: ObjectName::local(name),
        kind: RoutineKind::Function,
        definition: "CREATE FUNCTION".to_owned(),
        comment: None,
        depends_on: std::collections::BTreeSet::new(),
        options: std::collections::BTreeMap::new(),
    };
    let there = || postgres().after(Operation::CreateRoutine(routine("price(integer)")));
    let drop = || Operation::DropRoutine(routine("price(integer)"));
    let changed = there()
        .runs("DROP FUNCTION price(integer)", &[drop()])
        .runs("CREATE FUNCTION price(integer, text)", &[Operation::CreateRoutine(routine("price(integer, text)"))]);
    assert_eq!(changed.found("AL2"), ["AL207"]);
    assert_eq!(changed.found("AL108"), NOTHING);
    let same = there()
        .runs("DROP FUNCTION price(integer)", &[drop()])
        .runs("CREATE FUNCTION price(integer)", &[Operation::CreateRoutine(routine("price(integer)"))]);
    assert_eq!(same.found("AL2"), NOTHING);
}

#[test]
fn a_renamed_value_is_told() {
    let mood = EnumType { name: ObjectName::local("mood"), labels: vec!["sad".to_owned()], comment: None };
    let there = postgres().after(Operation::CreateEnum(mood));
    assert_eq!(there.runs("ALTER TYPE mood RENAME VALUE 'sad' TO 'low'", &[]).found("AL2"), ["AL208"]);
    let mood =
        |label: &str| EnumType { name: ObjectName::local("mood"), labels: vec![label.to_owned()], comment: None };
    let replaced = Operation::ReplaceEnum { before: mood("sad"), after: mood("low") };
    let seen = postgres().after(Operation::CreateEnum(mood("sad")));
    let seen = seen.runs("ALTER TYPE mood RENAME VALUE 'sad' TO 'low'", &[replaced]);
    assert_eq!((seen.found("AL2"), seen.found("AL1")), (vec!["AL208"], vec![]));
    assert_eq!(postgres().runs("ALTER TYPE mood RENAME VALUE 'sad' TO 'low'", &[]).found("AL2"), NOTHING);
}
