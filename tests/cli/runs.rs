//! Forward, back, and where the database is.

use crate::assert_screen;
use crate::workspace::Workspace;

#[test]
fn up_and_down() {
    let workspace = Workspace::three();
    assert_screen!(workspace.screen("upgrade"), @"
        $ aludel upgrade
        upgraded   a1 add a1 (TIME)
        upgraded   b2 add b2 (TIME)
        upgraded   c3 add c3 (TIME)
        3 steps in TIME; the database is at c3
        [exit 0]
    ");
    assert_screen!(workspace.screen("upgrade"), @"
        $ aludel upgrade
        nothing to do: the database is at c3
        [exit 0]
    ");
    assert_screen!(workspace.screen("current"), @"
        $ aludel current
        c3 (head) (current)
        [exit 0]
    ");
    assert_screen!(workspace.screen("downgrade -1"), @"
        $ aludel downgrade -1
        downgraded c3 add c3 (TIME)
        1 step in TIME; the database is at b2
        [exit 0]
    ");
    assert_screen!(workspace.screen("current --check-heads"), @"
        $ aludel current --check-heads
        b2 (current)
        ! the database is not at all heads; run `aludel upgrade heads`
        [exit 3]
    ");
    assert_screen!(workspace.screen("upgrade +1 --json"), @r#"
        $ aludel upgrade +1 --json
        {"event":"lock_acquired"}
        {"event":"run_started","run_id":"RUN","command":"upgrade","database":"sqlite://app.db",
            "dialect":"sqlite","steps":1}
        {"event":"step_started","revision":"c3","direction":"up","message":"add c3","position":1,"of":1}
        {"event":"step_finished","revision":"c3","direction":"up","duration_ms":0,"heads":["c3"]}
        {"event":"run_finished","applied":1,"duration_ms":0,"heads":["c3"]}
        [exit 0]
    "#);
    assert_screen!(workspace.screen("downgrade base"), @"
        $ aludel downgrade base
        downgraded c3 add c3 (TIME)
        downgraded b2 add b2 (TIME)
        downgraded a1 add a1 (TIME)
        3 steps in TIME; the database is at base
        [exit 0]
    ");
    assert_screen!(workspace.screen("current"), @"
        $ aludel current
        ! the database is at base: no revision is applied
        [exit 0]
    ");
    assert_screen!(workspace.screen("current --json"), @r#"
        $ aludel current --json
        {"heads":[],"is_at_heads":false}
        [exit 0]
    "#);
}

#[test]
fn every_form_of_a_target() {
    let workspace = Workspace::three();
    assert_screen!(workspace.screen("upgrade a1+1"), @"
        $ aludel upgrade a1+1
        upgraded   a1 add a1 (TIME)
        upgraded   b2 add b2 (TIME)
        2 steps in TIME; the database is at b2
        [exit 0]
    ");
    assert_screen!(workspace.screen("upgrade head"), @"
        $ aludel upgrade head
        upgraded   c3 add c3 (TIME)
        1 step in TIME; the database is at c3
        [exit 0]
    ");
    assert_screen!(workspace.screen("downgrade head-2"), @"
        $ aludel downgrade head-2
        downgraded c3 add c3 (TIME)
        downgraded b2 add b2 (TIME)
        2 steps in TIME; the database is at a1
        [exit 0]
    ");
    assert_screen!(workspace.screen("upgrade nope"), @"
        $ aludel upgrade nope
        ! error: no revision or label `nope`
        !   hint: `aludel history` lists what there is
        [exit 4]
    ");
    assert_screen!(workspace.screen("upgrade +9"), @"
        $ aludel upgrade +9
        ! error: `+9` goes further than there are revisions
        !   hint: `aludel current` says where the database is, `aludel history` what there is
        [exit 4]
    ");
    assert_screen!(workspace.screen("upgrade a1:c3"), @"
        $ aludel upgrade a1:c3
        ! error: `a1:c3` is a range, which only works offline
        !   hint: add `--sql`, or give one target
        [exit 4]
    ");
    assert_screen!(workspace.screen("downgrade"), @"
        $ aludel downgrade
        ! error: the following required arguments were not provided:
        !   <TARGET>
        ! 
        ! Usage: aludel downgrade <TARGET>
        ! 
        ! For more information, try '--help'.
        [exit 2]
    ");
}

#[test]
fn a_dry_run_leaves_nothing_behind() {
    let workspace = Workspace::three();
    assert_screen!(workspace.screen("upgrade --dry-run"), @"
        $ aludel upgrade --dry-run
        would upgrade   a1 add a1 (TIME)
        would upgrade   b2 add b2 (TIME)
        would upgrade   c3 add c3 (TIME)
        3 steps in TIME; all rolled back; it would be at c3
        [exit 0]
    ");
    assert_screen!(workspace.screen("current"), @"
        $ aludel current
        ! the database is at base: no revision is applied
        [exit 0]
    ");
    assert_screen!(workspace.screen("upgrade --dry-run --sql"), @"
        $ aludel upgrade --dry-run --sql
        ! error: the argument '--dry-run' cannot be used with '--sql'
        ! 
        ! Usage: aludel upgrade --dry-run [TARGET]
        ! 
        ! For more information, try '--help'.
        [exit 2]
    ");
}

#[test]
fn transactions_hold_what_they_are_told_to() {
    let workspace = Workspace::three();
    assert_screen!(workspace.screen("upgrade --transaction run"), @"
        $ aludel upgrade --transaction run
        upgraded   a1 add a1 (TIME)
        upgraded   b2 add b2 (TIME)
        upgraded   c3 add c3 (TIME)
        3 steps in TIME; the database is at c3
        [exit 0]
    ");
    assert_screen!(workspace.screen("downgrade base --transaction none"), @"
        $ aludel downgrade base --transaction none
        downgraded c3 add c3 (TIME)
        downgraded b2 add b2 (TIME)
        downgraded a1 add a1 (TIME)
        3 steps in TIME; the database is at base
        [exit 0]
    ");
    assert_screen!(workspace.screen("upgrade --transaction some"), @"
        $ aludel upgrade --transaction some
        ! error: invalid value 'some' for '--transaction <MODE>'
        !   [possible values: migration, run, none]
        ! 
        ! For more information, try '--help'.
        [exit 2]
    ");
}

#[test]
fn a_failure_says_all_there_is_to_know() {
    let workspace = Workspace::project();
    workspace.migration("a1", "");
    workspace.sql("b2", "\"a1\"", "CREATE TABLE kept (id INTEGER);\n\nINSERT INTO absent VALUES (1);", "");
    assert_screen!(workspace.screen("upgrade"), @"
        $ aludel upgrade
        upgraded   a1 add a1 (TIME)
        ! error: upgrade of `b2` failed at statement 2 (migrations/b2.sql:10): no such table: absent
        !   | INSERT INTO absent VALUES (1)
        !   state: everything was rolled back; the database is at `a1`
        !   hint: mend migrations/b2.sql and run `aludel upgrade` again
        [exit 10]
    ");
    assert_screen!(workspace.screen("current"), @"
        $ aludel current
        a1 (current)
        [exit 0]
    ");
    assert_screen!(workspace.screen("upgrade --json"), @r#"
        $ aludel upgrade --json
        {"event":"lock_acquired"}
        {"event":"run_started","run_id":"RUN","command":"upgrade","database":"sqlite://app.db",
            "dialect":"sqlite","steps":1}
        {"event":"step_started","revision":"b2","direction":"up","message":"add b2","position":1,"of":1}
        {"error":{"cause":{"kind":"database","message":"no such table: absent","native_code":1,"sqlstate":null},
            "code":"migration_failed","database":{"heads":["a1"],"state":"rolled_back"},"direction":"up","exit_code":10,
            "hint":"mend migrations/b2.sql and run `aludel upgrade` again",
            "message":"upgrade of `b2` failed at statement 2 (migrations/b2.sql:10): no such table: absent",
            "path":"migrations/b2.sql","revision":"b2","statement":{"line":10,"number":2,"text":"INSERT INTO absent VALUES (1)"}}}
        [exit 10]
    "#);
    assert_screen!(workspace.screen("upgrade --quiet"), @"
        $ aludel upgrade --quiet
        ! error: upgrade of `b2` failed at statement 2 (migrations/b2.sql:10): no such table: absent
        !   | INSERT INTO absent VALUES (1)
        !   state: everything was rolled back; the database is at `a1`
        !   hint: mend migrations/b2.sql and run `aludel upgrade` again
        [exit 10]
    ");
    assert_screen!(workspace.screen("upgrade --transaction none"), @"
        $ aludel upgrade --transaction none
        ! error: upgrade of `b2` failed at statement 2 (migrations/b2.sql:10): no such table: absent
        !   | INSERT INTO absent VALUES (1)
        !   state: it ran outside of a transaction: 1 statement went through and stays, and the version table still says `a1`
        !   hint: mend migrations/b2.sql where it stopped and run `aludel upgrade` again: it goes on there; or finish it by hand and run `aludel stamp b2`
        [exit 11]
    ");
}

#[test]
fn what_was_begun_without_a_transaction_goes_on_without_one() {
    let workspace = Workspace::project();
    workspace.sql("a1", "", "CREATE TABLE t (a INTEGER);\nINSERT INTO absent VALUES (1);", "");
    let stopped = workspace.screen("upgrade --transaction none");
    assert!(stopped.contains("1 statement went through and stays"), "{stopped}");
    workspace.sql("a1", "", "CREATE TABLE t (a INTEGER);\nINSERT INTO t VALUES (1);", "");
    assert_screen!(workspace.screen("upgrade --transaction run"), @"
        $ aludel upgrade --transaction run
        ! error: the upgrade of `a1` stopped half way (1 statement of it stays), and it has to be finished before anything else runs
        !   hint: run `aludel doctor --resume`, or finish it by hand and run `aludel stamp a1`
        [exit 11]
    ");
    let done = workspace.screen("upgrade");
    assert!(done.contains("`a1` goes on after statement 1, where an earlier run of it stopped"), "{done}");
    assert!(done.trim_end().ends_with("[exit 0]"), "{done}");
}

#[test]
fn sql_is_written_and_not_run() {
    let workspace = Workspace::three();
    assert_screen!(workspace.screen("upgrade a1:b2 --sql"), @r#"
        $ aludel upgrade a1:b2 --sql
        -- upgrade b2: add b2

        BEGIN;

        CREATE TABLE t_b2 (id INTEGER PRIMARY KEY);

        UPDATE "aludel_version" SET version_num = 'b2' WHERE version_num = 'a1';

        COMMIT;

        [exit 0]
    "#);
    assert_screen!(workspace.screen("downgrade b2:a1 --sql"), @r#"
        $ aludel downgrade b2:a1 --sql
        -- downgrade b2: add b2

        BEGIN;

        DROP TABLE t_b2;

        UPDATE "aludel_version" SET version_num = 'a1' WHERE version_num = 'b2';

        COMMIT;

        [exit 0]
    "#);
    assert_screen!(workspace.screen("downgrade base --sql"), @"
        $ aludel downgrade base --sql
        ! error: an offline downgrade needs to know where it starts, and `base` does not say it
        !   hint: say where it starts: `aludel downgrade --sql head:base`
        [exit 4]
    ");
    assert!(!workspace.path().join("app.db").exists(), "no connection is made");
}

#[test]
fn stamps_move_the_version_rows_alone() {
    let workspace = Workspace::three();
    assert_screen!(workspace.screen("stamp b2"), @"
        $ aludel stamp b2
        stamped: the database is at b2
        [exit 0]
    ");
    assert_screen!(workspace.screen("stamp b2"), @"
        $ aludel stamp b2
        stamped: the database is at b2
        [exit 0]
    ");
    assert_screen!(workspace.screen("stamp --purge head"), @"
        $ aludel stamp --purge head
        stamped: the database is at c3
        [exit 0]
    ");
    assert_screen!(workspace.screen("current"), @"
        $ aludel current
        c3 (head) (current)
        [exit 0]
    ");
    assert_screen!(workspace.screen("stamp nope"), @"
        $ aludel stamp nope
        ! error: no revision or label `nope`
        !   hint: `aludel history` lists what there is
        [exit 4]
    ");
    assert_screen!(workspace.screen("stamp base --quiet"), @"
        $ aludel stamp base --quiet
        [exit 0]
    ");
}

#[test]
fn another_database_by_name_or_url() {
    let workspace = Workspace::three();
    workspace.write(
        "aludel.toml",
        "[database]\nurl = \"sqlite://app.db\"\n\n[database.second]\nurl = \"sqlite://second.db\"\n",
    );
    assert_screen!(workspace.screen("-n second upgrade a1"), @"
        $ aludel -n second upgrade a1
        upgraded   a1 add a1 (TIME)
        1 step in TIME; the database is at a1
        [exit 0]
    ");
    assert_screen!(workspace.screen("--url sqlite://third.db upgrade b2"), @"
        $ aludel --url sqlite://third.db upgrade b2
        upgraded   a1 add a1 (TIME)
        upgraded   b2 add b2 (TIME)
        2 steps in TIME; the database is at b2
        [exit 0]
    ");
    assert_screen!(workspace.screen("current"), @"
        $ aludel current
        ! the database is at base: no revision is applied
        [exit 0]
    ");
    assert_screen!(workspace.screen("-n second current"), @"
        $ aludel -n second current
        a1 (current)
        [exit 0]
    ");
    assert_screen!(workspace.screen("-n secnd current"), @"
        $ aludel -n secnd current
        ! error: no database `secnd` in the configuration
        !   hint: did you mean `-n second`?
        [exit 2]
    ");
    assert_screen!(workspace.screen("-C nowhere current"), @"
        $ aludel -C nowhere current
        ! error: no folder `nowhere`
        !   hint: `aludel init nowhere` makes a project there
        [exit 2]
    ");
    assert_screen!(workspace.screen("-c nowhere.toml current"), @"
        $ aludel -c nowhere.toml current
        ! error: nowhere.toml: cannot be read: No such file or directory (os error 2)
        [exit 2]
    ");
}

#[test]
fn quiet_says_nothing_when_all_is_well() {
    let workspace = Workspace::three();
    assert_screen!(workspace.screen("-q upgrade"), @"
        $ aludel -q upgrade
        [exit 0]
    ");
    assert_screen!(workspace.screen("-q current"), @"
        $ aludel -q current
        c3 (head) (current)
        [exit 0]
    ");
    assert_screen!(workspace.screen("-q downgrade base"), @"
        $ aludel -q downgrade base
        [exit 0]
    ");
    assert_screen!(workspace.screen("-q -v upgrade"), @"
        $ aludel -q -v upgrade
        ! error: the argument '--quiet' cannot be used with '--verbose...'
        ! 
        ! Usage: aludel --quiet <COMMAND>
        ! 
        ! For more information, try '--help'.
        [exit 2]
    ");
}

#[test]
fn colours_are_for_those_who_want_them() {
    let workspace = Workspace::three();
    assert_screen!(workspace.screen("upgrade a1 --color always").replace('\x1b', "ESC"), @"
        $ aludel upgrade a1 --color always
        ESC[1mESC[32mupgraded  ESC[0m ESC[33ma1ESC[0m add a1 ESC[2m(TIME)ESC[0m
        1 step in TIME; the database is at a1
        [exit 0]
    ");
    assert_screen!(workspace.screen("upgrade b2 --color auto").replace('\x1b', "ESC"), @"
        $ aludel upgrade b2 --color auto
        upgraded   b2 add b2 (TIME)
        1 step in TIME; the database is at b2
        [exit 0]
    ");
    let output = workspace.command(&["upgrade"]).env("NO_COLOR", "1").output().expect("the binary was built");
    assert!(!output.stdout.contains(&0x1b));
}

#[test]
fn the_version_table_can_be_made_alone() {
    let workspace = Workspace::three();
    assert_screen!(workspace.screen("ensure-version"), @"
        $ aludel ensure-version
        ! the version table is there
        [exit 0]
    ");
    assert_screen!(workspace.screen("ensure-version --json"), @"
        $ aludel ensure-version --json
        [exit 0]
    ");
}

#[test]
fn arguments_have_to_have_a_value() {
    let workspace = Workspace::three();
    assert_screen!(workspace.screen("upgrade -x tenant"), @"
        $ aludel upgrade -x tenant
        ! error: invalid value 'tenant' for '-x <KEY=VALUE>': `tenant` has no value; write `tenant=VALUE`
        ! 
        ! For more information, try '--help'.
        [exit 2]
    ");
    assert_screen!(workspace.screen("upgrade -x tenant=acme --tag nightly -v"), @"
        $ aludel upgrade -x tenant=acme --tag nightly -v
        upgraded   a1 add a1 (TIME)
        upgraded   b2 add b2 (TIME)
        upgraded   c3 add c3 (TIME)
        3 steps in TIME; the database is at c3
        ! database: sqlite://app.db (sqlite)
        ! running a1 add a1 (1 of 3)
        ! running b2 add b2 (2 of 3)
        ! running c3 add c3 (3 of 3)
        [exit 0]
    ");
    assert_screen!(workspace.screen("upgrade --lock-timeout 5"), @"
        $ aludel upgrade --lock-timeout 5
        ! error: invalid value '5' for '--lock-timeout <TIME>': `5` has no unit that is known: write ms, s, m or h
        ! 
        ! For more information, try '--help'.
        [exit 2]
    ");
    assert_screen!(workspace.screen("upgrad"), @"
        $ aludel upgrad
        ! error: unrecognized subcommand 'upgrad'
        ! 
        !   tip: some similar subcommands exist: 'downgrade', 'upgrade'
        ! 
        ! Usage: aludel [OPTIONS] <COMMAND>
        ! 
        ! For more information, try '--help'.
        [exit 2]
    ");
}

#[test]
fn more_is_said_with_verbose() {
    let workspace = Workspace::three();
    assert_screen!(workspace.screen("upgrade -v"), @"
        $ aludel upgrade -v
        upgraded   a1 add a1 (TIME)
        upgraded   b2 add b2 (TIME)
        upgraded   c3 add c3 (TIME)
        3 steps in TIME; the database is at c3
        ! database: sqlite://app.db (sqlite)
        ! running a1 add a1 (1 of 3)
        ! running b2 add b2 (2 of 3)
        ! running c3 add c3 (3 of 3)
        [exit 0]
    ");
}
