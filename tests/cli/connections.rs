//! What people see when the database is not as it should be.

use crate::assert_screen;
use crate::databases::{Kind, Server};
use crate::workspace::{Workspace, server};

#[test]
fn urls_with_a_typo() {
    let workspace = Workspace::three();
    assert_screen!(workspace.screen("--url sqlit://app.db current"), @"
        $ aludel --url sqlit://app.db current
        ! error: `sqlit://app.db`: `sqlit` is not a scheme that Aludel knows (sqlite, postgres, postgresql, mysql, mariadb)
        !   hint: did you mean `sqlite://app.db`?
        [exit 2]
    ");
    assert_screen!(workspace.screen("--url app.db current"), @"
        $ aludel --url app.db current
        ! error: `app.db` is not a database URL: it has no scheme
        !   hint: for a SQLite file write `sqlite://app.db`
        [exit 2]
    ");
    assert_screen!(workspace.screen("--url postgres://app:hush@[bad/app current"), @"
        $ aludel --url postgres://app:hush@[bad/app current
        ! error: `postgres://app:***@[bad/app` is not a URL: invalid IPv6 address
        !   hint: percent-encode what is special in user and password: `@` is %40, `:` %3A, `/` %2F, `#` %23, `%` %25
        [exit 2]
    ");
}

#[test]
fn files_that_are_no_database() {
    let workspace = Workspace::three();
    workspace.write(
        "plain.db",
        "a shopping list, and long enough to be taken for a database by its size alone\n".repeat(20),
    );
    assert_screen!(workspace.screen("--url sqlite://plain.db upgrade"), @"
        $ aludel --url sqlite://plain.db upgrade
        ! error: `sqlite://plain.db`: `./plain.db` is not a SQLite database
        !   hint: point the URL at another file; nothing was changed
        [exit 5]
    ");
    assert_screen!(workspace.screen("--url sqlite://migrations upgrade"), @"
        $ aludel --url sqlite://migrations upgrade
        ! error: `sqlite://migrations`: `./migrations` is a folder, not a database file
        !   hint: name a file in it: `sqlite://./migrations/app.db`
        [exit 5]
    ");
    assert_screen!(workspace.screen("--url sqlite://nowhere/app.db upgrade"), @"
        $ aludel --url sqlite://nowhere/app.db upgrade
        ! error: `sqlite://nowhere/app.db`: the folder `./nowhere` does not exist
        !   hint: mkdir -p './nowhere'
        [exit 5]
    ");
}

#[test]
fn servers_that_do_not_answer_never_show_the_password() {
    let workspace = Workspace::three();
    assert_screen!(workspace.screen("--url postgres://app:hush@127.0.0.1:1/app current"), @"
        $ aludel --url postgres://app:hush@127.0.0.1:1/app current
        ! error: cannot reach `postgres://app:***@127.0.0.1:1/app`: Connection refused (os error 111)
        !   hint: check host and port, and that the server runs
        [exit 5]
    ");
    assert_screen!(workspace.screen("--url mysql://app:hush@127.0.0.1:1/app upgrade --json -v"), @r#"
        $ aludel --url mysql://app:hush@127.0.0.1:1/app upgrade --json -v
        {"error":{"code":"unreachable","exit_code":5,"hint":"check host and port, and that the server runs",
            "message":"cannot reach `mysql://app:***@127.0.0.1:1/app`: Connection refused (os error 111)"}}
        [exit 5]
    "#);
}

#[test]
fn servers_of_the_wrong_kind() {
    let workspace = Workspace::three();
    for (kind, scheme) in [(Kind::Postgresql, "mysql"), (Kind::MariaDb, "postgres")] {
        let Some(Server::Postgresql { administrator } | Server::MariaDb { administrator }) = server(kind) else {
            return;
        };
        let address = format!("127.0.0.1:{}", administrator.port().expect("the test servers have a port of their own"));
        let screen = workspace.screen(&format!("--url {scheme}://app:hush@{address}/app upgrade"));
        let screen = screen.replace(&address, "SERVER");
        match kind {
            Kind::Postgresql => assert_screen!(screen, @"
                $ aludel --url mysql://app:hush@SERVER/app upgrade
                ! error: `mysql://app:***@SERVER/app` is a PostgreSQL server, not a MySQL
                !   hint: change the scheme of the URL
                [exit 5]
            "),
            _ => assert_screen!(screen, @"
                $ aludel --url postgres://app:hush@SERVER/app upgrade
                ! error: `postgres://app:***@SERVER/app` is a MySQL or MariaDB server, not a PostgreSQL
                !   hint: change the scheme of the URL
                [exit 5]
            "),
        }
    }
}

#[test]
fn a_version_table_of_another_shape() {
    let workspace = Workspace::three();
    workspace.sqlite("CREATE TABLE aludel_version (id INTEGER, note TEXT);");
    assert_screen!(workspace.screen("upgrade"), @"
        $ aludel upgrade
        ! error: the table `aludel_version` has the columns `id`, `note`, where `version_num` were expected: it is not Aludel's
        !   hint: set `version_table` in aludel.toml to another name, or rename that table
        [exit 13]
    ");
}

#[test]
fn a_database_that_is_full() {
    let workspace = Workspace::three();
    workspace
        .write("aludel.toml", "[database]\nurl = \"sqlite://app.db\"\non_connect = [\"PRAGMA max_page_count = 12\"]\n");
    workspace.sql("d4", "\"c3\"", "CREATE TABLE big AS SELECT zeroblob(100000) AS filler;", "DROP TABLE big;");
    assert_screen!(workspace.screen("upgrade"), @"
        $ aludel upgrade
        upgraded   a1 add a1 (TIME)
        upgraded   b2 add b2 (TIME)
        upgraded   c3 add c3 (TIME)
        ! error: upgrade of `d4` failed at statement 1 (migrations/d4.sql:8): database or disk is full
        !   | CREATE TABLE big AS SELECT zeroblob(100000) AS filler
        !   state: everything was rolled back; the database is at `c3`
        !   hint: make room for the database and run `aludel upgrade` again; migrations/d4.sql need not change
        [exit 10]
    ");
    assert_screen!(workspace.screen("current"), @"
        $ aludel current
        c3 (current)
        [exit 0]
    ");
}

#[test]
fn a_database_that_somebody_else_writes_to() {
    let workspace = Workspace::three();
    assert_screen!(workspace.screen("upgrade a1 -q"), @"
        $ aludel upgrade a1 -q
        [exit 0]
    ");
    let holder = workspace.hold_sqlite();
    assert_screen!(workspace.screen("upgrade"), @"
        $ aludel upgrade
        ! error: cannot connect to `sqlite://app.db`: database is locked: another connection held it for 5s
        !   hint: wait for the program that writes to it to end, and run this again
        [exit 5]
    ");
    drop(holder);
    assert_screen!(workspace.screen("upgrade -q"), @"
        $ aludel upgrade -q
        [exit 0]
    ");
}

#[test]
fn a_database_that_can_only_be_read() {
    let workspace = Workspace::three();
    assert_screen!(workspace.screen("upgrade a1 -q"), @"
        $ aludel upgrade a1 -q
        [exit 0]
    ");
    assert_screen!(workspace.screen("--url sqlite://app.db?mode=ro upgrade"), @"
        $ aludel --url sqlite://app.db?mode=ro upgrade
        ! error: `sqlite://app.db?mode=ro` is read-only: the URL says `mode=ro`
        [exit 5]
    ");
    assert_screen!(workspace.screen("--url sqlite://app.db?mode=ro current"), @"
        $ aludel --url sqlite://app.db?mode=ro current
        a1 (current)
        [exit 0]
    ");
    assert_screen!(workspace.screen("--url sqlite://app.db?mod=ro current"), @"
        $ aludel --url sqlite://app.db?mod=ro current
        ! error: `sqlite://app.db?mod=ro`: there is no parameter `mod`
        !   hint: did you mean `mode`?
        [exit 2]
    ");
}

#[test]
fn databases_and_logins_that_a_server_does_not_know() {
    let workspace = Workspace::three();
    let Some(Server::Postgresql { mut administrator }) = server(Kind::Postgresql) else { return };
    administrator.set_path("no_such_database");
    let screen = workspace.screen(&format!("--url {administrator} current"));
    assert_screen!(screen.replace(administrator.as_str(), "URL"), @"
        $ aludel --url URL current
        ! error: `URL` does not exist
        !   hint: check its name in the URL, or make it with the server's own tools: `CREATE DATABASE`
        [exit 5]
    ");
    let Some(Server::MariaDb { mut administrator }) = server(Kind::MariaDb) else { return };
    administrator.set_password(Some("hush")).expect("the URL has a host");
    let screen = workspace.screen(&format!("--url {administrator} current"));
    let shown = administrator.as_str().replace("hush", "***");
    assert_screen!(screen.replace(administrator.as_str(), "URL").replace(&shown, "REDACTED"), @"
        $ aludel --url URL current
        ! error: `REDACTED` refused the login: Access denied for user 'aludel' (using password: YES)
        !   hint: check user and password in the URL
        [exit 5]
    ");
    assert!(!screen.lines().skip(1).any(|line| line.contains("hush")));
}
