//! What a run would do, as a page and as a comment.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::assert_screen;
use crate::databases::Kind;
use crate::workspace::{Workspace, server};

fn orders(workspace: &Workspace) {
    workspace.sql("a1", "", "CREATE TABLE orders (id INTEGER PRIMARY KEY);", "DROP TABLE orders;");
    workspace.sql("b2", "\"a1\"", "CREATE TABLE lines (id INTEGER PRIMARY KEY, orders INTEGER);", "DROP TABLE lines;");
}

fn page(workspace: &Workspace) -> String {
    fs::read_to_string(workspace.path().join("aludel-report.html")).expect("it was written")
}

fn has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "no {part} in\n{text}");
    }
}

#[test]
fn a_page_and_a_comment() {
    let workspace = Workspace::project();
    orders(&workspace);
    assert_screen!(workspace.screen("upgrade a1 -q"), @"
        $ aludel upgrade a1 -q
        [exit 0]
    ");
    assert_screen!(workspace.screen("report --title Shop --markdown comment.md"), @"
        $ aludel report --title Shop --markdown comment.md
        ! wrote aludel-report.html
        ! wrote comment.md
        [exit 0]
    ");
    has(
        &page(&workspace),
        &[
            "<h1>Shop</h1>",
            "nothing speaks against it",
            "sqlite://app.db (sqlite)",
            "CREATE TABLE lines (id INTEGER PRIMARY KEY, orders INTEGER)",
            "<li>create table lines</li>",
            "<figcaption>After: <code>+</code> new",
            "class=\"name new\"",
            "<span class=\"planned\">● b2 add b2 (head) (would run)</span>",
            "<span class=\"applied\">● a1 add a1 (applied)</span>",
        ],
    );
    let comment = fs::read_to_string(workspace.path().join("comment.md")).expect("it was written");
    has(&comment, &["## Shop\n", "**✅ nothing speaks against it**", "- now at: a1\n", "```sql\nCREATE TABLE lines"]);
    assert_screen!(workspace.screen("current"), @"
        $ aludel current
        a1 (current)
        [exit 0]
    ");
}

#[test]
fn what_fails_on_the_copy_is_what_it_tells() {
    let workspace = Workspace::project();
    orders(&workspace);
    workspace.sql("c3", "\"b2\"", "CREATE TABLE orders (id INTEGER);", "");
    assert_screen!(workspace.screen("report -q --title Shop --markdown -"), @"
        $ aludel report -q --title Shop --markdown -
        ## Shop

        **❌ 1 failed check**


        | check | | time |
        |---|---|---|
        | the migrations run on a copy of the schema | ❌ failed | TIME |

        **the migrations run on a copy of the schema**

        ```
        upgrade of `c3` failed at statement 1 (migrations/c3.sql:8): table orders already exists

        CREATE TABLE orders (id INTEGER)

        hint: mend migrations/c3.sql and run the command again
        ```

        ! error: upgrade of `c3` failed at statement 1 (migrations/c3.sql:8): table orders already exists
        !   | CREATE TABLE orders (id INTEGER)
        !   position: 14
        !   state: it ran on a scratch database, which is gone; nothing else was touched
        !   hint: mend migrations/c3.sql and run the command again
        [exit 10]
    ");
    has(
        &page(&workspace),
        &["r-bad\">failed</span>", "1 failed check", "table orders already exists", "<span class=\"beyond\">● c3"],
    );
}

#[test]
fn checks_are_told_too() {
    let workspace = Workspace::project();
    orders(&workspace);
    workspace.sql("c3", "\"b2\"", "CREATE TABLE notes (id INTEGER PRIMARY KEY);", "SELECT 1;");
    assert_screen!(workspace.screen("report --test --junit tests.xml"), @"
        $ aludel report --test --junit tests.xml
        ! passed  heads (TIME)
        ! passed  round_trip a1 add a1 (TIME)
        ! passed  round_trip b2 add b2 (TIME)
        ! failed  round_trip c3 add c3 (TIME)
        !   error: the downgrade of `c3` does not lead back to where its upgrade started (migrations/c3.sql)
        !     schema: drop table notes
        !   hint: mend the downgrade in migrations/c3.sql: the lines tell what it has yet to do, and which rows it changes
        ! failed  traces (TIME)
        !   error: a downgrade to the base leaves something behind
        !     schema: drop table notes
        !   hint: the lines tell what is left to do: have the downgrade of the revision that made it do so
        ! skipped models: the project has no [target]
        ! passed  determinism (TIME)
        ! passed  offline (TIME)
        ! skipped user: there is no test in the folder tests
        ! passed  crash a1 8 of COUNT lost connections (TIME)
        ! passed  crash b2 8 of COUNT lost connections (TIME)
        ! failed  crash c3 (TIME)
        !   error: upgrade of `c3` failed at statement 1 (migrations/c3.sql:8): table notes already exists
        !     | CREATE TABLE notes (id INTEGER PRIMARY KEY)
        !     the connection was lost before call 2 of 45: the next rows of a query
        !     the connection was lost after call 11 of 45: SELECT name FROM pragma_table_info(?1, 'main') ORDER BY cid
        !     the connection was lost after call 15 of 45: the next rows of a query
        !     the connection was lost after call 18 of 45: the next rows of a query
        !     the connection was lost before call 21 of 45: the next rows of a query
        !     the connection was lost before call 23 of 45: SELECT name FROM pragma_table_info(?1, 'main') ORDER BY cid
        !     the connection was lost before call 31 of 45: the tables of the house
        !   hint: what no transaction takes back has to be safe to run again: smaller migrations, statements that say IF NOT EXISTS, no temporary tables
        ! wrote aludel-report.html
        ! wrote tests.xml
        [exit 3]
    ");
    has(
        &page(&workspace),
        &[
            "<h3>test: heads</h3> <span class=\"r-good\">passed",
            "<h3>test: round_trip</h3> <span class=\"r-bad\">failed",
        ],
    );
    let junit = fs::read_to_string(workspace.path().join("tests.xml")).expect("it was written");
    has(&junit, &["<testsuite", "round_trip", "<failure"]);
}

#[test]
fn nothing_to_do_and_no_such_place() {
    let workspace = Workspace::three();
    assert_screen!(workspace.screen("upgrade -q"), @"
        $ aludel upgrade -q
        [exit 0]
    ");
    let screen = workspace.screen("report --out -");
    has(&screen, &["<!DOCTYPE html>", "nothing to do", "<span class=\"applied\">● c3", "</html>\n[exit 0]"]);
    assert_screen!(workspace.screen("report --out nowhere/page.html"), @"
        $ aludel report --out nowhere/page.html
        ! error: cannot write nowhere/page.html: No such file or directory (os error 2)
        [exit 1]
    ");
    assert_screen!(workspace.screen("report nowhere"), @"
        $ aludel report nowhere
        ! error: no revision or label `nowhere`
        !   hint: `aludel history` lists what there is
        [exit 4]
    ");
}

#[test]
fn locks_are_told_on_postgresql() {
    let Some(server) = server(Kind::Postgresql) else { return };
    let workspace = Workspace::project();
    let database = server.create_database(workspace.path()).expect("the test server makes databases");
    workspace.connect_to(database.url());
    orders(&workspace);
    workspace.sql("c3", "\"b2\"", "ALTER TABLE orders ADD COLUMN at TIMESTAMPTZ;", "");
    assert!(workspace.aludel(&["upgrade", "b2"]).status.success());
    assert!(workspace.aludel(&["report"]).status.success());
    has(
        &page(&workspace),
        &["1 step blocks others", "<span class=\"r-bad\">orders: ACCESS EXCLUSIVE, blocks reads and writes</span>"],
    );
}

/// Everything that a page can have, with what strangers wrote in it.
#[test]
fn a_browser_has_nothing_to_complain_about() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let Some(tools) = browser_tools(&root) else { return };
    let workspace = Workspace::project();
    orders(&workspace);
    let long = "CREATE TABLE \"</pre><script>fetch('http://a.example')</script>\" (".to_owned()
        + &"a_long_name".repeat(30)
        + " INTEGER);";
    workspace.sql(
        "c3",
        "\"b2\"",
        &(long + "\nALTER TABLE lines ADD COLUMN note TEXT;\nCREATE INDEX lines_note ON lines (note);"),
        "",
    );
    workspace.sql("d4", "\"b2\"", "DROP TABLE orders;", "");
    workspace.sql("e5", "[\"c3\", \"d4\"]", "", "");
    assert!(workspace.aludel(&["upgrade", "b2"]).status.success());
    assert!(workspace.aludel(&["report"]).status.success());
    let mut look = Command::new("node");
    look.arg(root.join("tests/browser/look.mjs")).arg(tools).arg("/usr/bin/chromium");
    let output = look.arg(workspace.path().join("aludel-report.html")).output().expect("node is there");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "");
}

/// Playwright, as `tests/setup` installs it; without it and a browser the test is not run, and says so.
#[expect(clippy::print_stderr, reason = "the reader of a test run is told what was not run")]
fn browser_tools(root: &Path) -> Option<PathBuf> {
    let tools = root.join("target/test-browser");
    if tools.join("installed").exists() && Path::new("/usr/bin/chromium").exists() {
        return Some(tools);
    }
    assert!(std::env::var_os("TEST_REQUIRE").is_none(), "no browser to look at the page: run tests/setup");
    eprintln!("not run: no browser to look at the page; run tests/setup");
    None
}
