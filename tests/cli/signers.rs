//! What the signer of a package bounds, and what a new version of it says of who signed.

use crate::assert_screen;
use crate::installed::{pack, pack_version, project, read, write_theirs};
use crate::signatures::{PRIVATE_KEY, PUBLIC_KEY};
use crate::workspace::Workspace;

const ACME: &str = "[trust.signers.acme]\nkey = \"keys/acme.pub\"\nmay_sign = [\"registry.example/acme/*\"]\n";

fn trust(workspace: &Workspace, text: &str) {
    workspace.write("aludel.toml", format!("[database]\nurl = \"sqlite://app.db\"\n\n{text}"));
}

fn succeed(workspace: &Workspace, line: &str) {
    let output = workspace.aludel(&line.split_whitespace().collect::<Vec<_>>());
    assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
}

fn sign(workspace: &Workspace, file: &str, key: &str) {
    succeed(workspace, &format!("package sign theirs/{file} --key keys/{key}.key --as registry.example/acme/audit"));
}

/// A project with a package that acme signed.
fn signed() -> Workspace {
    let workspace = project();
    workspace.write("keys/acme.key", PRIVATE_KEY);
    workspace.write("keys/acme.pub", PUBLIC_KEY);
    pack(&workspace, "audit.tar");
    sign(&workspace, "audit.tar", "acme");
    workspace
}

/// A revision that asks for what is not its own.
fn write_needy(workspace: &Workspace) {
    workspace.write(
        "theirs/migrations/a3.sql",
        "-- /// migration\n-- revision = \"a3\"\n-- down_revision = \"a2\"\n-- message = \"look around\"\n-- [needs]\n\
         -- read = [\"t_own\"]\n-- write = [\"audit_*\"]\n-- raw_sql = true\n-- ///\n-- aludel:upgrade\n\
         INSERT INTO audit_log (id) SELECT id FROM t_own;\n-- aludel:downgrade\nDELETE FROM audit_log;\n",
    );
}

