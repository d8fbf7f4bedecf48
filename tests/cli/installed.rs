//! Packages of others in a project, from their installation to their end.

use std::fs;

use crate::assert_screen;
use crate::workspace::Workspace;

/// A project with one migration of its own, and beside it, in `theirs`, the project that a package is made of.
pub(crate) fn project() -> Workspace {
    let workspace = Workspace::project();
    workspace.migration("own", "");
    workspace.write("theirs/aludel.toml", package("audit", "1.0.0"));
    write_theirs(&workspace, "a1", "", "audit_log");
    write_theirs(&workspace, "a2", "a1", "audit_rule");
    workspace
}

pub(crate) fn package(label: &str, version: &str) -> String {
    format!(
        "[package]\nname = \"acme/{label}\"\nversion = \"{version}\"\nlabel = \"{label}\"\ntables = [\"{label}_*\"]\n"
    )
}

pub(crate) fn write_theirs(workspace: &Workspace, revision: &str, down: &str, table: &str) {
    write_with(workspace, revision, down, &format!("CREATE TABLE {table} (id INTEGER PRIMARY KEY);"), table);
}

fn write_with(workspace: &Workspace, revision: &str, down: &str, upgrade: &str, table: &str) {
    let down = if down.is_empty() { String::new() } else { format!("-- down_revision = \"{down}\"\n") };
    let text = format!(
        "-- /// migration\n-- revision = \"{revision}\"\n{down}-- message = \"make {table}\"\n-- ///\n\
         -- aludel:upgrade\n{upgrade}\n-- aludel:downgrade\nDROP TABLE {table};\n"
    );
    workspace.write(&format!("theirs/migrations/{revision}.sql"), text);
}

/// Packs what is in `theirs`.
pub(crate) fn pack(workspace: &Workspace, file: &str) {
    let packed = workspace.aludel(&["-C", "theirs", "package", "pack", "--out", file]);
    assert!(packed.status.success(), "{}", String::from_utf8_lossy(&packed.stderr));
}

/// Packs another version of what is in `theirs`.
pub(crate) fn pack_version(workspace: &Workspace, label: &str, version: &str, file: &str) {
    workspace.write("theirs/aludel.toml", package(label, version));
    pack(workspace, file);
}

pub(crate) fn installed() -> Workspace {
    let workspace = project();
    pack(&workspace, "audit.tar");
    assert!(workspace.aludel(&["package", "install", "theirs/audit.tar"]).status.success());
    workspace
}

pub(crate) fn read(workspace: &Workspace, name: &str) -> String {
    fs::read_to_string(workspace.path().join(name)).expect("it is there")
}

