//! What the rules find: `lint`.

use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::assert_screen;
use crate::workspace::Workspace;

const ORDERS: &str = "CREATE TABLE orders (id INTEGER PRIMARY KEY, note TEXT, total NUMERIC);";

/// A project whose database is at `a1`, which made the table `orders`.
fn shop() -> Workspace {
    let workspace = Workspace::project();
    workspace.sql("a1", "", ORDERS, "DROP TABLE orders;");
    assert!(workspace.aludel(&["upgrade", "head"]).status.success());
    workspace
}

/// The same with a migration `b2` that takes things away.
fn losing() -> Workspace {
    let workspace = shop();
    let upgrade = "ALTER TABLE orders DROP COLUMN total;\n\nDELETE\nFROM orders;";
    workspace.sql("b2", "\"a1\"", upgrade, "ALTER TABLE orders ADD COLUMN total NUMERIC;");
    workspace
}

fn printed(workspace: &Workspace, line: &str) -> String {
    let arguments: Vec<&str> = line.split_whitespace().collect();
    String::from_utf8(workspace.aludel(&arguments).stdout).expect("it is text")
}

#[test]
fn what_the_database_does_not_have_is_looked_at() {
    let workspace = losing();
    assert_screen!(workspace.screen("lint"), @"
        $ aludel lint
        b2 add b2
          migrations/b2.sql:8
          | ALTER TABLE orders DROP COLUMN total
            error AL103 column orders.total is dropped with its values
              hint: drop it a release after the last program that names it; until then let it be NULL
          migrations/b2.sql:10
          | DELETE
          | FROM orders
            note AL106 every row of orders is deleted (orders has 0 rows)
              hint: say which rows with WHERE

        1 error, 1 note in 1 revision
        ! `aludel lint --explain AL103` says why, and what is safe
        [exit 3]
    ");
    assert!(workspace.aludel(&["upgrade", "head"]).status.success());
    assert_screen!(workspace.screen("lint"), @"
        $ aludel lint
        nothing to look at
        ! `aludel lint :` looks at every revision
        [exit 0]
    ");
}

#[test]
fn a_database_that_is_not_there_is_not_needed() {
    let workspace = losing();
    fs::remove_file(workspace.path().join("app.db")).expect("it was made");
    assert_screen!(workspace.screen("lint"), @"
        $ aludel lint
        b2 add b2
          migrations/b2.sql:8
          | ALTER TABLE orders DROP COLUMN total
            error AL103 column orders.total is dropped with its values
              hint: drop it a release after the last program that names it; until then let it be NULL
          migrations/b2.sql:10
          | DELETE
          | FROM orders
            error AL106 every row of orders is deleted
              hint: say which rows with WHERE

        2 errors in 2 revisions
        ! `aludel lint --explain AL103` says why, and what is safe
        [exit 3]
    ");
    assert!(!workspace.path().join("app.db").exists());
}

#[test]
fn revisions_and_ranges_can_be_named() {
    let workspace = losing();
    workspace.sql("c3", "\"b2\"", "DELETE FROM orders WHERE id = 1;", "SELECT 1;");
    assert_screen!(workspace.screen("lint a1 b2:c3 --fail-on note"), @"
        $ aludel lint a1 b2:c3 --fail-on note
        b2 add b2
          migrations/b2.sql:8
          | ALTER TABLE orders DROP COLUMN total
            error AL103 column orders.total is dropped with its values
              hint: drop it a release after the last program that names it; until then let it be NULL
          migrations/b2.sql:10
          | DELETE
          | FROM orders
            note AL106 every row of orders is deleted (orders has 0 rows)
              hint: say which rows with WHERE

        1 error, 1 note in 3 revisions
        ! `aludel lint --explain AL103` says why, and what is safe
        [exit 3]
    ");
    assert_screen!(workspace.screen("lint d4"), @"
        $ aludel lint d4
        ! error: no revision `d4`; the start of an id should have four characters or more
        !   hint: `aludel history` lists the ids
        [exit 4]
    ");
}

#[test]
fn downgrades_are_looked_at_when_they_are_asked_for() {
    let workspace = losing();
    assert_screen!(workspace.screen("lint --down a1 --fail-on note"), @"
        $ aludel lint --down a1 --fail-on note
        a1 add a1
          migrations/a1.sql:10 (downgrade)
          | DROP TABLE orders
            note AL102 table orders is dropped with all its rows (orders has 0 rows)
              hint: rename it first and drop it a release later, when nothing has missed it

        1 note in 1 revision
        ! `aludel lint --explain AL102` says why, and what is safe
        [exit 3]
    ");
}

#[test]
fn code_is_held_against_the_rules_by_what_it_does() {
    let workspace = shop();
    let code = "// /// migration\n// revision = \"b2\"\n// down_revision = \"a1\"\n// message = \"by code\"\n// ///\n\
                export function upgrade(db) {\n\
                \x20 db.execute(\"DELETE FROM orders\");\n\
                \x20 const old = [\"total\"];\n\
                \x20 db.alterTable(\"orders\", (t) => { for (const name of old) t.dropColumn(name); });\n}\n\
                export function downgrade(db) {}\n";
    workspace.write("migrations/b2.js", code);
    assert_screen!(workspace.screen("lint"), @"
        $ aludel lint
        b2 by code
          migrations/b2.js:7
          | DELETE FROM orders
            note AL106 every row of orders is deleted (orders has 0 rows)
              hint: say which rows with WHERE
          migrations/b2.js
          | ALTER TABLE orders DROP COLUMN total
            error AL103 column orders.total is dropped with its values
              hint: drop it a release after the last program that names it; until then let it be NULL

        1 error, 1 note in 1 revision
        ! `aludel lint --explain AL103` says why, and what is safe
        [exit 3]
    ");
    let allowed = code.replace("  const old", "  // aludel:nolint AL103 nobody reads it since May\n  const old");
    workspace.write("migrations/b2.js", allowed);
    assert_screen!(workspace.screen("lint -v"), @"
        $ aludel lint -v
        b2 by code
          migrations/b2.js:7
          | DELETE FROM orders
            note AL106 every row of orders is deleted (orders has 0 rows)
              hint: say which rows with WHERE
            allowed AL103 in line 8: nobody reads it since May (column orders.total is dropped with its values)

        1 note in 1 revision
        ! `aludel lint --explain AL106` says why, and what is safe
        [exit 0]
    ");
}

#[test]
fn comments_allow_findings_if_they_say_why() {
    let workspace = shop();
    let upgrade = "-- aludel:nolint AL103 nobody reads it since May\nALTER TABLE orders DROP COLUMN total;\n\
                   -- aludel:nolint all-rows\nDELETE FROM orders;\n\
                   -- aludel:nolint AL1O6 they are test data\nDELETE FROM orders;";
    workspace.sql("b2", "\"a1\"", upgrade, "ALTER TABLE orders ADD COLUMN total NUMERIC;");
    assert_screen!(workspace.screen("lint -v"), @"
        $ aludel lint -v
        b2 add b2
          migrations/b2.sql:10
            error AL901 the comment in line 10 gives no reason
              hint: say behind the code why it is fine here
          migrations/b2.sql:12
            warning AL903 the comment in line 12 names `AL1O6`, which is no rule
              hint: `aludel lint --rules` lists them
            allowed AL103 in line 8: nobody reads it since May (column orders.total is dropped with its values)
            allowed AL106 in line 10 (every row of orders is deleted (orders has 0 rows))

        1 error, 1 warning in 1 revision
        ! `aludel lint --explain AL901` says why, and what is safe
        [exit 3]
    ");
}

#[test]
fn the_project_says_how_much_a_rule_weighs() {
    let workspace = losing();
    let config = "[database]\nurl = \"sqlite://app.db\"\n\n[lint]\nfail_on = \"warning\"\ndrop-column = \"note\"\n\n\
                  [lint.\"migrations/b*\"]\nAL106 = \"warning\"\n";
    workspace.write("aludel.toml", config);
    let numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000)";
    workspace.sqlite(&format!("{numbers} INSERT INTO orders (id) SELECT i FROM n"));
    assert_screen!(workspace.screen("lint"), @"
        $ aludel lint
        b2 add b2
          migrations/b2.sql:8
          | ALTER TABLE orders DROP COLUMN total
            note AL103 column orders.total is dropped with its values
              hint: drop it a release after the last program that names it; until then let it be NULL
          migrations/b2.sql:10
          | DELETE
          | FROM orders
            warning AL106 every row of orders is deleted (orders has 12,000 rows)
              hint: say which rows with WHERE

        1 warning, 1 note in 1 revision
        ! `aludel lint --explain AL106` says why, and what is safe
        [exit 3]
    ");
    assert_screen!(workspace.screen("lint --fail-on error -q"), @"
        $ aludel lint --fail-on error -q
        b2 add b2
          migrations/b2.sql:8
          | ALTER TABLE orders DROP COLUMN total
            note AL103 column orders.total is dropped with its values
              hint: drop it a release after the last program that names it; until then let it be NULL
          migrations/b2.sql:10
          | DELETE
          | FROM orders
            warning AL106 every row of orders is deleted (orders has 12,000 rows)
              hint: say which rows with WHERE

        1 warning, 1 note in 1 revision
        [exit 0]
    ");
}

#[test]
fn what_is_wrong_in_the_configuration_is_told_with_its_place() {
    let workspace = losing();
    let config = "[database]\nurl = \"sqlite://app.db\"\n\n[lint]\nfail_on = \"never\"\nAL1O2 = \"off\"\nAL106 = \"fatal\"\n\n\
                  [lint.\"old/*\"]\ndrop-colum = \"off\"\n\n[lint.naming]\ntable = \"[\"\n";
    workspace.write("aludel.toml", config);
    assert_screen!(workspace.screen("lint"), @r#"
        $ aludel lint
        ! error: aludel.toml:5:11: `lint.fail_on` is `never`, but must be "error" or "warning" or "note"
        ! aludel.toml:6:1: unknown key `AL1O2` in [lint]
        ! aludel.toml:7:9: `lint.AL106` is `fatal`, but must be "off" or "note" or "warning" or "error"
        ! aludel.toml:10:1: unknown key `drop-colum` in [lint.old/*]
        ! aludel.toml:13:9: `lint.naming.table` is `[`, but must be a regular expression (error: unclosed character class)
        !   hint: did you mean `AL102`?
        [exit 2]
    "#);
}

#[test]
fn a_migration_that_fails_cannot_be_judged() {
    let workspace = shop();
    workspace.sql("b2", "\"a1\"", "DROP TABLE lines;", "SELECT 1;");
    assert_screen!(workspace.screen("lint"), @"
        $ aludel lint
        ! error: upgrade of `b2` failed at statement 1 (migrations/b2.sql:8): no such table: lines
        !   | DROP TABLE lines
        !   state: it ran on a scratch database, which is gone; nothing else was touched
        !   hint: mend migrations/b2.sql and run the command again
        [exit 10]
    ");
}

#[test]
fn a_rule_is_explained_by_its_page() {
    let workspace = Workspace::new();
    let page = printed(&workspace, "lint --explain drop-column");
    assert!(page.starts_with("# AL103 drop-column\n"), "{page}");
    assert!(page.contains("\n## The safe way\n"), "{page}");
    assert_screen!(workspace.screen("lint --explain AL999"), @"
        $ aludel lint --explain AL999
        ! error: there is no rule `AL999`
        !   hint: aludel lint --rules
        [exit 2]
    ");
    let rules = printed(&workspace, "lint --rules");
    assert!(rules.contains("\nAL102 error    A table is dropped with its rows (drop-table)\n"), "{rules}");
    let listed: Value = serde_json::from_str(&printed(&workspace, "lint --rules --json")).expect("it is JSON");
    assert_eq!(listed[0]["code"], "AL101");
}

#[test]
fn programs_read_one_document() {
    let workspace = losing();
    assert_screen!(workspace.screen("lint --json"), @r#"
        $ aludel lint --json
        {"dialect":"sqlite","revisions":[{"revision":"b2","message":"add b2","path":"migrations/b2.sql",
            "findings":[{"code":"AL103","rule":"drop-column","severity":"error","direction":"up","statement":1,
            "sql":"ALTER TABLE orders DROP COLUMN total","line":8,"object":"orders.total",
            "message":"column orders.total is dropped with its values",
            "hint":"drop it a release after the last program that names it; until then let it be NULL"},{"code":"AL106",
            "rule":"all-rows","severity":"note","direction":"up","statement":2,"sql":"DELETE\nFROM orders","line":10,
            "object":"orders","message":"every row of orders is deleted (orders has 0 rows)","hint":"say which rows with WHERE"}],
            "statements_left_out":0}],"counts":{"error":1,"warning":0,"note":1},"fail_on":"error","is_failed":true,"notes":[]}
        [exit 3]
    "#);
}

/// A screen whose long lines are broken where a text has a line end.
fn broken(screen: &str) -> String {
    let broken =
        ["%0A", "&#10;", "<failure ", "<system-out>", "classname=", "message=", "::column", "::every", "::table"]
            .iter()
            .fold(screen.to_owned(), |screen, mark| screen.replace(mark, &format!("\n  {mark}")));
    broken.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

#[test]
fn github_shows_findings_beside_the_source() {
    let workspace = losing();
    assert_screen!(broken(&workspace.screen("lint --format github")), @"
        $ aludel lint --format github
        ::error file=migrations/b2.sql,line=8,title=AL103 drop-column in b2
          ::column orders.total is dropped with its values
          %0Adrop it a release after the last program that names it; until then let it be NULL
        ::notice file=migrations/b2.sql,line=10,title=AL106 all-rows in b2
          ::every row of orders is deleted (orders has 0 rows)
          %0Asay which rows with WHERE
        [exit 3]
    ");
}

#[test]
fn build_servers_read_junit() {
    let workspace = losing();
    assert_screen!(broken(&workspace.screen("lint --format junit")), @r#"
        $ aludel lint --format junit
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="aludel lint" tests="2" failures="1" errors="0" skipped="0">
          <testsuite name="b2 add b2" tests="2" failures="1" errors="0" skipped="0">
            <testcase
          classname="migrations/b2.sql" name="AL103 drop-column: column orders.total is dropped with its values">

          <failure type="AL103"
          message="column orders.total is dropped with its values">migrations/b2.sql:8
          &#10;ALTER TABLE orders DROP COLUMN total
          &#10;column orders.total is dropped with its values
          &#10;drop it a release after the last program that names it; until then let it be NULL</failure>
            </testcase>
            <testcase
          classname="migrations/b2.sql" name="AL106 all-rows: every row of orders is deleted (orders has 0 rows)">

          <system-out>note: migrations/b2.sql:10
          &#10;DELETE
          &#10;FROM orders
          &#10;every row of orders is deleted (orders has 0 rows)
          &#10;say which rows with WHERE</system-out>
            </testcase>
          </testsuite>
        </testsuites>
        [exit 3]
    "#);
}

/// A project with names and messages that mean harm, in a file of such a name.
fn hostile() -> Workspace {
    let workspace = shop();
    let table = "a%0A\u{1b}[2J<b c='d'>&amp;]]>::error::x\u{202e}";
    let create = format!("CREATE TABLE \"{table}\" (id INTEGER PRIMARY KEY);");
    workspace.sql("b2", "\"a1\"", &create, "SELECT 1;");
    let drop = format!(
        "-- /// migration\n-- revision = \"c3\"\n-- down_revision = \"b2\"\n-- message = \"<m>\\u001b[2J::\"\n-- ///\n\
         -- aludel:upgrade\nDROP TABLE \"{table}\";\n-- aludel:downgrade\n{create}\n"
    );
    workspace.write("migrations/c,line=1::<3>&.sql", drop);
    workspace
}

#[test]
fn no_name_means_anything_in_any_format() {
    let workspace = hostile();
    assert_screen!(workspace.screen("lint c3"), @r#"
        $ aludel lint c3
        c3 <m>\u{1b}[2J::
          migrations/c,line=1::<3>&.sql:7
          | DROP TABLE "a%0A\u{1b}[2J<b c='d'>&amp;]]>::error::x\u{202e}"
            error AL102 table a%0A\u{1b}[2J<b c='d'>&amp;]]>::error::x\u{202e} is dropped with all its rows
              hint: rename it first and drop it a release later, when nothing has missed it

        1 error in 1 revision
        ! `aludel lint --explain AL102` says why, and what is safe
        [exit 3]
    "#);
    assert_screen!(broken(&workspace.screen("lint c3 --format github")), @r#"
        $ aludel lint c3 --format github
        ::error file=migrations/c%2Cline=1%3A%3A<3>&.sql,line=7,title=AL102 drop-table in c3
          ::table a%250A\u{1b}[2J<b c='d'>&amp;]]>::error::x\u{202e} is dropped with all its rows
          %0Arename it first and drop it a release later, when nothing has missed it
        [exit 3]
    "#);
    assert_screen!(broken(&workspace.screen("lint c3 --format junit")), @r#"
        $ aludel lint c3 --format junit
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="aludel lint" tests="1" failures="1" errors="0" skipped="0">
          <testsuite name="c3 &lt;m&gt;�[2J::" tests="1" failures="1" errors="0" skipped="0">
            <testcase
          classname="migrations/c,line=1::&lt;3&gt;&amp;.sql" name="AL102 drop-table: table a
          %0A�[2J&lt;b c='d'&gt;&amp;amp;]]&gt;::error::x� is dropped with all its rows">

          <failure type="AL102"
          message="table a
          %0A�[2J&lt;b c='d'&gt;&amp;amp;]]&gt;::error::x� is dropped with all its rows">migrations/c,line=1::&lt;3&gt;&amp;.sql:7
          &#10;DROP TABLE &quot;a
          %0A�[2J&lt;b c='d'&gt;&amp;amp;]]&gt;::error::x�&quot;
          &#10;table a
          %0A�[2J&lt;b c='d'&gt;&amp;amp;]]&gt;::error::x� is dropped with all its rows
          &#10;rename it first and drop it a release later, when nothing has missed it</failure>
            </testcase>
          </testsuite>
        </testsuites>
        [exit 3]
    "#);
    assert_screen!(workspace.screen("lint c3 --json"), @r#"
        $ aludel lint c3 --json
        {"dialect":"sqlite","revisions":[{"revision":"c3","message":"<m>\u001b[2J::","path":"migrations/c,line=1::<3>&.sql",
            "findings":[{"code":"AL102","rule":"drop-table","severity":"error","direction":"up","statement":1,
            "sql":"DROP TABLE \"a%0A\u001b[2J<b c='d'>&amp;]]>::error::x\u202e\"","line":7,
            "object":"a%0A\u001b[2J<b c='d'>&amp;]]>::error::x\u202e",
            "message":"table a%0A\u001b[2J<b c='d'>&amp;]]>::error::x\u202e is dropped with all its rows",
            "hint":"rename it first and drop it a release later, when nothing has missed it"}],"statements_left_out":0}],
            "counts":{"error":1,"warning":0,"note":0},"fail_on":"error","is_failed":true,"notes":[]}
        [exit 3]
    "#);
}

#[test]
fn code_scanning_reads_sarif() {
    for (workspace, file) in
        [(losing(), "migrations/b2.sql"), (hostile(), "migrations/c%2Cline%3D1%3A%3A%3C3%3E%26.sql")]
    {
        let text = printed(&workspace, "lint : --format sarif");
        assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'), "{text}");
        let document: Value = serde_json::from_str(&text).expect("it is JSON");
        check_sarif(&document);
        let results = document["runs"][0]["results"].as_array().expect("it is a list");
        let uri = |result: &Value| result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == file;
        assert!(results.iter().any(uri), "{text}");
    }
}

#[test]
fn what_a_comment_allows_is_in_sarif_as_suppressed() {
    let workspace = shop();
    workspace.sql("b2", "\"a1\"", "-- aludel:nolint AL106 test data\nDELETE FROM orders;", "SELECT 1;");
    let document: Value = serde_json::from_str(&printed(&workspace, "lint --format sarif")).expect("it is JSON");
    check_sarif(&document);
    let result = &document["runs"][0]["results"][0];
    assert_eq!(result["suppressions"], serde_json::json!([{ "kind": "inSource", "justification": "test data" }]));
}

/// What the schema of SARIF 2.1.0 asks for, of all that is written.
fn check_sarif(document: &Value) {
    assert_eq!(document["version"], "2.1.0");
    let run = &document["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("it is a list");
    let levels = ["none", "note", "warning", "error"].map(Value::from);
    for rule in rules {
        assert!(rule["id"].is_string() && rule["shortDescription"]["text"].is_string(), "{rule}");
        assert!(rule["help"]["text"].as_str().is_some_and(|text| !text.is_empty()), "{rule}");
        assert!(rule["helpUri"].as_str().is_some_and(|uri| uri.starts_with("https://")), "{rule}");
        assert!(levels.contains(&rule["defaultConfiguration"]["level"]), "{rule}");
    }
    for result in run["results"].as_array().expect("it is a list") {
        let index = usize::try_from(result["ruleIndex"].as_u64().expect("it is an index")).expect("it is small");
        assert_eq!(result["ruleId"], rules[index]["id"]);
        assert!(result["message"]["text"].as_str().is_some_and(|text| !text.is_empty()), "{result}");
        assert!(levels.contains(&result["level"]), "{result}");
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().expect("it is a URI");
        assert!(uri.chars().all(|each| each.is_ascii_alphanumeric() || "-._~/%".contains(each)), "{uri}");
        let region = place.get("region").map(|region| region["startLine"].as_u64());
        assert!(region.is_none_or(|line| line.is_some_and(|line| line > 0)), "{result}");
        let fingerprints = result["partialFingerprints"].as_object().expect("it is an object");
        assert!(fingerprints.values().all(Value::is_string), "{result}");
    }
}

#[test]
fn files_are_written_beside_what_is_printed() {
    let workspace = losing();
    let output = workspace.aludel(&["lint", "--sarif", "lint.sarif", "--junit", "lint.xml"]);
    assert_eq!(output.status.code(), Some(3));
    let read = |name: &str| fs::read_to_string(workspace.path().join(name)).expect("it was written");
    check_sarif(&serde_json::from_str(&read("lint.sarif")).expect("it is JSON"));
    assert!(read("lint.xml").ends_with("</testsuites>\n"));
    assert_screen!(workspace.screen("lint --sarif nowhere/lint.sarif -q"), @"
        $ aludel lint --sarif nowhere/lint.sarif -q
        ! error: cannot write `./nowhere/lint.sarif`: No such file or directory (os error 2)
        [exit 1]
    ");
}

#[test]
fn what_changed_since_a_commit_is_looked_at() {
    let workspace = shop();
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"];
        let run = Command::new("git").args(identity).args(arguments).current_dir(workspace.path()).output();
        assert!(run.expect("git is there").status.success(), "{arguments:?}");
    };
    assert_screen!(workspace.screen("lint --since main"), @"
        $ aludel lint --since main
        ! error: what changed since `main` is not known: fatal: not a git repository (or any of the parent directories): .git
        !   hint: name the revisions, or a range: aludel lint A:B
        [exit 2]
    ");
    git(&["init", "-q", "-b", "main"]);
    git(&["add", "migrations"]);
    git(&["commit", "-q", "-m", "first"]);
    workspace.sql("b2", "\"a1\"", "DELETE FROM orders;", "SELECT 1;");
    git(&["checkout", "-q", "-b", "work"]);
    git(&["add", "migrations"]);
    git(&["commit", "-q", "-m", "second"]);
    workspace.sql("c3", "\"b2\"", "ALTER TABLE orders DROP COLUMN note;", "SELECT 1;");
    assert_screen!(workspace.screen("lint --since main"), @"
        $ aludel lint --since main
        b2 add b2
          migrations/b2.sql:8
          | DELETE FROM orders
            note AL106 every row of orders is deleted (orders has 0 rows)
              hint: say which rows with WHERE

        c3 add c3
          migrations/c3.sql:8
          | ALTER TABLE orders DROP COLUMN note
            error AL103 column orders.note is dropped with its values
              hint: drop it a release after the last program that names it; until then let it be NULL

        1 error, 1 note in 2 revisions
        ! `aludel lint --explain AL103` says why, and what is safe
        [exit 3]
    ");
    assert_screen!(workspace.screen("lint --since HEAD"), @"
        $ aludel lint --since HEAD
        c3 add c3
          migrations/c3.sql:8
          | ALTER TABLE orders DROP COLUMN note
            error AL103 column orders.note is dropped with its values
              hint: drop it a release after the last program that names it; until then let it be NULL

        1 error in 1 revision
        ! `aludel lint --explain AL103` says why, and what is safe
        [exit 3]
    ");
    assert_screen!(workspace.screen("lint --since nowhere"), @"
        $ aludel lint --since nowhere
        ! error: what changed since `nowhere` is not known: fatal: bad revision 'nowhere'
        !   hint: name the revisions, or a range: aludel lint A:B
        [exit 2]
    ");
    assert_screen!(workspace.screen("lint --since=--output=x"), @"
        $ aludel lint --since=--output=x
        ! error: what changed since `--output=x` is not known: it starts with `-`
        !   hint: name the revisions, or a range: aludel lint A:B
        [exit 2]
    ");
}