#[test]
fn what_a_package_may_do_is_bounded_by_its_signer() {
    let workspace = signed();
    let most = "[trust.signers.acme.grants]\ncreate = [\"audit_*\"]\nddl = [\"table\"]\nraw_sql = true\n";
    trust(&workspace, &format!("{ACME}{most}"));
    assert_screen!(workspace.screen("package install theirs/audit.tar"), @"
        $ aludel package install theirs/audit.tar
        installed acme/audit 1.0.0 as `audit` (signed by acme)
          a1 make audit_log
          a2 make audit_rule
        it may create, alter and drop tables matching audit_*; change rows of tables matching audit_*; read rows of tables matching audit_*; run statements of its own
        wrote packages/audit, aludel.toml, aludel.lock
        ! [trust.signers.acme.grants] gives `acme`, who signed it, less than packages may do by themselves,
             so it may not: `ddl` view, index, sequence, type, statistics
        [exit 0]
    ");
    succeed(&workspace, "upgrade heads");

    // More than that, by name.
    let config = read(&workspace, "aludel.toml");
    workspace.write("aludel.toml", format!("{config}\n[packages.audit.grants]\nread = [\"audit_*\", \"t_own\"]\n"));
    write_needy(&workspace);
    pack_version(&workspace, "audit", "1.1.0", "audit-1.1.0.tar");
    sign(&workspace, "audit-1.1.0.tar", "acme");
    assert_screen!(workspace.screen("package update audit --to theirs/audit-1.1.0.tar"), @r#"
        $ aludel package update audit --to theirs/audit-1.1.0.tar
        ! error: [packages.audit.grants] gives `read` t_own, and `acme`, who signed it, may be given no more than [trust.signers.acme.grants]
        !   hint: give the package less, or trust the signer with more, in aludel.toml:
        !         [trust.signers.acme.grants]
        !         read = ["t_own"]
        [exit 12]
    "#);

    // What it asks for is beyond both bounds.
    workspace.write("aludel.toml", &config);
    assert_screen!(workspace.screen("package update audit --to theirs/audit-1.1.0.tar"), @r#"
        $ aludel package update audit --to theirs/audit-1.1.0.tar
        updated acme/audit 1.1.0 from 1.0.0 as `audit` (signed by acme)
          a3 look around
        it may create, alter and drop tables matching audit_*; change rows of tables matching audit_*; read rows of tables matching audit_*; run statements of its own
        wrote packages/audit, aludel.toml, aludel.lock
        ! [trust.signers.acme.grants] gives `acme`, who signed it, less than packages may do by themselves,
             so it may not: `ddl` view, index, sequence, type, statistics
        ! `a3` asks for more than packages are given; if it is meant to, write this into aludel.toml:
        ! [packages.audit.grants]
        ! read = ["audit_*", "t_own"]
        ! [trust.signers.acme.grants]
        ! read = ["t_own"]
        [exit 0]
    "#);
    assert_screen!(workspace.screen("upgrade heads"), @r#"
        $ aludel upgrade heads
        ! error: `a3` needs more than it is granted (packages/audit/blobs/sha256/DIGEST): t_own
        !   hint: if it is meant to, write this into aludel.toml and run the command again:
        !         [packages.audit.grants]
        !         read = ["audit_*", "t_own"]
        !         [trust.signers.acme.grants]
        !         read = ["t_own"]
        [exit 12]
    "#);
    let shown = workspace.screen("show a3");
    assert!(shown.contains("[packages.audit.grants]") && shown.contains("[trust.signers.acme.grants]"), "{shown}");

    let config = read(&workspace, "aludel.toml");
    workspace.write("aludel.toml", format!("{config}\n[packages.audit.grants]\nread = [\"audit_*\", \"t_own\"]\n"));
    assert_screen!(workspace.screen("upgrade heads"), @r#"
        $ aludel upgrade heads
        ! error: [packages.audit.grants] gives `read` t_own, and `acme`, who signed it, may be given no more than [trust.signers.acme.grants]
        !   hint: give the package less, or trust the signer with more, in aludel.toml:
        !         [trust.signers.acme.grants]
        !         read = ["t_own"]
        [exit 12]
    "#);
    assert_screen!(workspace.screen("plan heads --json"), @r#"
        $ aludel plan heads --json
        {"error":{"code":"beyond_signer","exit_code":12,"hint":"give the package less, or trust the signer with more,
             in aludel.toml:\n[trust.signers.acme.grants]\nread = [\"t_own\"]",
            "message":"[packages.audit.grants] gives `read` t_own, and `acme`, who signed it,
             may be given no more than [trust.signers.acme.grants]"}}
        [exit 12]
    "#);
    let more = most.replace("[\"audit_*\"]\nddl", "[\"audit_*\"]\nread = [\"t_own\"]\nddl");
    let config = read(&workspace, "aludel.toml");
    workspace.write("aludel.toml", config.replace(most, &more));
    succeed(&workspace, "upgrade heads");
}

#[test]
fn a_new_version_is_held_against_the_installed_one() {
    let workspace = signed();
    succeed(&workspace, "package key generate keys/other --no-passphrase");
    let other = ACME.replace("acme]", "other]").replace("acme.pub", "other.pub");
    trust(&workspace, &format!("[trust]\nunsigned = \"ask\"\n\n{ACME}\n{other}"));
    succeed(&workspace, "package install theirs/audit.tar");
    write_theirs(&workspace, "a3", "a2", "audit_more");
    pack_version(&workspace, "audit", "1.1.0", "audit-1.1.0.tar");
    assert_screen!(workspace.screen("package update audit --to theirs/audit-1.1.0.tar"), @"
        $ aludel package update audit --to theirs/audit-1.1.0.tar
        ! error: acme/audit 1.1.0 (sha256:DIGEST) is not signed, unlike acme/audit 1.0.0 (by `acme`), and nobody said that it is taken as it is
        !   hint: look at it with `aludel package inspect`; to take this one as it is: aludel package update audit --to theirs/audit-1.1.0.tar --accept-unsigned sha256:DIGEST
        [exit 13]
    ");
    let config = read(&workspace, "aludel.toml");
    workspace.write("aludel.toml", config.replace("\"ask\"", "\"scratch\""));
    assert_screen!(workspace.screen("package update audit --to theirs/audit-1.1.0.tar"), @"
        $ aludel package update audit --to theirs/audit-1.1.0.tar
        ! error: acme/audit 1.1.0 (sha256:DIGEST) is not signed, unlike acme/audit 1.0.0 (by `acme`), and nobody said that it is taken as it is
        !   hint: look at it with `aludel package inspect`; to take this one as it is: aludel package update audit --to theirs/audit-1.1.0.tar --accept-unsigned sha256:DIGEST
        [exit 13]
    ");
    sign(&workspace, "audit-1.1.0.tar", "other");
    assert_screen!(workspace.screen("package update audit --to theirs/audit-1.1.0.tar"), @"
        $ aludel package update audit --to theirs/audit-1.1.0.tar
        updated acme/audit 1.1.0 from 1.0.0 as `audit` (signed by other)
          a3 make audit_more
        it may create, alter and drop tables, views, indexes, sequences, types and statistics matching audit_*; change rows of tables matching audit_*; read rows of tables matching audit_*; run statements of its own
        wrote packages/audit, aludel.toml, aludel.lock
        ! `acme` signed acme/audit 1.0.0, and `other` signed acme/audit 1.1.0
        [exit 0]
    ");
    assert_screen!(workspace.screen("package update audit --to theirs/audit.tar"), @"
        $ aludel package update audit --to theirs/audit.tar
        ! error: package acme/audit 1.0.0 is older than the version 1.1.0 that is installed
        !   hint: name a version that is not older: `--to VERSION`
        [exit 13]
    ");

    // The same history under an older number, in a project that says nothing of signatures.
    pack_version(&workspace, "audit", "1.0.9", "older.tar");
    let config = read(&workspace, "aludel.toml");
    let packages = config.split("[packages").nth(1).expect("it is installed");
    trust(&workspace, &format!("[packages{packages}"));
    let lock = read(&workspace, "aludel.lock");
    let unsigned: Vec<&str> = lock.lines().filter(|line| !line.starts_with("key = ")).collect();
    workspace.write("aludel.lock", unsigned.join("\n").replace("\"other\"", "\"unsigned\""));
    assert_screen!(workspace.screen("package update audit --to theirs/older.tar"), @"
        $ aludel package update audit --to theirs/older.tar
        ! error: package acme/audit 1.0.9 is older than the version 1.1.0 that is installed
        !   hint: name a version that is not older: `--to VERSION`
        [exit 13]
    ");
}
