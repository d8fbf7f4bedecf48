//! The revisions as they are listed.

use crate::assert_screen;
use crate::workspace::Workspace;

/// A line with a branch, joined again, and a root of its own.
fn branched() -> Workspace {
    let workspace = Workspace::project();
    workspace.migration("a1", "");
    workspace.migration("b2", "\"a1\"");
    workspace.migration("c3", "\"a1\"");
    workspace.migration("d4", "[\"b2\", \"c3\"]");
    workspace.migration("x1", "");
    workspace
}

#[test]
fn the_history() {
    let workspace = branched();
    assert_screen!(workspace.screen("history"), @"
        $ aludel history
        b2, c3 -> d4 (head) (mergepoint), add d4
        a1 -> b2, add b2
        a1 -> c3, add c3
        <base> -> x1 (head), add x1
        <base> -> a1 (branchpoint), add a1
        [exit 0]
    ");
    assert_screen!(workspace.screen("history --graph"), @"
        $ aludel history --graph
        ● d4 (head) (mergepoint), add d4
        ├─╮
        ● │ b2, add b2
        │ ● c3, add c3
        │ │ ● x1 (head), add x1
        ├─╯
        ● a1 (branchpoint), add a1
        [exit 0]
    ");
    assert_screen!(workspace.screen("history -r a1:d4"), @"
        $ aludel history -r a1:d4
        b2, c3 -> d4 (head) (mergepoint), add d4
        a1 -> b2, add b2
        a1 -> c3, add c3
        <base> -> a1 (branchpoint), add a1
        [exit 0]
    ");
    assert_screen!(workspace.screen("history -r :b2"), @"
        $ aludel history -r :b2
        a1 -> b2, add b2
        <base> -> a1 (branchpoint), add a1
        [exit 0]
    ");
    assert_screen!(workspace.screen("history -r b2 --json"), @r#"
        $ aludel history -r b2 --json
        {"error":{"code":"not_a_range","exit_code":4,"hint":"write `b2:` or `:b2`","message":"`b2` is not a range"}}
        [exit 4]
    "#);
    assert_screen!(workspace.screen("upgrade b2 -q"), @"
        $ aludel upgrade b2 -q
        [exit 0]
    ");
    assert_screen!(workspace.screen("history -i"), @"
        $ aludel history -i
        b2, c3 -> d4 (head) (mergepoint), add d4
        a1 -> b2 (current), add b2
        a1 -> c3, add c3
        <base> -> x1 (head), add x1
        <base> -> a1 (branchpoint), add a1
        [exit 0]
    ");
    assert_screen!(workspace.screen("history -r current:"), @"
        $ aludel history -r current:
        b2, c3 -> d4 (head) (mergepoint), add d4
        a1 -> b2 (current), add b2
        [exit 0]
    ");
    assert_screen!(workspace.screen("history -v -r c3:d4"), @"
        $ aludel history -v -r c3:d4
        Rev: d4 (head) (mergepoint)
        Merges: b2, c3
        Path: migrations/d4.sql

            add d4

        Rev: c3
        Parent: a1
        Path: migrations/c3.sql

            add c3

        [exit 0]
    ");
}

#[test]
fn heads_and_branches() {
    let workspace = branched();
    assert_screen!(workspace.screen("heads"), @"
        $ aludel heads
        d4 (head) (mergepoint)
        x1 (head)
        [exit 0]
    ");
    assert_screen!(workspace.screen("heads --json"), @r#"
        $ aludel heads --json
        [{"revision":"d4","down_revisions":["b2","c3"],"depends_on":[],"branch_labels":[],"message":"add d4","created":null,
            "path":"migrations/d4.sql","is_head":true,"is_base":false,"is_branch_point":false,"is_merge_point":true,
            "is_current":null},{"revision":"x1","down_revisions":[],"depends_on":[],"branch_labels":[],"message":"add x1",
            "created":null,"path":"migrations/x1.sql","is_head":true,"is_base":true,"is_branch_point":false,"is_merge_point":false,
            "is_current":null}]
        [exit 0]
    "#);
    assert_screen!(workspace.screen("branches"), @"
        $ aludel branches
        <base> -> a1 (branchpoint), add a1
            -> b2
            -> c3
        [exit 0]
    ");
    assert_screen!(workspace.screen("branches -v"), @"
        $ aludel branches -v
        Rev: a1 (branchpoint)
        Parent: <base>
        Path: migrations/a1.sql

            add a1

            -> b2
            -> c3
        [exit 0]
    ");
    assert_screen!(workspace.screen("branches --json"), @r#"
        $ aludel branches --json
        [{"revision":"a1","down_revisions":[],"depends_on":[],"branch_labels":[],"message":"add a1","created":null,
            "path":"migrations/a1.sql","is_head":false,"is_base":true,"is_branch_point":true,"is_merge_point":false,
            "is_current":null,"branches":[{"revision":"b2","down_revisions":["a1"],"depends_on":[],"branch_labels":[],
            "message":"add b2","created":null,"path":"migrations/b2.sql","is_head":false,"is_base":false,"is_branch_point":false,
            "is_merge_point":false,"is_current":null},{"revision":"c3","down_revisions":["a1"],"depends_on":[],"branch_labels":[],
            "message":"add c3","created":null,"path":"migrations/c3.sql","is_head":false,"is_base":false,"is_branch_point":false,
            "is_merge_point":false,"is_current":null}]}]
        [exit 0]
    "#);
}

#[test]
fn one_revision_in_full() {
    let workspace = branched();
    assert_screen!(workspace.screen("show d4"), @"
        $ aludel show d4
        Rev: d4 (head) (mergepoint)
        Merges: b2, c3
        Path: migrations/d4.sql
        May:
            everything but what it may not
        May not:
            create, alter and drop databases
            create roles and change them
            create extensions that are not trusted or named
            change settings of the server or the database file
            reach files and programs of the server

            add d4

        [exit 0]
    ");
    assert_screen!(workspace.screen("show d4 --json"), @r#"
        $ aludel show d4 --json
        {"revision":"d4","down_revisions":["b2","c3"],"depends_on":[],"branch_labels":[],"message":"add d4","created":null,
            "path":"migrations/d4.sql","is_head":true,"is_base":false,"is_branch_point":false,"is_merge_point":true,
            "is_current":null,"grants":{"may":["everything but what it may not"],"may_not":["create, alter and drop databases",
            "create roles and change them","create extensions that are not trusted or named",
            "change settings of the server or the database file","reach files and programs of the server"],"asks":false,
            "not_granted":[]}}
        [exit 0]
    "#);
    assert_screen!(workspace.screen("show b2 c3"), @"
        $ aludel show b2 c3
        Rev: b2
        Parent: a1
        Path: migrations/b2.sql
        May:
            everything but what it may not
        May not:
            create, alter and drop databases
            create roles and change them
            create extensions that are not trusted or named
            change settings of the server or the database file
            reach files and programs of the server

            add b2

        Rev: c3
        Parent: a1
        Path: migrations/c3.sql
        May:
            everything but what it may not
        May not:
            create, alter and drop databases
            create roles and change them
            create extensions that are not trusted or named
            change settings of the server or the database file
            reach files and programs of the server

            add c3

        [exit 0]
    ");
    assert_screen!(workspace.screen("show head"), @"
        $ aludel show head
        ! error: `head` means 2 heads: `d4`, `x1`
        !   hint: name one of them, write `heads` for all, or join them: `aludel merge d4 x1`
        [exit 4]
    ");
    assert_screen!(workspace.screen("show nope --json"), @r#"
        $ aludel show nope --json
        {"error":{"code":"no_such_revision","exit_code":4,"hint":"`aludel history` lists what there is",
            "message":"no revision or label `nope`"}}
        [exit 4]
    "#);
}

#[test]
fn where_the_database_is() {
    let workspace = branched();
    assert_screen!(workspace.screen("upgrade heads -q"), @"
        $ aludel upgrade heads -q
        [exit 0]
    ");
    assert_screen!(workspace.screen("current"), @"
        $ aludel current
        d4 (head) (mergepoint) (current)
        x1 (head) (current)
        [exit 0]
    ");
    assert_screen!(workspace.screen("current -v"), @"
        $ aludel current -v
        Rev: d4 (head) (mergepoint) (current)
        Merges: b2, c3
        Path: migrations/d4.sql

            add d4

        Rev: x1 (head) (current)
        Parent: <base>
        Path: migrations/x1.sql

            add x1

        [exit 0]
    ");
    assert_screen!(workspace.screen("current --check-heads --json"), @r#"
        $ aludel current --check-heads --json
        {"heads":[{"revision":"d4","is_head":true},{"revision":"x1","is_head":true}],"is_at_heads":true}
        [exit 0]
    "#);
}
