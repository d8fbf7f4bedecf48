//! Forward, back, and where the database is.

use crate::assert_screen;
use crate::workspace::Workspace;

fn three() -> Workspace {
    let workspace = Workspace::project();
    workspace.migration("a1", "");
    workspace.migration("b2", "\"a1\"");
    workspace.migration("c3", "\"b2\"");
    workspace
}

#[test]
fn up_and_down() {
    let workspace = three();
    assert_screen!(workspace.screen("upgrade"), @"");
    assert_screen!(workspace.screen("upgrade"), @"");
    assert_screen!(workspace.screen("current"), @"");
    assert_screen!(workspace.screen("downgrade -1"), @"");
    assert_screen!(workspace.screen("current --check-heads"), @"");
    assert_screen!(workspace.screen("upgrade +1 --json"), @"");
    assert_screen!(workspace.screen("downgrade base"), @"");
    assert_screen!(workspace.screen("current"), @"");
}
