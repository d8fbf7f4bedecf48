use aludel_schema::model::{Routine, RoutineKind, Trigger, TriggerName};
use aludel_schema::{ObjectName, Operation};
use aludel_sql::Dialect;

use crate::trial::{Trial, add_column, add_constraint, add_index, alter_column, create_table, drop_index};

const NOTHING: [&str; 0] = [];
const BOOK: &str = "book(id integer not null, title text, pages integer, index by_title (title))";

fn postgres() -> Trial {
    Trial::on(Dialect::Postgres).with(&[BOOK, "shelf(id integer)", "event(id integer, partitioned)"])
}

fn found(sql: &str) -> Vec<&'static str> {
    postgres().runs(sql, &[]).found("AL4")
}

#[test]
fn an_index_that_locks_writers_out_is_told() {
    for sql in [
        "CREATE INDEX ON book (title)",
        "create unique index if not exists by_pages on only_this.\"x\" (a)",
        "CREATE INDEX by_pages ON public.book USING btree (pages)",
        "CREATE INDEX ON event (id)",
    ] {
        let expected: &[&str] = if sql.contains("only_this") { &[] } else { &["AL401"] };
        assert_eq!(found(sql), expected, "{sql}");
    }
    for sql in ["CREATE INDEX ON ONLY event (id)", "CREATE INDEX ON unknown (id)"] {
        assert_eq!(found(sql), NOTHING, "{sql}");
    }
    let outside = postgres().outside_of_transactions();
    assert_eq!(outside.runs("CREATE INDEX CONCURRENTLY by_pages ON book (pages)", &[]).found("AL4"), NOTHING);
    let made = Trial::on(Dialect::Postgres).runs("CREATE TABLE book ()", &[create_table(BOOK)]);
    assert_eq!(made.runs("CREATE INDEX by_pages ON book (pages)", &[]).found("AL4"), NOTHING);
    let operation = add_index("book", "index by_pages (pages)");
    let requested = postgres().runs("CREATE INDEX by_pages ON book (pages)", std::slice::from_ref(&operation));
    assert_eq!(requested.requested(operation).found("AL4"), ["AL401"]);
    let small = postgres().rows("book", 9).runs("CREATE INDEX ON book (title)", &[]);
    assert_eq!(small.told("AL401"), ["note: an index of book is built while writers wait (book has 9 rows)"]);
}

#[test]
fn an_index_that_is_dropped_under_a_lock_is_told() {
    let dropped = || [drop_index("book", "index by_title (title)")];
    assert_eq!(postgres().runs("DROP INDEX by_title", &dropped()).found("AL4"), ["AL402"]);
    let outside = || postgres().outside_of_transactions();
    assert_eq!(outside().runs("DROP INDEX CONCURRENTLY by_title", &dropped()).found("AL4"), NOTHING);
}

#[test]
fn what_runs_in_no_transaction_is_told_in_one() {
    for sql in [
        "CREATE INDEX CONCURRENTLY by_pages ON book (pages)",
        "CREATE UNIQUE INDEX CONCURRENTLY by_pages ON book (pages)",
        "DROP INDEX CONCURRENTLY by_title",
        "REINDEX INDEX CONCURRENTLY by_title",
        "REINDEX (CONCURRENTLY) TABLE book",
        "ALTER TABLE event DETACH PARTITION event_1 CONCURRENTLY",
    ] {
        assert_eq!(found(sql), ["AL403"], "{sql}");
    }
    assert_eq!(found("REFRESH MATERIALIZED VIEW CONCURRENTLY book"), NOTHING);
}

#[test]
fn a_type_that_writes_the_table_anew_is_told() {
    let change = |before: &str, after: &str| {
        let (before, after) = (format!("pages {before}"), format!("pages {after}"));
        postgres().runs("ALTER TABLE book ALTER pages TYPE x", &[alter_column("book", &before, &after)])
    };
    assert_eq!(change("integer", "bigint").found("AL4"), ["AL404"]);
    assert_eq!(change("integer", "integer default 4").found("AL4"), NOTHING);
    let title = alter_column("book", "title text", "title character varying");
    assert_eq!(postgres().runs("ALTER TABLE book ALTER title TYPE varchar", &[title]).found("AL4"), NOTHING);
}

