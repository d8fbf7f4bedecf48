//! New projects and new files.

use std::fs;

use crate::assert_screen;
use crate::workspace::Workspace;

#[test]
fn a_project_begins_in_an_empty_folder() {
    let workspace = Workspace::new();
    assert_screen!(workspace.screen("heads"), @"
        $ aludel heads
        ! error: no aludel.toml in `.` or above it
        !   hint: `aludel init` makes a project here; `-C DIR` looks elsewhere
        [exit 2]
    ");
    assert_screen!(workspace.screen("init"), @r#"
        $ aludel init
        created aludel.toml
        created migrations/.gitkeep
        created .gitignore
        ! next: aludel revision -m "create the first table"
        [exit 0]
    "#);
    assert_screen!(workspace.screen("init"), @r#"
        $ aludel init
        ! error: there is a project already: ./aludel.toml exists
        !   hint: add a migration to it: aludel revision -m "..."
        [exit 2]
    "#);
    assert_screen!(workspace.screen("heads"), @"
        $ aludel heads
        [exit 0]
    ");
    assert_screen!(workspace.screen("upgrade"), @"
        $ aludel upgrade
        nothing to do: the database is at base
        [exit 0]
    ");
    assert_screen!(workspace.screen("current"), @"
        $ aludel current
        ! the database is at base: no revision is applied
        [exit 0]
    ");
}

#[test]
fn a_project_begins_beside_what_is_there() {
    let workspace = Workspace::new();
    workspace.write("app/README.md", "mine");
    workspace.write("app/.gitignore", "/target/\n");
    assert_screen!(workspace.screen("init app --lang rust"), @r#"
        $ aludel init app --lang rust
        created app/aludel.toml
        created app/migrations/.gitkeep
        ! add these lines to .gitignore:
        ! /.aludel/
        ! aludel-ci/
        ! aludel-report.html
        ! next: aludel revision -m "create the first table"
        [exit 0]
    "#);
    assert_eq!(fs::read(workspace.path().join("app/.gitignore")).expect("it is there"), b"/target/\n");
    assert_screen!(workspace.screen("init deep/below --json"), @r#"
        $ aludel init deep/below --json
        {"root":"deep/below","config":"deep/below/aludel.toml","created":["deep/below/aludel.toml",
            "deep/below/migrations/.gitkeep","deep/below/.gitignore"],"notes":[]}
        [exit 0]
    "#);
    assert_screen!(workspace.screen("-C app init more"), @r#"
        $ aludel -C app init more
        created app/more/aludel.toml
        created app/more/migrations/.gitkeep
        created app/more/.gitignore
        ! next: aludel revision -m "create the first table"
        [exit 0]
    "#);
    assert_screen!(workspace.screen("init app/README.md"), @"
        $ aludel init app/README.md
        ! error: app/README.md is no folder
        !   hint: choose another folder: aludel init FOLDER
        [exit 2]
    ");
    assert_screen!(workspace.screen("init other --lang cobol"), @"
        $ aludel init other --lang cobol
        ! error: no language `cobol`
        !   hint: known: sql, rust, python, javascript, typescript, c, cpp, zig, go, assemblyscript, wat
        [exit 2]
    ");
    assert_screen!(workspace.screen("init other --template grand"), @"
        $ aludel init other --template grand
        ! error: no template `grand`
        !   hint: known: assemblyscript, c, cpp, go, javascript, merge, python, rust, sql, typescript, wat, zig
        [exit 2]
    ");
    assert_screen!(workspace.screen("init other --database postgres://app:hush@localhost/app"), @r#"
        $ aludel init other --database postgres://app:hush@localhost/app
        created other/aludel.toml
        created other/migrations/.gitkeep
        created other/.gitignore
        ! the password of the database is in aludel.toml; `${VARIABLE}` in its place keeps it out
        ! next: aludel revision -m "create the first table"
        [exit 0]
    "#);
}

#[test]
fn new_migrations() {
    let workspace = Workspace::project();
    assert_screen!(workspace.screen("revision -m first --rev-id a1"), @"
        $ aludel revision -m first --rev-id a1
        wrote migrations/DATE_a1_first.sql
        [exit 0]
    ");
    assert_screen!(workspace.screen("revision -m second --rev-id b2 --json"), @r#"
        $ aludel revision -m second --rev-id b2 --json
        {"revision":"b2","down_revisions":["a1"],"path":"FOLDER/migrations/DATE_b2_second.sql",
            "written":["FOLDER/migrations/DATE_b2_second.sql"]}
        [exit 0]
    "#);
    assert_screen!(workspace.screen("revision -m side --rev-id c3 --head a1"), @"
        $ aludel revision -m side --rev-id c3 --head a1
        ! error: `a1` is no head, so a new revision on it would start a branch
        !   hint: to start a branch there, add `--splice`: `aludel revision --head a1 --splice ...`
        [exit 2]
    ");
    assert_screen!(workspace.screen("revision -m side --rev-id c3 --head a1 --splice --branch-label extra"), @"
        $ aludel revision -m side --rev-id c3 --head a1 --splice --branch-label extra
        wrote migrations/DATE_c3_side.sql
        [exit 0]
    ");
    assert_screen!(workspace.screen("revision -m torn"), @"
        $ aludel revision -m torn
        ! error: `head` means 2 heads: `b2`, `c3`
        !   hint: name one of them, write `heads` for all, or join them: `aludel merge b2 c3`
        [exit 4]
    ");
    assert_screen!(workspace.screen("merge heads -m joined --rev-id d4"), @"
        $ aludel merge heads -m joined --rev-id d4
        wrote migrations/DATE_d4_joined.sql
        [exit 0]
    ");
    assert_screen!(workspace.screen("revision -m root --rev-id e5 --head base --depends-on extra"), @"
        $ aludel revision -m root --rev-id e5 --head base --depends-on extra
        wrote migrations/DATE_e5_root.sql
        [exit 0]
    ");
    assert_screen!(workspace.screen("history --graph"), @"
        $ aludel history --graph
        ● d4 (extra) (head) (mergepoint), joined
        ├─╮
        ● │ b2, second
        │ │ ● e5 (head), root
        │ ● c3 (extra), side
        ├─╯
        ● a1 (branchpoint), first
        [exit 0]
    ");
    assert_screen!(workspace.screen("upgrade"), @"
        $ aludel upgrade
        ! error: `head` means 2 heads: `d4`, `e5`
        !   hint: name one of them, write `heads` for all, or join them: `aludel merge d4 e5`
        [exit 4]
    ");
    assert_screen!(workspace.screen("upgrade heads"), @"
        $ aludel upgrade heads
        upgraded   a1 first (TIME)
        upgraded   c3 side (TIME)
        upgraded   e5 root (TIME)
        upgraded   b2 second (TIME)
        upgraded   d4 joined (TIME)
        5 steps in TIME; the database is at d4, e5
        [exit 0]
    ");
}

#[test]
fn new_migrations_that_cannot_be() {
    let workspace = Workspace::three();
    assert_screen!(workspace.screen("revision --rev-id a@b"), @r#"
        $ aludel revision --rev-id a@b
        ! error: revision id "a@b" has the character '@', which ids may not have
        !   hint: write `a_b` instead
        [exit 2]
    "#);
    assert_screen!(workspace.screen("revision --rev-id a1"), @"
        $ aludel revision --rev-id a1
        ! error: `a1` is there already (migrations/a1.sql)
        !   hint: choose another id, or leave `--rev-id` out
        [exit 2]
    ");
    assert_screen!(workspace.screen("revision --rev-id head"), @"
        $ aludel revision --rev-id head
        ! error: revision id `head` is a word that targets use
        [exit 2]
    ");
    assert_screen!(workspace.screen("revision --head nope"), @"
        $ aludel revision --head nope
        ! error: no revision or label `nope`
        !   hint: `aludel history` lists what there is
        [exit 4]
    ");
    assert_screen!(workspace.screen("revision --depends-on nope"), @"
        $ aludel revision --depends-on nope
        ! error: no revision or label `nope`
        !   hint: `aludel history` lists what there is
        [exit 4]
    ");
    assert_screen!(workspace.screen("revision --branch-label a1 --rev-id z9"), @"
        $ aludel revision --branch-label a1 --rev-id z9
        ! error: branch label `a1` of revision `z9` is the id of a revision
        [exit 4]
    ");
    assert_screen!(workspace.screen("revision --version-path elsewhere"), @"
        $ aludel revision --version-path elsewhere
        ! error: `elsewhere` is none of the version locations
        !   hint: add it to `migrations` in aludel.toml, or use one of: migrations
        [exit 2]
    ");
    assert_screen!(workspace.screen("revision --lang cobol"), @"
        $ aludel revision --lang cobol
        ! error: no template `cobol`
        !   hint: known: assemblyscript, c, cpp, go, javascript, merge, python, rust, sql, typescript, wat, zig
        [exit 2]
    ");
    assert_screen!(workspace.screen("merge a1"), @"
        $ aludel merge a1
        ! error: a merge needs two revisions or more, and the targets name `a1` alone
        !   hint: `aludel heads` lists what there is to merge
        [exit 2]
    ");
    assert_screen!(workspace.screen("merge a1 b2"), @"
        $ aludel merge a1 b2
        ! error: revision `b2` includes `a1`, so they cannot stand side by side
        !   hint: leave `a1` out
        [exit 4]
    ");
}

#[test]
fn the_file_can_be_edited() {
    let workspace = Workspace::three();
    let output = workspace.command(&["edit", "head"]).env("EDITOR", "cat").env_remove("VISUAL").output();
    let shown = String::from_utf8(output.expect("the binary was built").stdout).expect("the file is UTF-8");
    assert_screen!(shown, @r#"
        -- /// migration
        -- revision = "c3"
        -- down_revision = "b2"
        -- message = "add c3"
        -- ///

        -- aludel:upgrade
        CREATE TABLE t_c3 (id INTEGER PRIMARY KEY);

        -- aludel:downgrade
        DROP TABLE t_c3;
    "#);
    let failed = workspace.command(&["edit", "head"]).env("VISUAL", "false").output().expect("the binary was built");
    assert_screen!(String::from_utf8_lossy(&failed.stderr), @"
        error: the editor `false` ended with exit status: 1
    ");
    assert_screen!(workspace.screen("edit nope"), @"
        $ aludel edit nope
        ! error: no revision or label `nope`
        !   hint: `aludel history` lists what there is
        [exit 4]
    ");
}

#[test]
fn components_are_built() {
    let workspace = Workspace::three();
    assert_screen!(workspace.screen("build"), @"
        $ aludel build
        a1 migrations/a1.sql (sql, SIZE)
        b2 migrations/b2.sql (sql, SIZE)
        c3 migrations/c3.sql (sql, SIZE)
        wrote aludel.lock
        [exit 0]
    ");
    assert_screen!(workspace.screen("build --out built"), @"
        $ aludel build --out built
        a1 migrations/a1.sql (sql, SIZE)
        b2 migrations/b2.sql (sql, SIZE)
        c3 migrations/c3.sql (sql, SIZE)
        [exit 0]
    ");
    assert!(workspace.path().join("built").is_dir());
    assert_screen!(workspace.screen("list-templates"), @"
        $ aludel list-templates
        assemblyscript AssemblyScript: one file with two functions
        c              C: one file with two functions
        cpp            C++: one file with two functions
        go             Go: one file with two functions
        javascript     JavaScript: one file with two functions, which needs no toolchain
        merge          A merge of branches: nothing to run, in either direction
        python         Python: one file with two functions, which needs no toolchain
        rust           Rust: a crate with two functions, for changes that need code
        sql            SQL: one file with a section for each direction, which needs no toolchain
        typescript     TypeScript: one file with two functions, which needs no toolchain
        wat            WebAssembly text: one file with two functions, which needs no toolchain
        zig            Zig: one file with two functions
        [exit 0]
    ");
    assert!(workspace.screen("completions bash").contains("complete -F"));
    assert_screen!(workspace.screen("completions basic"), @"
        $ aludel completions basic
        ! error: invalid value 'basic' for '<SHELL>'
        !   [possible values: bash, elvish, fish, powershell, zsh]
        ! 
        !   tip: a similar value exists: 'bash'
        ! 
        ! For more information, try '--help'.
        [exit 2]
    ");
}
