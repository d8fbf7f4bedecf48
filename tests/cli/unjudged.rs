//! Signed packages in projects that say nothing of signatures, and packages that are held against one key.

use crate::assert_screen;
use crate::installed::{pack, project, read};
use crate::workspace::Workspace;

/// A project with a packed package, and the keys of somebody and of somebody else.
fn packed() -> Workspace {
    let workspace = project();
    pack(&workspace, "audit.tar");
    for name in ["acme", "other"] {
        succeed(&workspace, &format!("package key generate keys/{name} --no-passphrase"));
    }
    workspace
}

fn succeed(workspace: &Workspace, line: &str) {
    let output = workspace.aludel(&line.split_whitespace().collect::<Vec<_>>());
    assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
}

fn sign(workspace: &Workspace) {
    succeed(workspace, "package sign theirs/audit.tar --key keys/acme.key --as registry.example/acme/audit");
}

#[test]
fn a_signature_that_nobody_judges_is_told() {
    let workspace = packed();
    sign(&workspace);
    assert_screen!(workspace.screen("package install theirs/audit.tar"), @"
        $ aludel package install theirs/audit.tar
        installed acme/audit 1.0.0 as `audit` (signed with a key that the project does not know)
          a1 make audit_log
          a2 make audit_rule
        it may create, alter and drop tables, views, indexes, sequences, types and statistics matching audit_*; change rows of tables matching audit_*; read rows of tables matching audit_*; run statements of its own
        wrote packages/audit, aludel.toml, aludel.lock
        [exit 0]
    ");
    assert!(read(&workspace, "aludel.lock").contains("signer = \"unsigned\""));
    assert_screen!(workspace.screen("package list"), @"
        $ aludel package list
        audit: acme/audit 1.0.0 (signed with a key that the project does not know; 2 revisions, none applied)
        [exit 0]
    ");
    assert_screen!(workspace.screen("package list --json"), @r#"
        $ aludel package list --json
        {"packages":[{"label":"audit","name":"acme/audit","version":"1.0.0","source":"theirs/audit.tar",
            "manifest_digest":"sha256:DIGEST","signer":"unsigned",
            "standing":"unjudged_signature","revisions":[{"revision":"a1","message":"make audit_log",
            "component_digest":"sha256:DIGEST"},{"revision":"a2",
            "message":"make audit_rule",
            "component_digest":"sha256:DIGEST"}],"path":"packages/audit",
            "applied":0}],"unreached":null}
        [exit 0]
    "#);
    assert_screen!(workspace.screen("upgrade heads"), @"
        $ aludel upgrade heads
        upgraded   a1 make audit_log (TIME)
        upgraded   a2 make audit_rule (TIME)
        upgraded   own add own (TIME)
        3 steps in TIME; the database is at a2, own
        [exit 0]
    ");
    let config = read(&workspace, "aludel.toml");
    let trust = "[trust.signers.acme]\nkey = \"keys/acme.pub\"\nmay_sign = [\"registry.example/acme/*\"]";
    workspace.write("aludel.toml", format!("{config}\n{trust}\n"));
    assert_screen!(workspace.screen("package install theirs/audit.tar"), @"
        $ aludel package install theirs/audit.tar
        installed acme/audit 1.0.0 as `audit` (signed by acme)
          a1 make audit_log
          a2 make audit_rule
        it may create, alter and drop tables, views, indexes, sequences, types and statistics matching audit_*; change rows of tables matching audit_*; read rows of tables matching audit_*; run statements of its own
        wrote packages/audit, aludel.toml, aludel.lock
        [exit 0]
    ");
}

#[test]
fn a_package_is_held_against_one_key_whatever_the_project_says() {
    let workspace = packed();
    assert_screen!(workspace.screen("package verify theirs/audit.tar --key keys/acme.pub"), @"
        $ aludel package verify theirs/audit.tar --key keys/acme.pub
        ! error: package acme/audit 1.0.0 is not signed, so not with the key ./keys/acme.pub either
        !   hint: have it signed: aludel package sign theirs/audit.tar --as REGISTRY/acme/audit --key FILE
        [exit 13]
    ");
    assert_screen!(workspace.screen("package verify theirs/audit.tar --key keys/acme.pub --json"), @r#"
        $ aludel package verify theirs/audit.tar --key keys/acme.pub --json
        {"error":{"code":"package_unsigned","exit_code":13,
            "hint":"have it signed: aludel package sign theirs/audit.tar --as REGISTRY/acme/audit --key FILE",
            "message":"package acme/audit 1.0.0 is not signed, so not with the key ./keys/acme.pub either"}}
        [exit 13]
    "#);
    sign(&workspace);
    assert_screen!(workspace.screen("package verify theirs/audit.tar --key keys/other.pub"), @"
        $ aludel package verify theirs/audit.tar --key keys/other.pub
        ! error: package acme/audit 1.0.0 is signed, but not with the key ./keys/other.pub: somebody else signed it, or the signature was changed
        !   hint: name the key of whoever signed it; `aludel package key show FILE` shows the id of a key
        [exit 13]
    ");
}