#[test]
fn a_column_that_writes_the_table_anew_is_told() {
    let added =
        |trial: Trial, spec: &str| trial.runs("ALTER TABLE book ADD x", &[add_column("book", spec)]).found("AL4");
    for spec in [
        "at timestamp with time zone default clock_timestamp()",
        "key uuid default gen_random_uuid()",
        "number integer not null counted",
        "number bigint not null identity",
        "sheets integer stored pages / 2",
        "number integer default nextval('counter'::regclass)",
    ] {
        assert_eq!(added(postgres(), spec), ["AL405"], "{spec}");
    }
    for spec in [
        "lang text",
        "lang text default 'random()'",
        "at timestamp with time zone default now()",
        "at date default CURRENT_DATE",
        "sheets integer virtual pages / 2",
        "lang text not null default lower('EN'::text)",
    ] {
        assert_eq!(added(postgres(), spec), NOTHING, "{spec}");
    }
    assert_eq!(added(postgres().version(10, 4, 0), "lang text default 'en'"), ["AL405"]);
}

#[test]
fn a_function_of_ones_own_says_whether_it_is_volatile() {
    let with = |words: &str| {
        postgres().after(Operation::CreateRoutine(Routine {
            name: ObjectName::local("next_code()"),
            kind: RoutineKind::Function,
            definition: format!(
                "CREATE FUNCTION next_code() RETURNS text LANGUAGE sql{words} AS $$ SELECT 'STABLE' $$"
            ),
            comment: None,
            depends_on: std::collections::BTreeSet::new(),
            options: std::collections::BTreeMap::new(),
        }))
    };
    let added =
        |trial: Trial| trial.runs("ALTER TABLE book ADD x", &[add_column("book", "x text default next_code()")]);
    assert_eq!(added(with("")).found("AL4"), ["AL405"]);
    assert_eq!(added(with(" STABLE")).found("AL4"), NOTHING);
    assert_eq!(added(postgres()).found("AL4"), NOTHING);
}

#[test]
fn locks_on_two_tables_in_one_transaction_are_told() {
    let both = |trial: Trial| {
        trial
            .runs("ALTER TABLE book ADD lang text", &[add_column("book", "lang text")])
            .runs("ALTER TABLE shelf ADD lang text", &[add_column("shelf", "lang text")])
    };
    let told = both(postgres()).told("AL406");
    assert_eq!(told, ["note: one transaction keeps readers out of book and shelf until its end"]);
    assert_eq!(both(postgres().outside_of_transactions()).found("AL4"), NOTHING);
    let one = postgres()
        .runs("ALTER TABLE book ADD lang text", &[add_column("book", "lang text")])
        .runs("ALTER TABLE book ADD note text", &[add_column("book", "note text")]);
    assert_eq!(one.found("AL4"), NOTHING);
    let renamed = postgres()
        .runs("ALTER TABLE book RENAME TO volume", &[crate::trial::rename_table("book", "volume")])
        .runs("ALTER TABLE volume ADD lang text", &[add_column("volume", "lang text")]);
    assert_eq!(renamed.found("AL4"), NOTHING);
    let mild = postgres()
        .runs("ALTER TABLE book ADD lang text", &[add_column("book", "lang text")])
        .runs("ALTER TABLE shelf ADD CHECK (id > 0)", &[add_constraint("shelf", "check (id > 0)")])
        .locking("ShareLock", &["shelf"]);
    assert_eq!(mild.found("AL4"), NOTHING);
}

#[test]
fn rows_that_are_changed_under_a_lock_are_told() {
    let locked = || postgres().runs("ALTER TABLE book ADD lang text", &[add_column("book", "lang text")]);
    let told = locked().runs("UPDATE book SET lang = 'en' WHERE lang IS NULL", &[]).told("AL407");
    assert_eq!(told, ["warning: rows of book are changed while the transaction keeps readers out of book"]);
    assert_eq!(locked().runs("INSERT INTO shelf SELECT id FROM book", &[]).found("AL4"), ["AL407"]);
    assert_eq!(locked().runs("INSERT INTO shelf VALUES (1)", &[]).found("AL4"), NOTHING);
    assert_eq!(found("UPDATE book SET pages = 1 WHERE id = 1"), NOTHING);
    let outside = postgres().outside_of_transactions();
    let outside = outside.runs("ALTER TABLE book ADD lang text", &[add_column("book", "lang text")]);
    assert_eq!(outside.runs("UPDATE book SET lang = 'en' WHERE lang IS NULL", &[]).found("AL4"), NOTHING);
}

