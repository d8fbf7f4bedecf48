//! Schemas on the screen: `inspect`, `diff`, `check` and `revision --autogenerate`.

use std::fs;

use crate::assert_screen;
use crate::workspace::Workspace;

const BOOKS: &str = "CREATE TABLE book (id INTEGER PRIMARY KEY, title VARCHAR(80) NOT NULL, pages INTEGER);";

/// A project whose target is `schema.sql`; the one migration `a1` made the table `book`, and three rows are in it.
fn library(target: &str) -> Workspace {
    let workspace = Workspace::project();
    workspace.write("aludel.toml", "[database]\nurl = \"sqlite://app.db\"\n\n[target]\nsql = \"schema.sql\"\n");
    workspace.write("schema.sql", target);
    workspace.sql("a1", "", BOOKS, "DROP TABLE book;");
    assert!(workspace.aludel(&["upgrade"]).status.success());
    workspace
        .sqlite("INSERT INTO book (title, pages) VALUES ('Middlemarch', 880), ('Persuasion', 250), ('Emma', NULL)");
    workspace
}

/// The one new file below `migrations`.
fn generated(workspace: &Workspace) -> String {
    let entries = fs::read_dir(workspace.path().join("migrations")).expect("the folder is there");
    let paths = entries.map(|entry| entry.expect("the folder can be read").path());
    let new: Vec<_> = paths.filter(|path| !path.ends_with("a1.sql")).collect();
    assert_eq!(new.len(), 1, "{new:?}");
    let text = fs::read_to_string(&new[0]).expect("the file is text");
    let is_kept = |line: &&str| !line.starts_with("-- created = ");
    text.lines().filter(is_kept).map(|line| format!("{line}\n")).collect()
}

