//! The schema of `PostgreSQL`: read, written, changed and turned back on a server.

use aludel_db::{Session, introspect};
use aludel_schema::model::{ConstraintBody, Generation, IdentityKind, Uncompared};
use aludel_schema::{DiffOptions, Namespaces, ObjectName, Operation, Schema, Scope, Script, diff, summaries};
use aludel_sql::Value;

use crate::databases::TestDatabase;

macro_rules! on_postgres {
    ($($test:ident),+ $(,)?) => {
        mod cases { $(crate::databases::one_test!($test, Postgres);)+ }
    };
}

on_postgres!(
    one_of_everything_is_read,
    one_of_everything_goes_and_comes_back,
    odd_names_go_and_come_back,
    the_name_of_the_default_schema_leaves_no_trace,
    only_what_is_asked_for_is_read,
    what_hangs_on_a_change_is_there_after_it,
    rows_survive_what_copies_them,
    a_new_enum_value_is_added_before_it_is_used,
    what_is_made_again_is_for_those_who_had_it,
);

/// A database with one of everything that is modelled, and of what is not.
const EVERYTHING: &str = include_str!("everything.postgres.sql");

async fn read(session: &mut dyn Session) -> Schema {
    introspect(session, &Scope::default()).await.unwrap()
}

fn difference(before: &Schema, after: &Schema) -> Vec<Operation> {
    diff(before, after, &DiffOptions::default()).unwrap().operations
}

fn told(operations: &[Operation]) -> Vec<String> {
    summaries(operations).into_iter().flatten().map(|summary| summary.text).collect()
}

#[track_caller]
fn assert_same(found: &Schema, wanted: &Schema) {
    assert_eq!(told(&difference(found, wanted)), Vec::<String>::new());
}

async fn run(session: &mut dyn Session, script: &Script) {
    for statement in script.statements() {
        if let Err(error) = session.execute(&statement.sql, &[]).await {
            panic!("{error}\n{}", statement.sql);
        }
    }
}

/// Makes one schema of another in the database, and reads what came of it.
async fn change(session: &mut dyn Session, before: &Schema, after: &Schema) -> Script {
    let script = Script::of(before, &difference(before, after)).unwrap();
    run(session, &script).await;
    script
}

async fn one_of_everything_is_read(database: &TestDatabase) {
    let mut session = database.session().await;
    session.execute_script(EVERYTHING).await.unwrap();
    let schema = read(&mut *session).await;
    assert_eq!(schema.namespaces.iter().collect::<Vec<_>>(), ["My Shop", "audit"]);
    assert_eq!(schema.extensions.keys().collect::<Vec<_>>(), ["btree_gist", "citext"]);
    assert_eq!(schema.enums[&ObjectName::local("mood")].labels, ["low", "it's so-so", "high"]);
    assert_eq!(schema.sequences.len(), 2);
    let writer = &schema.tables[&ObjectName::local("writer")];
    assert_eq!(writer.column("id").unwrap().generation, Generation::AutoIncrement);
    let Generation::Identity(counted) = &writer.column("counted").unwrap().generation else {
        panic!("counted is no identity column")
    };
    assert_eq!((counted.kind, counted.start, counted.increment), (IdentityKind::Always, Some(100), Some(2)));
    assert_eq!(writer.options["row level security"], "forced");
    let generated: Vec<&str> = writer
        .constraints
        .iter()
        .filter(|constraint| constraint.is_name_generated)
        .filter_map(|constraint| constraint.name.as_deref())
        .collect();
    assert_eq!(generated, ["writer_code_order_key", "writer_mail_key", "writer_order_check", "writer_pkey"]);
    let entry = &schema.tables[&ObjectName::in_schema("audit", "entry")];
    let targets = entry.constraints.iter().filter_map(|constraint| match &constraint.body {
        ConstraintBody::ForeignKey(key) => Some(key.references.to_string()),
        _ => None,
    });
    assert_eq!(targets.collect::<Vec<_>>(), ["writer", "writer", "audit.entry"]);
    // A part of a table has of its own only what its parent does not have.
    let part = &schema.tables[&ObjectName::local("event_2025")];
    assert_eq!((part.columns.len(), part.constraints.len(), part.indexes.len()), (0, 0, 1));
    let tally = &schema.views[&ObjectName::local("tally")];
    assert_eq!((tally.materialized, tally.indexes.len(), tally.depends_on.len()), (true, 2, 3));
    let routines: Vec<String> = schema.routines.keys().map(ToString::to_string).collect();
    assert_eq!(
        routines,
        [
            "all_writers()",
            "feeling_of(integer)",
            "make_code(integer)",
            "tidy(integer)",
            "touch()",
            "audit.Odd Name(integer, text[])"
        ]
    );
    assert_eq!(schema.triggers.len(), 4);
    assert_eq!(schema.triggers.values().filter(|trigger| trigger.options.contains_key("state")).count(), 1);
    let Value::Text(login) = crate::scalar(&mut *session, "SELECT current_user::text").await else { panic!("a name") };
    let name = |object: &Uncompared| object.name.to_string().replace(&format!(".{login}"), ".the login");
    let uncompared: Vec<String> =
        schema.uncompared.iter().map(|object| format!("{} {}", object.kind, name(object))).collect();
    assert_eq!(
        uncompared,
        [
            "aggregate total(integer)",
            "cluster mark writer_pkey on writer",
            "comment on column id on writer_name",
            "comment on column note on event_2025",
            "comment on schema audit",
            "comment on sequence writer_id_seq",
            "composite type pair",
            "default privileges My Shop.the login",
            "domain positive",
            "owner of table base",
            "policy own on writer",
            "privileges on function touch()",
            "privileges on schema audit",
            "privileges on sequence invoice_no",
            "privileges on table writer",
            "privileges on type mood",
            "privileges on view writer_name",
            "publication everything",
            "range type float_range",
            "rule no_delete on base",
            "statistics st_writer",
            "statistics target of column name on writer",
            "typed table typed"
        ]
    );
}