#[test]
fn upkeep_that_keeps_others_out_is_told() {
    for sql in [
        "REINDEX TABLE book",
        "REINDEX INDEX by_title",
        "REINDEX (VERBOSE) DATABASE shop",
        "CLUSTER book USING by_title",
        "VACUUM FULL book",
        "VACUUM (FULL, ANALYZE) book",
        "LOCK TABLE book IN ACCESS EXCLUSIVE MODE",
        "LOCK book",
        "LOCK book IN SHARE ROW EXCLUSIVE MODE",
    ] {
        assert_eq!(found(sql), ["AL408"], "{sql}");
    }
    for sql in ["VACUUM book", "LOCK TABLE book IN ROW EXCLUSIVE MODE", "REINDEX TABLE unknown", "ANALYZE book"] {
        assert_eq!(found(sql), NOTHING, "{sql}");
    }
    let viewed = || {
        let mut view = crate::trial::create_view("long_book", "book");
        if let Operation::CreateView(view) = &mut view {
            view.materialized = true;
        }
        postgres().after(view)
    };
    assert_eq!(viewed().runs("REFRESH MATERIALIZED VIEW long_book", &[]).found("AL4"), ["AL408"]);
    assert_eq!(viewed().runs("REFRESH MATERIALIZED VIEW CONCURRENTLY long_book", &[]).found("AL4"), NOTHING);
    assert_eq!(viewed().runs("REFRESH MATERIALIZED VIEW long_book WITH NO DATA", &[]).found("AL4"), NOTHING);
}

#[test]
fn another_kind_of_storage_is_told() {
    for sql in ["ALTER TABLE book SET UNLOGGED", "ALTER TABLE ONLY book ADD a int, SET TABLESPACE fast"] {
        assert_eq!(found(sql), ["AL409"], "{sql}");
    }
    assert_eq!(found("ALTER TABLE book SET (fillfactor = 70)"), NOTHING);
}

#[test]
fn a_partition_that_is_detached_under_a_lock_is_told() {
    assert_eq!(found("ALTER TABLE event DETACH PARTITION event_1"), ["AL410"]);
    let old = postgres().version(13, 2, 0).runs("ALTER TABLE event DETACH PARTITION event_1", &[]);
    assert_eq!(old.found("AL4"), NOTHING);
}

#[test]
fn a_server_that_builds_corrupt_indexes_is_told() {
    let sql = "CREATE INDEX CONCURRENTLY by_pages ON book (pages)";
    let on = |minor| postgres().version(14, minor, 0).outside_of_transactions().runs(sql, &[]).found("AL4");
    assert_eq!((on(3), on(4)), (vec!["AL411"], vec![]));
}

#[test]
fn a_trigger_on_a_table_that_is_there_is_told() {
    let trigger = |table: &str| {
        Operation::CreateTrigger(Trigger {
            name: TriggerName { table: ObjectName::local(table), name: "touch".to_owned() },
            definition: format!("CREATE TRIGGER touch BEFORE UPDATE ON {table} EXECUTE FUNCTION touch()"),
            comment: None,
            options: std::collections::BTreeMap::new(),
        })
    };
    let told = postgres().runs("CREATE TRIGGER touch", &[trigger("book")]).told("AL413");
    assert_eq!(told, ["note: trigger touch is made while writers of book wait, until the transaction ends"]);
    let made = postgres().runs("CREATE TABLE leaf ()", &[create_table("leaf(id integer)")]);
    assert_eq!(made.runs("CREATE TRIGGER touch", &[trigger("leaf")]).found("AL4"), NOTHING);
}

#[test]
fn waiting_without_end_is_told() {
    for sql in ["SET lock_timeout = 0", "SET LOCAL lock_timeout TO '0'", "set session lock_timeout = '0ms'"] {
        assert_eq!(found(sql), ["AL412"], "{sql}");
    }
    for sql in ["SET lock_timeout = '2s'", "SET LOCAL lock_timeout TO 500", "SET statement_timeout = 0"] {
        assert_eq!(found(sql), NOTHING, "{sql}");
    }
}
