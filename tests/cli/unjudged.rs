//! Packages that are held against one key, in projects that say nothing of signatures.

use crate::assert_screen;
use crate::installed::{pack, project};
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