/// Drops everything by the operations that do so, and creates it again by those that turn them back.
async fn goes_and_comes_back(database: &TestDatabase, sql: &str) {
    let mut session = database.session().await;
    session.execute_script(sql).await.unwrap();
    let full = read(&mut *session).await;
    let empty = Schema::empty(full.dialect, full.version);
    let script = change(&mut *session, &full, &empty).await;
    assert_same(&read(&mut *session).await, &empty);
    run(&mut *session, &script.way_back().unwrap().unwrap()).await;
    assert_same(&read(&mut *session).await, &full);
}

async fn one_of_everything_goes_and_comes_back(database: &TestDatabase) {
    goes_and_comes_back(database, EVERYTHING).await;
}

async fn odd_names_go_and_come_back(database: &TestDatabase) {
    let longest = "a".repeat(63);
    let sql = format!(
        r#"
        CREATE SCHEMA "Odd ""S";
        CREATE TYPE "E e" AS ENUM ('x''y', 'a\b', '"');
        CREATE TABLE "Odd ""S"."T t" (
            "select" serial PRIMARY KEY, "A""b" text UNIQUE, "é" integer CHECK ("é" > 1), "'" text DEFAULT '''',
            "e(" "E e" DEFAULT 'x''y', "List" "E e"[]
        );
        CREATE INDEX "I i" ON "Odd ""S"."T t" (lower("A""b")) WHERE "e(" = 'a\b';
        COMMENT ON COLUMN "Odd ""S"."T t"."A""b" IS E'it''s \\ $1';
        CREATE TABLE "user" ({longest} integer UNIQUE, "order" bigserial,
            FOREIGN KEY ("order") REFERENCES "Odd ""S"."T t" ("select"));
        CREATE TABLE "Users" (id integer);
        CREATE TABLE users (id integer, "Id" integer);
        CREATE VIEW "Odd ""S"."V.v" AS SELECT "select", "A""b" AS "table" FROM "Odd ""S"."T t";
        CREATE FUNCTION "Odd ""S"."F f"("E e") RETURNS "E e" LANGUAGE sql AS 'SELECT $1';
        "#
    );
    goes_and_comes_back(database, &sql).await;
}

async fn the_name_of_the_default_schema_leaves_no_trace(database: &TestDatabase) {
    let sql = "
        CREATE TYPE mood AS ENUM ('low', 'high');
        CREATE TABLE writer (id serial PRIMARY KEY, feeling mood DEFAULT 'low', CHECK (feeling <> 'high'));
        CREATE TABLE book (id integer, writer integer REFERENCES writer, name text);
        CREATE INDEX ix_book ON book (lower(name)) WHERE id > 1;
        CREATE VIEW v AS SELECT b.id, w.feeling FROM book b JOIN writer w ON w.id = b.writer;
        CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE FUNCTION all_writers(mood) RETURNS SETOF writer LANGUAGE sql AS 'SELECT * FROM writer';
        CREATE TRIGGER tr AFTER INSERT ON book FOR EACH ROW EXECUTE FUNCTION touch();
        CREATE TABLE part (at date) PARTITION BY RANGE (at);
        CREATE TABLE part_rest PARTITION OF part DEFAULT;";
    let mut session = database.session().await;
    session.execute_script(sql).await.unwrap();
    let scope = Scope { namespaces: Namespaces::Default, ..Scope::default() };
    let public = introspect(&mut *session, &scope).await.unwrap();
    session.execute_script("CREATE SCHEMA \"Scratch 1\"; SET search_path = \"Scratch 1\"").await.unwrap();
    session.execute_script(sql).await.unwrap();
    let scratch = introspect(&mut *session, &scope).await.unwrap();
    assert_eq!(scratch, public);
    assert_eq!(scratch.tables.len(), 4);
}

async fn only_what_is_asked_for_is_read(database: &TestDatabase) {
    let mut session = database.session().await;
    session.execute_script(EVERYTHING).await.unwrap();
    let named = Scope { namespaces: Namespaces::Named(vec!["audit".to_owned()]), ..Scope::default() };
    let schema = introspect(&mut *session, &named).await.unwrap();
    assert!(schema.tables.contains_key(&ObjectName::in_schema("audit", "entry")));
    assert!(!schema.tables.contains_key(&ObjectName::in_schema("My Shop", "Basket")));
    let entry = ObjectName::in_schema("audit", "entry");
    let tables = Scope { tables: Some(vec![entry.clone(), ObjectName::local("base")]), ..Scope::default() };
    let schema = introspect(&mut *session, &tables).await.unwrap();
    assert_eq!(schema.tables.keys().collect::<Vec<_>>(), [&ObjectName::local("base"), &entry]);
    assert_eq!(schema.views.keys().collect::<Vec<_>>(), [&ObjectName::local("tally")]);
    assert_eq!(schema.triggers.len(), 1);
    let without = Scope { without: vec!["base".to_owned()], ..Scope::default() };
    let schema = introspect(&mut *session, &without).await.unwrap();
    assert!(!schema.tables.contains_key(&ObjectName::local("base")));
}

/// Databases before and after, by what changes. Everything that stands on the change must be there after it.
const CHANGES: &[(&str, &str, &str)] = &[
    (
        "a type under views",
        "CREATE TABLE t (id integer PRIMARY KEY, a integer);
         CREATE VIEW v AS SELECT id, a FROM t; CREATE VIEW w AS SELECT * FROM v;
         CREATE MATERIALIZED VIEW m AS SELECT a, count(*) FROM w GROUP BY a; CREATE INDEX im ON m (a);",
        "CREATE TABLE t (id integer PRIMARY KEY, a bigint);
         CREATE VIEW v AS SELECT id, a FROM t; CREATE VIEW w AS SELECT * FROM v;
         CREATE MATERIALIZED VIEW m AS SELECT a, count(*) FROM w GROUP BY a; CREATE INDEX im ON m (a);",
    ),
    (
        "a type under a computed column",
        "CREATE TABLE t (a integer, b integer GENERATED ALWAYS AS (a * 2) STORED CHECK (b > 0)); CREATE INDEX i ON t (b);",
        "CREATE TABLE t (a bigint, b integer GENERATED ALWAYS AS (a * 2) STORED CHECK (b > 0)); CREATE INDEX i ON t (b);",
    ),
    (
        "a column that becomes computed, of which one was computed",
        "CREATE TABLE t (id integer, a integer, b integer GENERATED ALWAYS AS (a * 2) STORED);",
        "CREATE TABLE t (id integer, a integer GENERATED ALWAYS AS (id + 1) STORED, b integer);",
    ),
    (
        "a type under a trigger",
        "CREATE TABLE t (a integer);
         CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
         CREATE TRIGGER tr BEFORE UPDATE OF a ON t FOR EACH ROW WHEN (new.a > 1) EXECUTE FUNCTION touch();",
        "CREATE TABLE t (a bigint);
         CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
         CREATE TRIGGER tr BEFORE UPDATE OF a ON t FOR EACH ROW WHEN (new.a > 1) EXECUTE FUNCTION touch();",
    ),
    (
        "texts that the server prints otherwise the second time",
        "CREATE TABLE t (a varchar(9) DEFAULT 'x'); CREATE VIEW v AS SELECT 1 AS one;",
        "CREATE TABLE t (a text DEFAULT 'x', b varchar(5) CHECK (b IN ('a', 'b')), CHECK (b NOT IN ('c', 'd')));
         CREATE INDEX i ON t (b) WHERE b IN ('a', 'b');
         CREATE VIEW v AS SELECT b IN ('a', 'b') AS one FROM t WHERE b NOT IN ('c', 'd');",
    ),
    (
        "values of an enum under everything",
        "CREATE TYPE mood AS ENUM ('a', 'b', 'c');
         CREATE TABLE p (m mood DEFAULT 'a', ms mood[] DEFAULT '{a,b}', CHECK (m <> 'b'));
         CREATE INDEX ip ON p (m) WHERE m = 'a'; CREATE VIEW pv AS SELECT m FROM p WHERE m = 'a';
         CREATE FUNCTION f(mood) RETURNS integer LANGUAGE sql AS 'SELECT 1';",
        "CREATE TYPE mood AS ENUM ('b', 'a');
         CREATE TABLE p (m mood DEFAULT 'a', ms mood[] DEFAULT '{a,b}', CHECK (m <> 'b'));
         CREATE INDEX ip ON p (m) WHERE m = 'a'; CREATE VIEW pv AS SELECT m FROM p WHERE m = 'a';
         CREATE FUNCTION f(mood) RETURNS integer LANGUAGE sql AS 'SELECT 1';",
    ),
    (
        "the result of a function that is called everywhere",
        "CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
         CREATE TABLE t (id integer DEFAULT f(1), CHECK (f(id) > 0)); CREATE VIEW v AS SELECT f(1) AS one;",
        "CREATE FUNCTION f(b integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT 1::bigint';
         CREATE TABLE t (id integer DEFAULT f(1), CHECK (f(id) > 0)); CREATE VIEW v AS SELECT f(1) AS one;",
    ),
    (
        "a key that others point at",
        "CREATE TABLE w (id integer PRIMARY KEY, k integer UNIQUE);
         CREATE TABLE b (w integer REFERENCES w, k integer CONSTRAINT fk REFERENCES w (k) ON DELETE CASCADE);",
        "CREATE TABLE w (id bigint CONSTRAINT the_key PRIMARY KEY, k integer, UNIQUE (k) INCLUDE (id));
         CREATE TABLE b (w bigint REFERENCES w, k integer CONSTRAINT fk REFERENCES w (k) ON DELETE SET NULL);",
    ),
    (
        "columns that count",
        "CREATE TABLE t (a integer, b serial, c serial, d integer GENERATED ALWAYS AS IDENTITY, e serial);",
        "CREATE TABLE t (a serial, b integer NOT NULL, c bigserial,
            d bigint GENERATED BY DEFAULT AS IDENTITY (START 10 INCREMENT 5 CYCLE), e integer GENERATED ALWAYS AS IDENTITY);
         ALTER SEQUENCE t_c_seq INCREMENT 5 CACHE 10;",
    ),
    (
        "a table that is divided",
        "CREATE TABLE o (id integer PRIMARY KEY);
         CREATE TABLE ev (id serial, at date NOT NULL, o integer REFERENCES o, CHECK (id > 0));
         CREATE INDEX iev ON ev (at); COMMENT ON TABLE ev IS 'x'; CREATE VIEW vv AS SELECT * FROM ev;",
        "CREATE TABLE o (id integer PRIMARY KEY);
         CREATE TABLE ev (id serial, at date NOT NULL, o integer REFERENCES o, CHECK (id > 0)) PARTITION BY RANGE (at);
         CREATE TABLE ev_rest PARTITION OF ev DEFAULT;
         CREATE INDEX iev ON ev (at); COMMENT ON TABLE ev IS 'x'; CREATE VIEW vv AS SELECT * FROM ev;",
    ),
    (
        "parts of a table",
        "CREATE TABLE ev (at date, n text) PARTITION BY RANGE (at); CREATE TABLE ev1 (at date, n text);
         CREATE TABLE ev2 PARTITION OF ev FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');",
        "CREATE TABLE ev (at date, n text) PARTITION BY RANGE (at);
         CREATE TABLE ev1 PARTITION OF ev FOR VALUES FROM ('2030-01-01') TO ('2031-01-01');
         CREATE TABLE ev2 PARTITION OF ev FOR VALUES FROM ('2020-01-01') TO ('2022-01-01');",
    ),
    (
        "heirs",
        "CREATE TABLE base (id integer NOT NULL, tag text DEFAULT 'x' CHECK (tag <> '')); CREATE TABLE other (more text);
         CREATE TABLE one (id integer NOT NULL, tag text DEFAULT 'x', more text, CONSTRAINT base_tag_check CHECK (tag <> ''));
         CREATE TABLE two () INHERITS (base); CREATE TABLE three (own integer DEFAULT 1) INHERITS (base);",
        "CREATE TABLE base (id integer NOT NULL, tag text DEFAULT 'x' CHECK (tag <> '')); CREATE TABLE other (more text);
         CREATE TABLE one (more text) INHERITS (base);
         CREATE TABLE two (id integer NOT NULL, tag text DEFAULT 'x', CONSTRAINT base_tag_check CHECK (tag <> ''));
         CREATE TABLE three (own integer) INHERITS (base);",
    ),
    (
        "settings",
        "CREATE TABLE t (a integer, b text); CREATE SEQUENCE s;",
        "CREATE UNLOGGED TABLE t (a integer, b text COLLATE \"C\") WITH (fillfactor = 70);
         ALTER TABLE t ENABLE ROW LEVEL SECURITY, REPLICA IDENTITY FULL;
         ALTER TABLE t ALTER b SET STORAGE EXTERNAL, ALTER b SET COMPRESSION pglz, ALTER a SET (n_distinct = 4);
         CREATE SEQUENCE s AS integer INCREMENT 2 START 5 MAXVALUE 100 CYCLE CACHE 4; COMMENT ON SEQUENCE s IS 'c';",
    ),
];

async fn what_hangs_on_a_change_is_there_after_it(database: &TestDatabase) {
    let mut session = database.session().await;
    let scope = Scope { namespaces: Namespaces::Default, ..Scope::default() };
    for (what, before, after) in CHANGES {
        let mut schemas = Vec::new();
        for (schema, sql) in [("two", after), ("one", before)] {
            let start =
                format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}; SET search_path = {schema};");
            session.execute_script(&format!("{start}{sql}")).await.unwrap();
            schemas.push(introspect(&mut *session, &scope).await.unwrap());
        }
        let (after, before) = (&schemas[0], &schemas[1]);
        let script = change(&mut *session, before, after).await;
        let found = introspect(&mut *session, &scope).await.unwrap();
        assert_eq!(told(&difference(&found, after)), Vec::<String>::new(), "{what}");
        run(&mut *session, &script.way_back().unwrap().unwrap()).await;
        let found = introspect(&mut *session, &scope).await.unwrap();
        assert_eq!(told(&difference(&found, before)), Vec::<String>::new(), "{what}, back");
    }
}

async fn rows_survive_what_copies_them(database: &TestDatabase) {
    let mut session = database.session().await;
    let before = "
        CREATE TYPE mood AS ENUM ('a', 'b', 'c');
        CREATE TABLE t (id serial, at date NOT NULL, m mood, n text, twice integer GENERATED ALWAYS AS (id * 2) STORED);";
    session.execute_script(before).await.unwrap();
    session
        .execute_script("INSERT INTO t (at, m, n) VALUES ('2020-01-01', 'a', '7'), ('2021-01-01', 'b', '8')")
        .await
        .unwrap();
    let old = read(&mut *session).await;
    let after = before
        .replace("'a', 'b', 'c'", "'b', 'a'")
        .replace("n text", "n integer")
        .replace("id serial", "id bigint GENERATED ALWAYS AS IDENTITY");
    let target = database.session().await;
    let mut target = target;
    target.execute_script(&format!("CREATE SCHEMA wanted; SET search_path = wanted; {after}")).await.unwrap();
    let scope = Scope { namespaces: Namespaces::Default, ..Scope::default() };
    let wanted = introspect(&mut *target, &scope).await.unwrap();
    change(&mut *session, &old, &wanted).await;
    session.execute("INSERT INTO t (at, m, n) VALUES ('2022-01-01', 'b', 9)", &[]).await.unwrap();
    let rows =
        crate::scalar(&mut *session, "SELECT string_agg(concat_ws(',', id, at, m, n, twice), ' ' ORDER BY id) FROM t")
            .await;
    assert_eq!(rows, crate::text("1,2020-01-01,a,7,2 2,2021-01-01,b,8,4 3,2022-01-01,b,9,6"));
}

async fn a_new_enum_value_is_added_before_it_is_used(database: &TestDatabase) {
    let mut session = database.session().await;
    session.execute_script("CREATE TYPE m AS ENUM ('a'); CREATE TABLE t (x m DEFAULT 'a');").await.unwrap();
    let before = read(&mut *session).await;
    let mut unused = before.clone();
    unused.enums.values_mut().for_each(|one| one.labels.push("b".to_owned()));
    assert!(!Script::of(&before, &difference(&before, &unused)).unwrap().leaves_transactions());
    let mut used = unused.clone();
    for table in used.tables.values_mut() {
        table.columns[0].generation = Generation::Default("'b'::m".to_owned());
    }
    let script = change(&mut *session, &before, &used).await;
    assert!(script.leaves_transactions());
    assert_same(&read(&mut *session).await, &used);
}

async fn what_is_made_again_is_for_those_who_had_it(database: &TestDatabase) {
    let mut session = database.session().await;
    let scope = Scope { namespaces: Namespaces::Default, ..Scope::default() };
    let start = "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';";
    let wanted = format!(
        "CREATE SCHEMA wanted; SET search_path = wanted; {start}
         CREATE TABLE t (id integer, n bigint);
         CREATE VIEW v AS SELECT n FROM t; CREATE VIEW w AS SELECT n FROM t; CREATE MATERIALIZED VIEW m AS SELECT n FROM t;
         CREATE FUNCTION f(integer) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
         CREATE TRIGGER tr BEFORE UPDATE OF n ON t FOR EACH ROW EXECUTE FUNCTION touch();
         CREATE TRIGGER other BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION touch();
         ALTER TABLE t DISABLE TRIGGER tr; GRANT SELECT ON w TO pg_monitor;"
    );
    session.execute_script(&wanted).await.unwrap();
    let wanted = introspect(&mut *session, &scope).await.unwrap();
    let first = format!(
        "CREATE SCHEMA first; SET search_path = first; {start}
         CREATE TABLE t (id integer, n integer);
         CREATE VIEW v AS SELECT id, n FROM t; CREATE VIEW w AS SELECT n FROM t; CREATE MATERIALIZED VIEW m AS SELECT n FROM t;
         GRANT SELECT, INSERT ON v TO pg_monitor WITH GRANT OPTION; GRANT UPDATE (n) ON v TO PUBLIC;
         GRANT SELECT ON m TO PUBLIC; ALTER VIEW w OWNER TO pg_monitor;
         CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
         REVOKE ALL ON FUNCTION f(integer) FROM PUBLIC; GRANT EXECUTE ON FUNCTION f(integer) TO pg_monitor;
         CREATE TRIGGER tr BEFORE UPDATE OF n ON t FOR EACH ROW EXECUTE FUNCTION touch();
         CREATE TRIGGER other BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION touch();
         ALTER TABLE t DISABLE TRIGGER tr, ENABLE REPLICA TRIGGER other;"
    );
    session.execute_script(&first).await.unwrap();
    let before = introspect(&mut *session, &scope).await.unwrap();
    let privileges = |schema: &Schema| -> Vec<Option<String>> {
        let views = schema.views.values().map(|view| view.options.get("privileges"));
        views
            .chain(schema.routines.values().map(|routine| routine.options.get("privileges")))
            .map(Option::<&String>::cloned)
            .collect()
    };
    let kept = privileges(&before);
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(
        kept,
        [
            text("GRANT SELECT\tTO PUBLIC"),
            text("GRANT INSERT, SELECT\tTO pg_monitor WITH GRANT OPTION\nGRANT UPDATE (n)\tTO PUBLIC"),
            text("OWNER TO pg_monitor"),
            text("REVOKE ALL\tFROM PUBLIC\nGRANT EXECUTE\tTO pg_monitor"),
            None
        ]
    );
    let script = change(&mut *session, &before, &wanted).await;
    let found = introspect(&mut *session, &scope).await.unwrap();
    assert_same(&found, &wanted);
    assert_eq!(privileges(&found), kept);
    run(&mut *session, &script.way_back().unwrap().unwrap()).await;
    let found = introspect(&mut *session, &scope).await.unwrap();
    assert_same(&found, &before);
    assert_eq!(privileges(&found), kept);
}