#[test]
#[expect(clippy::too_many_lines, reason = "one walk, screen by screen")]
fn a_package_becomes_a_branch() {
    let workspace = project();
    pack(&workspace, "audit.tar");
    assert_screen!(workspace.screen("package install theirs/audit.tar"), @"
        $ aludel package install theirs/audit.tar
        installed acme/audit 1.0.0 as `audit` (unsigned)
          a1 make audit_log
          a2 make audit_rule
        it may create, alter and drop tables, views, indexes, sequences, types and statistics matching audit_*; change rows of tables matching audit_*; read rows of tables matching audit_*; run statements of its own
        wrote packages/audit, aludel.toml, aludel.lock
        [exit 0]
    ");
    assert_screen!(read(&workspace, "aludel.toml"), @r#"
        [database]
        url = "sqlite://app.db"

        [packages.audit]
        source = "theirs/audit.tar"
    "#);
    assert_screen!(read(&workspace, "aludel.lock"), @r#"
        # Written by `aludel build` and `aludel package`. Keep it under version control.
        version = "1"

        [revisions]

        [packages."audit"]
        name = "acme/audit"
        version = "1.0.0"
        source = "theirs/audit.tar"
        manifest = "sha256:DIGEST"
        signer = "unsigned"

        [packages."audit".components]
        "a1" = "sha256:DIGEST"
        "a2" = "sha256:DIGEST"
    "#);
    assert_screen!(workspace.screen("heads"), @"
        $ aludel heads
        own (head)
        a2 (audit) (acme/audit 1.0.0) (head)
        [exit 0]
    ");
    assert_screen!(workspace.screen("history"), @"
        $ aludel history
        <base> -> own (head), add own
        a1 -> a2 (audit) (acme/audit 1.0.0) (head), make audit_rule
        <base> -> a1 (audit) (acme/audit 1.0.0), make audit_log
        [exit 0]
    ");
    assert_screen!(workspace.screen("show a1"), @"
        $ aludel show a1
        Rev: a1 (audit) (acme/audit 1.0.0)
        Parent: <base>
        Path: packages/audit/blobs/sha256/DIGEST
        May:
            create, alter and drop tables, views, indexes, sequences, types and statistics matching audit_*
            change rows of tables matching audit_*
            read rows of tables matching audit_*
            run statements of its own
        May not:
            create, alter and drop schemas, databases, policies, collations, text search configurations and publications
            make temporary tables
            run code on the server and leave routines and triggers behind
            grant privileges and change owners
            create roles and change them
            create extensions
            change settings of its connection
            change settings of the server or the database file
            reach files and programs of the server
            run outside of a transaction
        Ends after: 3600s

            make audit_log

        [exit 0]
    ");
    assert_screen!(workspace.screen("upgrade"), @"
        $ aludel upgrade
        ! error: `head` means 2 heads: `own`, `a2`
        !   hint: write `heads` for all, or name one: `own`, `audit@head`
        [exit 4]
    ");
    let to_its_head = "upgrade audit@head";
    assert_screen!(workspace.screen(to_its_head), @"
        $ aludel upgrade audit@head
        upgraded   a1 make audit_log (TIME)
        upgraded   a2 make audit_rule (TIME)
        2 steps in TIME; the database is at a2
        [exit 0]
    ");
    assert_screen!(workspace.screen("package list"), @"
        $ aludel package list
        audit: acme/audit 1.0.0 (unsigned; 2 revisions, all applied)
        [exit 0]
    ");
    assert_screen!(workspace.screen("upgrade heads"), @"
        $ aludel upgrade heads
        upgraded   own add own (TIME)
        1 step in TIME; the database is at a2, own
        [exit 0]
    ");
    assert_screen!(workspace.screen("current --check-heads"), @"
        $ aludel current --check-heads
        own (head) (current)
        a2 (audit) (acme/audit 1.0.0) (head) (current)
        [exit 0]
    ");
    assert_screen!(workspace.screen("package list -v"), @"
        $ aludel package list -v
        audit: acme/audit 1.0.0 (unsigned; 2 revisions, all applied)
            from theirs/audit.tar
            manifest sha256:DIGEST
            a1 make audit_log
            a2 make audit_rule
        [exit 0]
    ");
    assert_screen!(workspace.screen("package list --json"), @r#"
        $ aludel package list --json
        {"packages":[{"label":"audit","name":"acme/audit","version":"1.0.0","source":"theirs/audit.tar",
            "manifest_digest":"sha256:DIGEST","signer":"unsigned",
            "standing":"unjudged","revisions":[{"revision":"a1","message":"make audit_log",
            "component_digest":"sha256:DIGEST"},{"revision":"a2",
            "message":"make audit_rule",
            "component_digest":"sha256:DIGEST"}],"path":"packages/audit",
            "applied":2}],"unreached":null}
        [exit 0]
    "#);
    assert_screen!(workspace.screen("package install theirs/audit.tar"), @"
        $ aludel package install theirs/audit.tar
        `audit` is installed already
        [exit 0]
    ");
}

#[test]
fn a_new_migration_goes_on_with_the_projects_own_line() {
    let workspace = installed();
    assert_screen!(workspace.screen("revision -m more --rev-id more"), @"
        $ aludel revision -m more --rev-id more
        wrote migrations/DATE_more_more.sql
        [exit 0]
    ");
    let on_theirs = "revision -m onto --rev-id onto --head audit@head";
    assert_screen!(workspace.screen(on_theirs), @"
        $ aludel revision -m onto --rev-id onto --head audit@head
        ! error: `a2` is of the package acme/audit 1.0.0, so nothing of the project can stand on it
        !   hint: to have it run before: `--depends-on a2`
        [exit 2]
    ");
}

#[test]
fn a_package_may_touch_its_own_tables_and_nothing_else() {
    let workspace = project();
    write_with(
        &workspace,
        "a3",
        "a2",
        "INSERT INTO t_own (id) VALUES (1);\nCREATE TABLE audit_more (id INTEGER);",
        "audit_more",
    );
    pack(&workspace, "audit.tar");
    assert!(workspace.aludel(&["package", "install", "theirs/audit.tar"]).status.success());
    assert!(workspace.aludel(&["upgrade", "own"]).status.success());
    let refused = workspace.aludel(&["upgrade", "heads"]);
    assert_eq!(refused.status.code(), Some(12));
    let told = String::from_utf8_lossy(&refused.stderr);
    assert!(told.contains("[packages.audit.grants]") && told.contains("t_own"), "{told}");
    let config = read(&workspace, "aludel.toml");
    workspace.write("aludel.toml", format!("{config}\n[packages.audit.grants]\nwrite = [\"audit_*\", \"t_own\"]\n"));
    let granted = workspace.aludel(&["upgrade", "heads"]);
    assert!(granted.status.success(), "{}", String::from_utf8_lossy(&granted.stderr));
}

#[test]
fn a_package_goes_with_its_tables_or_without() {
    let workspace = installed();
    let before = "[database]\nurl = \"sqlite://app.db\"\n";
    assert!(workspace.aludel(&["upgrade", "heads"]).status.success());
    assert_screen!(workspace.screen("package remove audit"), @r#"
        $ aludel package remove audit
        ! error: the package acme/audit 1.0.0 is applied to sqlite://app.db: 2 of its 2 revisions
        !   hint: take it back first: aludel package remove audit --downgrade
        !         or keep its tables: aludel package remove audit --keep-tables --reason "WHY"
        [exit 2]
    "#);
    assert_screen!(workspace.screen("package remove audti"), @"
        $ aludel package remove audti
        ! error: no package with the label `audti` is installed
        !   hint: did you mean `audit`?
        [exit 2]
    ");
    assert_screen!(workspace.screen("package remove audit --downgrade"), @"
        $ aludel package remove audit --downgrade
        downgraded a2 make audit_rule (TIME)
        downgraded a1 make audit_log (TIME)
        2 steps in TIME; the database is at own
        removed acme/audit 1.0.0 (`audit`)
        [exit 0]
    ");
    assert_eq!(read(&workspace, "aludel.toml"), before);
    assert!(!workspace.path().join("packages").exists());
    assert_screen!(workspace.screen("current"), @"
        $ aludel current
        own (head) (current)
        [exit 0]
    ");
    assert_screen!(workspace.screen("package list"), @"
        $ aludel package list
        no packages are installed
        [exit 0]
    ");

    assert!(workspace.aludel(&["package", "install", "theirs/audit.tar"]).status.success());
    assert!(workspace.aludel(&["upgrade", "heads"]).status.success());
    let kept = workspace.aludel(&["package", "remove", "audit", "--keep-tables", "--reason", " "]);
    assert_eq!(kept.status.code(), Some(2));
    let kept = workspace.aludel(&["package", "remove", "audit", "--keep-tables", "--reason", "the shop reads them"]);
    assert_screen!(String::from_utf8_lossy(&kept.stdout), @"
        forgot a1, a2; what they made stays
        removed acme/audit 1.0.0 (`audit`)
    ");
    workspace.sqlite("SELECT id FROM audit_log;");
    assert_screen!(workspace.screen("current"), @"
        $ aludel current
        own (head) (current)
        [exit 0]
    ");
}

#[test]
fn what_others_depend_on_stays() {
    let workspace = installed();
    workspace.write(
        "migrations/more.sql",
        "-- /// migration\n-- revision = \"more\"\n-- down_revision = \"own\"\n-- depends_on = [\"a2\"]\n-- message = \"more\"\n-- ///\n\
         -- aludel:upgrade\nCREATE TABLE more (id INTEGER);\n-- aludel:downgrade\nDROP TABLE more;\n",
    );
    assert_screen!(workspace.screen("package remove audit"), @"
        $ aludel package remove audit
        ! error: `more` (migrations/more.sql) depends on the package acme/audit 1.0.0
        !   hint: remove what depends on it first
        [exit 2]
    ");
}

#[test]
fn an_update_goes_on_where_the_installed_version_ends() {
    let workspace = installed();
    write_theirs(&workspace, "a3", "a2", "audit_more");
    pack_version(&workspace, "audit", "1.1.0", "audit-1.1.0.tar");
    assert_screen!(workspace.screen("package install theirs/audit-1.1.0.tar"), @"
        $ aludel package install theirs/audit-1.1.0.tar
        ! error: acme/audit 1.1.0 is installed already, as 1.0.0
        !   hint: aludel package update audit --to theirs/audit-1.1.0.tar
        [exit 2]
    ");
    assert_screen!(workspace.screen("package update audit --to theirs/audit-1.1.0.tar"), @"
        $ aludel package update audit --to theirs/audit-1.1.0.tar
        updated acme/audit 1.1.0 from 1.0.0 as `audit` (unsigned)
          a3 make audit_more
        it may create, alter and drop tables, views, indexes, sequences, types and statistics matching audit_*; change rows of tables matching audit_*; read rows of tables matching audit_*; run statements of its own
        wrote packages/audit, aludel.toml, aludel.lock
        [exit 0]
    ");
    assert_screen!(workspace.screen("package update audit"), @"
        $ aludel package update audit
        `audit` is installed already
        [exit 0]
    ");
    assert_screen!(workspace.screen("package update audit --to theirs/audit.tar"), @"
        $ aludel package update audit --to theirs/audit.tar
        ! error: acme/audit 1.0.0 does not extend acme/audit 1.1.0, which is installed:
        !   `a3`: the new version does not have it
        !   hint: a package that changes what databases have run is another package: ask its author for a version that adds revisions, or keep this one
        [exit 13]
    ");
    write_theirs(&workspace, "a1", "", "audit_other");
    pack_version(&workspace, "audit", "2.0.0", "audit-2.0.0.tar");
    assert_screen!(workspace.screen("package update audit --to theirs/audit-2.0.0.tar"), @"
        $ aludel package update audit --to theirs/audit-2.0.0.tar
        ! error: acme/audit 2.0.0 does not extend acme/audit 1.1.0, which is installed:
        !   `a1`: its component was sha256:DIGEST, and is sha256:DIGEST
        !   hint: a package that changes what databases have run is another package: ask its author for a version that adds revisions, or keep this one
        [exit 13]
    ");
    assert_screen!(workspace.screen("package list"), @"
        $ aludel package list
        audit: acme/audit 1.1.0 (unsigned; 3 revisions, none applied)
        [exit 0]
    ");
}

#[test]
fn a_package_that_does_not_fit_is_refused_before_anything_is_written() {
    let workspace = installed();
    let (config, lock) = (read(&workspace, "aludel.toml"), read(&workspace, "aludel.lock"));
    // Another author, and the same label.
    workspace.write("theirs/aludel.toml", package("audit", "1.0.0").replace("acme", "other"));
    pack(&workspace, "other.tar");
    assert_screen!(workspace.screen("package install theirs/other.tar"), @"
        $ aludel package install theirs/other.tar
        ! error: the package other/audit 1.0.0 has the label `audit`, which the package acme/audit 1.0.0 has already
        !   hint: ask its author for one under another label: `aludel package pack --label OTHER`
        [exit 2]
    ");
    // Another label, and the same revisions.
    pack_version(&workspace, "trail", "1.0.0", "trail.tar");
    assert_screen!(workspace.screen("package install theirs/trail.tar"), @"
        $ aludel package install theirs/trail.tar
        ! error: the revision `a1` of the package acme/trail 1.0.0 is there already (acme/audit 1.0.0)
        ! the revision `a2` of the package acme/trail 1.0.0 is there already (acme/audit 1.0.0)
        [exit 2]
    ");
    // Tables within those of the other.
    fs::remove_dir_all(workspace.path().join("theirs/migrations")).expect("it is there");
    write_theirs(&workspace, "x1", "", "audit_deep_log");
    pack_version(&workspace, "audit_deep", "1.0.0", "deep.tar");
    assert_screen!(workspace.screen("package install theirs/deep.tar"), @"
        $ aludel package install theirs/deep.tar
        ! error: the package acme/audit_deep 1.0.0 has the tables `audit_deep_*`, and acme/audit 1.0.0 has `audit_*`: one of them could change those of the other
        !   hint: ask its author for one under another label: `aludel package pack --label OTHER`
        [exit 2]
    ");
    // A label that is the project's.
    pack_version(&workspace, "own", "1.0.0", "own.tar");
    assert_screen!(workspace.screen("package install theirs/own.tar"), @"
        $ aludel package install theirs/own.tar
        ! error: the package acme/own 1.0.0 has the label `own`, which the revision `own` (migrations/own.sql) has already
        !   hint: ask its author for one under another label: `aludel package pack --label OTHER`
        [exit 2]
    ");
    // What it depends on is not there.
    let text = read(&workspace, "theirs/migrations/x1.sql");
    workspace.write(
        "theirs/migrations/y1.sql",
        text.replace("x1", "y1").replace("-- message", "-- branch_labels = [\"accounts\"]\n-- message"),
    );
    workspace.write(
        "theirs/migrations/x1.sql",
        text.replace("-- message", "-- branch_labels = [\"needy\"]\n-- depends_on = [\"accounts\"]\n-- message"),
    );
    workspace.write("theirs/aludel.toml", package("needy", "1.0.0"));
    let packed = workspace.aludel(&["-C", "theirs", "package", "pack", "--branch", "needy", "--out", "needy.tar"]);
    assert!(packed.status.success(), "{}", String::from_utf8_lossy(&packed.stderr));
    assert_screen!(workspace.screen("package install theirs/needy.tar"), @"
        $ aludel package install theirs/needy.tar
        ! error: the package acme/needy 1.0.0 depends on `accounts`, which is not installed
        !   hint: install it first: aludel package install REGISTRY/NAMESPACE/accounts:VERSION
        [exit 2]
    ");
    assert_eq!((read(&workspace, "aludel.toml"), read(&workspace, "aludel.lock")), (config, lock));
    assert_screen!(workspace.screen("package install missing.tar"), @"
        $ aludel package install missing.tar
        ! error: ./missing.tar: ./missing.tar: No such file or directory (os error 2)
        [exit 2]
    ");
    assert_screen!(workspace.screen("package install audit"), @"
        $ aludel package install audit
        ! error: `audit` names no registry; write it as registry/namespace/name:version, and there is no file of that name
        !   hint: aludel package install REGISTRY/NAMESPACE/NAME:VERSION, or a file: audit-1.2.0.tar
        [exit 2]
    ");
    assert_screen!(workspace.screen("package install registry.example/acme/audit:1.0.0 --offline"), @"
        $ aludel package install registry.example/acme/audit:1.0.0 --offline
        ! error: `registry.example/acme/audit:1.0.0` is in a registry, and `--offline` forbids the network
        !   hint: fetch it where there is a network, `aludel package pull registry.example/acme/audit:1.0.0`, and name the file; or commit packages/
        [exit 2]
    ");
}

#[test]
fn what_is_not_what_was_installed_does_not_run() {
    let workspace = installed();
    let blobs = workspace.path().join("packages/audit/blobs/sha256");
    let lock = read(&workspace, "aludel.lock");
    let component = lock.lines().find_map(|line| line.strip_prefix("\"a1\" = \"sha256:")).expect("it is locked");
    let component = blobs.join(component.trim_end_matches('"'));
    let bytes = fs::read(&component).expect("it is there");
    fs::write(&component, b"\0asm\x0d\0\x01\0").expect("the folder is writable");
    assert_screen!(workspace.screen("upgrade heads"), @"
        $ aludel upgrade heads
        ! error: packages/audit/blobs/sha256/DIGEST is not what was installed: its digest is sha256:DIGEST, and aludel.lock has sha256:DIGEST
        !   hint: take it back from version control, or fetch it anew: rm -r packages/audit && aludel package install
        [exit 13]
    ");
    fs::write(&component, bytes).expect("the folder is writable");
    workspace.write("aludel.lock", lock.replace("version = \"1.0.0\"", "version = \"1.0.1\""));
    assert_screen!(workspace.screen("heads"), @"
        $ aludel heads
        ! error: aludel.lock was changed by hand: for the package `audit` it has another version than packages/audit
        !   hint: git checkout -- aludel.lock
        [exit 13]
    ");
    workspace.write("aludel.lock", lock.replace("[packages", "<<<<<<< ours\n[packages"));
    assert_screen!(workspace.screen("heads"), @"
        $ aludel heads
        ! error: aludel.lock:6: the file has the marks of a merge with conflicts
        !   hint: keep the lines of both sides where they name different revisions or packages, then run `aludel build`; or make it again: rm aludel.lock && aludel package install && aludel build
        [exit 2]
    ");
    workspace.write("aludel.lock", lock.replace("manifest", "manifesto"));
    assert_screen!(workspace.screen("heads"), @"
        $ aludel heads
        ! error: aludel.lock:6:1: the key `packages.audit.manifest` is missing
        ! aludel.lock:10:1: unknown key `manifesto` in [packages.audit]
        !   hint: take it back from version control: git checkout -- aludel.lock; or make it again of what is in packages/: rm aludel.lock && aludel package install && aludel build
        [exit 2]
    ");
    fs::remove_file(workspace.path().join("aludel.lock")).expect("it is there");
    assert_screen!(workspace.screen("heads"), @"
        $ aludel heads
        ! error: the package `audit` is named in aludel.toml, and aludel.lock does not have it
        !   hint: aludel package install
        [exit 2]
    ");
    assert_screen!(workspace.screen("package install"), @"
        $ aludel package install
        installed acme/audit 1.0.0 as `audit` (unsigned)
          a1 make audit_log
          a2 make audit_rule
        it may create, alter and drop tables, views, indexes, sequences, types and statistics matching audit_*; change rows of tables matching audit_*; read rows of tables matching audit_*; run statements of its own
        wrote aludel.lock
        [exit 0]
    ");
    assert_eq!(read(&workspace, "aludel.lock"), lock);
    fs::remove_dir_all(workspace.path().join("packages")).expect("it is there");
    assert_screen!(workspace.screen("heads"), @"
        $ aludel heads
        ! error: the package `audit` is named in aludel.toml, and packages/audit is not there
        !   hint: aludel package install
        [exit 2]
    ");
    assert_screen!(workspace.screen("package install"), @"
        $ aludel package install
        installed acme/audit 1.0.0 as `audit` (unsigned)
          a1 make audit_log
          a2 make audit_rule
        it may create, alter and drop tables, views, indexes, sequences, types and statistics matching audit_*; change rows of tables matching audit_*; read rows of tables matching audit_*; run statements of its own
        wrote packages/audit, aludel.toml, aludel.lock
        [exit 0]
    ");
    assert_screen!(workspace.screen("heads"), @"
        $ aludel heads
        own (head)
        a2 (audit) (acme/audit 1.0.0) (head)
        [exit 0]
    ");
    pack_version(&workspace, "audit", "1.0.1", "audit.tar");
    fs::remove_dir_all(workspace.path().join("packages")).expect("it is there");
    assert_screen!(workspace.screen("package install"), @"
        $ aludel package install
        ! error: theirs/audit.tar is not what aludel.lock has for the package `audit`: its digest is sha256:DIGEST, and not sha256:DIGEST
        !   hint: somebody put another package under that name; if it is meant, say so: aludel package update audit
        [exit 13]
    ");
    assert_screen!(workspace.screen("package remove audit --files-only"), @"
        $ aludel package remove audit --files-only
        removed acme/audit 1.0.0 (`audit`)
        [exit 0]
    ");
}

#[test]
fn a_plan_says_which_package_a_step_is_from() {
    let workspace = installed();
    assert_screen!(workspace.screen("plan heads"), @"
        $ aludel plan heads
        upgrade a1 make audit_log (acme/audit 1.0.0) (TIME)
          | CREATE TABLE audit_log (id INTEGER PRIMARY KEY)
          create table: audit_log
          a downgrade loses all rows of audit_log

        upgrade a2 make audit_rule (acme/audit 1.0.0) (TIME)
          | CREATE TABLE audit_rule (id INTEGER PRIMARY KEY)
          create table: audit_rule
          a downgrade loses all rows of audit_rule

        upgrade own add own (TIME)
          | CREATE TABLE t_own (id INTEGER PRIMARY KEY)
          create table: t_own
          a downgrade loses all rows of t_own

        3 steps from base to a2, own (TIME)
        ! the copy has no rows: times and numbers of rows are those of empty tables, and loops over rows had no turn; `--with-data 1000` copies some
        [exit 0]
    ");
    let plan = workspace.aludel(&["plan", "heads", "--json"]).stdout;
    let plan: serde_json::Value = serde_json::from_slice(&plan).expect("it is one document");
    let packages: Vec<String> =
        plan["steps"].as_array().into_iter().flatten().map(|step| step["package"].to_string()).collect();
    let audit = r#"{"label":"audit","name":"acme/audit","version":"1.0.0"}"#;
    assert_eq!(packages, [audit, audit, "null"]);
}

#[test]
fn a_lock_file_that_is_held_must_be_up_to_date() {
    let workspace = installed();
    assert_screen!(workspace.screen("upgrade heads --locked"), @"
        $ aludel upgrade heads --locked
        ! error: aludel.lock is out of date:
        !   it does not have the revision `own` (migrations/own.sql)
        !   hint: where the change is meant: aludel package install && aludel build, and commit aludel.lock
        [exit 13]
    ");
    assert!(workspace.aludel(&["build"]).status.success());
    assert_screen!(workspace.screen("heads --locked"), @"
        $ aludel heads --locked
        own (head)
        a2 (audit) (acme/audit 1.0.0) (head)
        [exit 0]
    ");
    workspace.migration("late", "\"own\"");
    let config = read(&workspace, "aludel.toml");
    workspace.write("aludel.toml", config.replace("audit.tar", "audit-9.tar"));
    fs::create_dir(workspace.path().join("packages/stray")).expect("the folder is writable");
    assert_screen!(workspace.screen("upgrade heads --locked"), @"
        $ aludel upgrade heads --locked
        ! error: aludel.lock is out of date:
        !   it does not have the revision `late` (migrations/late.sql)
        !   it has the package `audit` from theirs/audit.tar, and aludel.toml from theirs/audit-9.tar
        !   packages/stray is there, which aludel.toml does not name
        !   hint: where the change is meant: aludel package install && aludel build, and commit aludel.lock
        [exit 13]
    ");
    let told = workspace.command(&["heads"]).env("ALUDEL_LOCKED", "1").output().expect("it was built");
    assert_eq!(told.status.code(), Some(13));
    assert!(workspace.aludel(&["heads"]).status.success());
    let empty = Workspace::three();
    let built = empty.aludel(&["build", "--locked"]);
    assert_eq!(built.status.code(), Some(13));
    assert!(String::from_utf8_lossy(&built.stderr).contains("there is no aludel.lock"));
}