#[test]
fn inspect_writes_sql_that_makes_the_same() {
    let workspace = library(BOOKS);
    workspace.sqlite(
        "CREATE UNIQUE INDEX uq_title ON book (title); CREATE VIEW long AS SELECT id FROM book WHERE pages > 500; \
         CREATE VIRTUAL TABLE words USING fts5(body)",
    );
    assert_screen!(workspace.screen("inspect"), @"
        $ aludel inspect
        -- not shown: virtual table words

        CREATE TABLE book (
            id INTEGER PRIMARY KEY,
            title VARCHAR(80) NOT NULL,
            pages INTEGER
        );
        CREATE UNIQUE INDEX uq_title ON book (title);

        CREATE VIEW long AS
        SELECT id FROM book WHERE pages > 500;
        [exit 0]
    ");
    workspace.write("copy.sql", workspace.aludel(&["inspect"]).stdout);
    assert_screen!(workspace.screen("diff database copy.sql"), @"
        $ aludel diff database copy.sql
        no differences
        ! not compared: virtual table words
        [exit 0]
    ");
    assert_screen!(workspace.screen("inspect --of copy.sql --json"), @r#"
        $ aludel inspect --of copy.sql --json
        {"dialect":"sqlite","version":[3,51,3],"options":{},"namespaces":[],"extensions":[],"enums":[],"sequences":[],
            "tables":[{"name":"book","columns":[{"name":"id","data_type":"INTEGER","nullable":false,"generation":"none"},
            {"name":"title","data_type":"VARCHAR(80)","nullable":false,"generation":"none"},{"name":"pages","data_type":"INTEGER",
            "nullable":true,"generation":"none"}],"constraints":[{"is_name_generated":false,"kind":"primary_key",
            "parts":[{"column":"id","descending":false}],"nulls_not_distinct":false,"deferral":"not_deferrable"}],
            "indexes":[{"name":"uq_title","parts":[{"column":"title","descending":false}],"unique":true,
            "nulls_not_distinct":false}]}],"views":[{"name":"long","query":"SELECT id FROM book WHERE pages > 500",
            "materialized":false,"depends_on":[{"name":"book"}]}],"routines":[],"triggers":[],"uncompared":[]}
        [exit 0]
    "#);
    assert_screen!(workspace.screen("inspect --format mermaid"), @"
        $ aludel inspect --format mermaid
        erDiagram
            book {
                INTEGER id PK
                VARCHAR(80) title
                INTEGER pages
            }
        [exit 0]
    ");
    assert_screen!(workspace.screen("inspect --of nothing"), @"
        $ aludel inspect --of nothing
        ! error: no revision or label `nothing`
        !   hint: `aludel history` lists what there is
        [exit 4]
    ");
    assert_screen!(workspace.screen("inspect --of nothing.sql"), @"
        $ aludel inspect --of nothing.sql
        ! error: target `./nothing.sql` cannot be read: No such file or directory (os error 2)
        [exit 2]
    ");
}

#[test]
fn diff_tells_what_differs() {
    let workspace = library(
        "CREATE TABLE book (id INTEGER PRIMARY KEY, title VARCHAR(80) NOT NULL, lang VARCHAR(2) NOT NULL DEFAULT 'en');\nCREATE INDEX ix_title ON book (title);",
    );
    assert_screen!(workspace.screen("diff"), @"
        $ aludel diff
        add column book.lang
        create index ix_title on book
        drop column book.pages  loses the values of book.pages: 2 rows
        [exit 0]
    ");
    assert_screen!(workspace.screen("diff -v --not-renamed book.pages"), @"
        $ aludel diff -v --not-renamed book.pages
        add column book.lang
        create index ix_title on book
        drop column book.pages  loses the values of book.pages: 2 rows
          ALTER TABLE book ADD COLUMN lang VARCHAR(2) NOT NULL DEFAULT 'en';
          CREATE INDEX ix_title ON book (title);
          ALTER TABLE book DROP COLUMN pages;
        [exit 0]
    ");
    assert_screen!(workspace.screen("diff --sql --rename book.pages=lang"), @"
        $ aludel diff --sql --rename book.pages=lang
        CREATE TABLE aludel_new_book (id INTEGER PRIMARY KEY, title VARCHAR(80) NOT NULL, pages VARCHAR(2) NOT NULL DEFAULT 'en');
        INSERT INTO aludel_new_book (id, title, pages)
        SELECT id, title, coalesce(pages, 'en')
        FROM book;
        DROP TABLE book;
        ALTER TABLE aludel_new_book RENAME TO book;
        CREATE INDEX ix_title ON book (title);
        ALTER TABLE book RENAME COLUMN pages TO lang;
        [exit 0]
    ");
    assert_screen!(workspace.screen("diff --json --not-renamed book.pages"), @r#"
        $ aludel diff --json --not-renamed book.pages
        {"operations":[{"op":"add_column","summary":"add column book.lang","table":"book","column":"lang"},{"op":"create_index",
            "summary":"create index ix_title on book","table":"book","name":"ix_title","columns":["title"]},{"op":"drop_column",
            "summary":"drop column book.pages","table":"book","column":"pages","losses":[{"kind":"gone","table":"book",
            "column":"pages","what":"the values of book.pages","rows":2}]}],
            "sql":["ALTER TABLE book ADD COLUMN lang VARCHAR(2) NOT NULL DEFAULT 'en'","CREATE INDEX ix_title ON book (title)",
            "ALTER TABLE book DROP COLUMN pages"],"suspicions":[],"uncompared":[]}
        [exit 0]
    "#);
    assert_screen!(workspace.screen("diff --exit-code migrations target --not-renamed book.pages"), @"
        $ aludel diff --exit-code migrations target --not-renamed book.pages
        add column book.lang
        create index ix_title on book
        drop column book.pages  loses the values of book.pages
        [exit 3]
    ");
    assert_screen!(workspace.screen("diff database migrations"), @"
        $ aludel diff database migrations
        no differences
        [exit 0]
    ");
    assert_screen!(workspace.screen("diff --rename book.pags=lang"), @"
        $ aludel diff --rename book.pags=lang
        ! error: the rename `book.pags=lang` does not fit: no column `book.pags` goes
        !   hint: `aludel diff` shows what differs
        [exit 2]
    ");
    assert_screen!(workspace.screen("diff --rename pages"), @"
        $ aludel diff --rename pages
        ! error: `pages` is no rename: write `table.old=new` for a column, `old=new` for a table
        !   hint: `aludel diff` shows what differs
        [exit 2]
    ");
}

#[test]
fn check_tells_whether_the_target_is_what_is_there() {
    let workspace = library(BOOKS);
    assert_screen!(workspace.screen("check"), @"
        $ aludel check
        the database and the target are the same
        [exit 0]
    ");
    assert_screen!(workspace.screen("check --from-migrations --json"), @r#"
        $ aludel check --from-migrations --json
        {"operations":[],"sql":[],"suspicions":[],"uncompared":[],"notes":[]}
        [exit 0]
    "#);
    workspace.write("schema.sql", format!("{BOOKS}\nCREATE TABLE writer (id INTEGER PRIMARY KEY);"));
    assert_screen!(workspace.screen("check"), @"
        $ aludel check
        the database and the target differ:
          create table writer
        [exit 3]
    ");
    assert_screen!(workspace.screen("check --json"), @r#"
        $ aludel check --json
        {"operations":[{"op":"create_table","summary":"create table writer","table":"writer"}],
            "sql":["CREATE TABLE writer (\n    id INTEGER PRIMARY KEY\n)"],"suspicions":[],"uncompared":[],"notes":[]}
        [exit 3]
    "#);
    workspace.sql("b2", "\"a1\"", "CREATE TABLE writer (id INTEGER PRIMARY KEY);", "DROP TABLE writer;");
    assert_screen!(workspace.screen("check"), @"
        $ aludel check
        ! error: the target database is not up to date: sqlite://app.db is at `a1`, and the migrations go to `b2`
        !   hint: run `aludel upgrade heads`, or start at what the migrations make: add `--from-migrations`
        [exit 3]
    ");
    assert_screen!(workspace.screen("check --from-migrations"), @"
        $ aludel check --from-migrations
        what the migrations make and the target are the same
        [exit 0]
    ");
}

#[test]
fn drift_is_what_was_done_without_a_migration() {
    let workspace = library(BOOKS);
    assert_screen!(workspace.screen("check --drift"), @"
        $ aludel check --drift
        the database is what its migrations made
        [exit 0]
    ");
    workspace.sqlite("ALTER TABLE book ADD COLUMN note TEXT; CREATE INDEX ix_pages ON book (pages)");
    assert_screen!(workspace.screen("check --drift"), @"
        $ aludel check --drift
        the database is not what its migrations made; since then:
          add column book.note
          create index ix_pages on book
        [exit 3]
    ");
    assert_screen!(workspace.screen("diff migrations@current database"), @"
        $ aludel diff migrations@current database
        add column book.note
        create index ix_pages on book
        [exit 0]
    ");
}

#[test]
fn a_migration_is_generated_and_leads_there_and_back() {
    let workspace = library(
        "CREATE TABLE book (id INTEGER PRIMARY KEY, title VARCHAR(80) NOT NULL, lang VARCHAR(2) NOT NULL DEFAULT 'en', \
         writer_id INTEGER REFERENCES writer (id));\nCREATE TABLE writer (id INTEGER PRIMARY KEY, name TEXT NOT NULL);",
    );
    assert_screen!(workspace.screen("revision --autogenerate --rev-id b2 -m writers --not-renamed book.pages"), @"
        $ aludel revision --autogenerate --rev-id b2 -m writers --not-renamed book.pages
        create table writer
        add column book.lang
        add column book.writer_id
        add foreign key (writer_id) on book
        drop column book.pages  loses the values of book.pages: 2 rows
        wrote migrations/DATE_b2_writers.sql
        [exit 0]
    ");
    assert_screen!(generated(&workspace), @r#"
        -- /// migration
        -- revision = "b2"
        -- down_revision = "a1"
        -- message = "writers"
        -- ///

        -- aludel:upgrade
        CREATE TABLE writer (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL
        );

        -- loses the values of book.pages
        ALTER TABLE book ADD COLUMN lang VARCHAR(2) NOT NULL DEFAULT 'en';
        ALTER TABLE book ADD COLUMN writer_id INTEGER REFERENCES writer (id);
        ALTER TABLE book DROP COLUMN pages;

        -- aludel:downgrade
        -- loses the values of book.writer_id
        -- loses the values of book.lang
        CREATE TABLE aludel_new_book (
            id INTEGER PRIMARY KEY,
            title VARCHAR(80) NOT NULL,
            pages INTEGER
        );
        INSERT INTO aludel_new_book (id, title)
        SELECT id, title
        FROM book;
        DROP TABLE book;
        ALTER TABLE aludel_new_book RENAME TO book;

        -- loses all rows of writer
        DROP TABLE writer;
    "#);
    assert_screen!(workspace.screen("upgrade"), @"
        $ aludel upgrade
        upgraded   b2 writers (TIME)
        1 step in TIME; the database is at b2
        [exit 0]
    ");
    assert_screen!(workspace.screen("check"), @"
        $ aludel check
        the database and the target are the same
        [exit 0]
    ");
    assert_screen!(workspace.screen("revision --autogenerate -m again"), @"
        $ aludel revision --autogenerate -m again
        nothing to do: the target is what is there
        [exit 0]
    ");
    assert_screen!(workspace.screen("downgrade -1"), @"
        $ aludel downgrade -1
        downgraded b2 writers (TIME)
        1 step in TIME; the database is at a1
        [exit 0]
    ");
    assert_screen!(workspace.screen("check --drift"), @"
        $ aludel check --drift
        the database is what its migrations made
        [exit 0]
    ");
}

#[test]
fn a_rename_is_never_guessed() {
    let workspace =
        library("CREATE TABLE book (id INTEGER PRIMARY KEY, title VARCHAR(80) NOT NULL, page_count INTEGER);");
    assert_screen!(workspace.screen("revision --autogenerate -m rename"), @"
        $ aludel revision --autogenerate -m rename
        ! error: was the column `book.pages` renamed to `page_count`?
        !   if so:  --rename book.pages=page_count  (rename column book.pages to page_count)
        !   if not: --not-renamed book.pages        (add column book.page_count, drop column book.pages)
        !   hint: add one of the two to the command for each of them
        [exit 2]
    ");
    let answer = workspace.aludel(&["revision", "--autogenerate", "-m", "rename", "--json"]).stdout;
    let answer: serde_json::Value = serde_json::from_slice(&answer).expect("the answer is JSON");
    assert_eq!(answer["error"]["code"], "rename_undecided");
    assert_eq!(answer["error"]["suspicions"][0]["flag_if_renamed"], "--rename book.pages=page_count");
    assert_screen!(workspace.screen("revision --autogenerate --rev-id b2 -m rename --rename book.pages=page_count"), @"
        $ aludel revision --autogenerate --rev-id b2 -m rename --rename book.pages=page_count
        rename column book.pages to page_count
        wrote migrations/DATE_b2_rename.sql
        [exit 0]
    ");
    assert_screen!(generated(&workspace), @r#"
        -- /// migration
        -- revision = "b2"
        -- down_revision = "a1"
        -- message = "rename"
        -- ///

        -- aludel:upgrade
        ALTER TABLE book RENAME COLUMN pages TO page_count;

        -- aludel:downgrade
        ALTER TABLE book RENAME COLUMN page_count TO pages;
    "#);
    assert_screen!(workspace.screen("upgrade -q"), @"
        $ aludel upgrade -q
        [exit 0]
    ");
    assert_screen!(workspace.screen("check"), @"
        $ aludel check
        the database and the target are the same
        [exit 0]
    ");
}

#[test]
fn a_target_that_cannot_be_used_is_named() {
    let workspace = Workspace::project();
    assert_screen!(workspace.screen("diff"), @r#"
        $ aludel diff
        ! error: aludel.toml names no target
        !   hint: write `sql = "schema.sql"`, `program = ["python3", "-m", "aludel_models", ...]` or `component = "target.wasm"` under `[target]`
        [exit 2]
    "#);
    let workspace = library("CREATE TABLE book (id INTEGER PRIMARY KEY);\nCREATE TABEL writer (id INTEGER);\n");
    assert_screen!(workspace.screen("check"), @r#"
        $ aludel check
        ! error: schema.sql:2: near "TABEL": syntax error
        [exit 2]
    "#);
    workspace.write("schema.sql", "-- nothing yet\n");
    assert_screen!(workspace.screen("revision --autogenerate -m nothing"), @"
        $ aludel revision --autogenerate -m nothing
        ! error: the target holds no table, so one table would be dropped: book
        !   hint: look at `[target]` in aludel.toml; if everything is meant to go, add `--allow-empty-target`
        [exit 2]
    ");
    assert_screen!(workspace.screen("revision --autogenerate -m nothing --json"), @r#"
        $ aludel revision --autogenerate -m nothing --json
        {"error":{"code":"empty_target","exit_code":2,"hint":"look at `[target]` in aludel.toml; if everything is meant to go,
             add `--allow-empty-target`","message":"the target holds no table, so one table would be dropped: book",
            "tables":["book"]}}
        [exit 2]
    "#);
    assert_screen!(workspace.screen("revision --autogenerate --rev-id b2 -m nothing --allow-empty-target"), @"
        $ aludel revision --autogenerate --rev-id b2 -m nothing --allow-empty-target
        drop table book  loses all rows of book: 3 rows
        wrote migrations/DATE_b2_nothing.sql
        [exit 0]
    ");
    assert_screen!(generated(&workspace), @r#"
        -- /// migration
        -- revision = "b2"
        -- down_revision = "a1"
        -- message = "nothing"
        -- ///

        -- aludel:upgrade
        -- loses all rows of book
        DROP TABLE book;

        -- aludel:downgrade
        CREATE TABLE book (
            id INTEGER PRIMARY KEY,
            title VARCHAR(80) NOT NULL,
            pages INTEGER
        );
    "#);
}

#[test]
fn without_a_database_the_migrations_are_the_start() {
    let workspace = library(&format!("{BOOKS}\nCREATE TABLE writer (id INTEGER PRIMARY KEY);"));
    fs::remove_file(workspace.path().join("app.db")).expect("it is there");
    assert_screen!(workspace.screen("revision --autogenerate --rev-id b2 -m writers"), @"
        $ aludel revision --autogenerate --rev-id b2 -m writers
        create table writer
        wrote migrations/DATE_b2_writers.sql
        ! compared with what the migrations make: `sqlite://app.db` does not exist
        [exit 0]
    ");
    assert_screen!(generated(&workspace), @r#"
        -- /// migration
        -- revision = "b2"
        -- down_revision = "a1"
        -- message = "writers"
        -- ///

        -- aludel:upgrade
        CREATE TABLE writer (
            id INTEGER PRIMARY KEY
        );

        -- aludel:downgrade
        -- loses all rows of writer
        DROP TABLE writer;
    "#);
}

#[test]
fn a_migration_that_fails_on_the_scratch_database_touches_nothing() {
    let workspace = library(BOOKS);
    workspace.sql(
        "b2",
        "\"a1\"",
        "CREATE TABLE shelf (id INTEGER PRIMARY KEY); DROP TABLE shelve;",
        "DROP TABLE shelf;",
    );
    assert_screen!(workspace.screen("check --from-migrations"), @"
        $ aludel check --from-migrations
        ! error: upgrade of `b2` failed at statement 2 (migrations/b2.sql:8): no such table: shelve
        !   | DROP TABLE shelve
        !   state: it ran on a scratch database, which is gone; nothing else was touched
        !   hint: mend migrations/b2.sql and run the command again
        [exit 10]
    ");
}
