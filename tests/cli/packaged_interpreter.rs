//! A package whose scripts run on an interpreter that came with it.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

use aludel_project::Digest;
use aludel_project::component::append_section;
use aludel_project::package::{ComponentShape, Draft, DraftComponent, Package, PackageLimits, tar};

use crate::assert_screen;
use crate::workspace::Workspace;

/// A project that makes a package of a script, and another one that installs it.
fn project() -> Workspace {
    let workspace = Workspace::project();
    workspace.migration("own", "");
    workspace.write(
        "theirs/aludel.toml",
        "[package]\nname = \"acme/audit\"\nversion = \"1.0.0\"\nlabel = \"audit\"\ntables = [\"audit_*\"]\n",
    );
    workspace.write(
        "theirs/migrations/a1.js",
        "// /// migration\n// revision = \"a1\"\n// message = \"make audit_log\"\n// ///\n\
         export function upgrade(db) {\n  db.execute(\"CREATE TABLE audit_log (id INTEGER PRIMARY KEY)\");\n}\n\n\
         export function downgrade(db) {\n  db.execute(\"DROP TABLE audit_log\");\n}\n",
    );
    workspace
}

/// The same package with an interpreter that is nobody else's: the host's, with a section more.
fn with_another_interpreter(package: &Package) -> Package {
    let about = package.about();
    let own: &Arc<[u8]> = package.interpreters().next().expect("the script has one");
    let mut other = own.to_vec();
    append_section(&mut other, "made-by", b"acme");
    let (before, after) = (Digest::of(own).to_string(), Digest::of(&other).to_string());
    let revisions = about.revisions.iter().map(|revision| {
        let component = package.component(&revision.id).expect("it is in the package");
        DraftComponent {
            revision: revision.id.clone(),
            component: replaced(component, &before, &after).into(),
            shape: ComponentShape::default(),
        }
    });
    let draft = Draft {
        name: about.name.clone(),
        version: about.version.clone(),
        label: about.label.clone(),
        tables: about.tables.clone(),
        depends_on: Vec::new(),
        remarks: BTreeMap::new(),
        created: None,
        revisions: revisions.collect(),
        interpreters: vec![other.into()],
    };
    Package::assemble(&draft).expect("it is whole")
}

/// Puts one digest in the place of another, which is as long.
fn replaced(bytes: &[u8], before: &str, after: &str) -> Vec<u8> {
    let at =
        bytes.windows(before.len()).position(|window| window == before.as_bytes()).expect("it names its interpreter");
    let mut bytes = bytes.to_vec();
    bytes[at..at + after.len()].copy_from_slice(after.as_bytes());
    bytes
}

#[test]
fn a_script_runs_on_the_interpreter_of_its_package() {
    let workspace = project();
    let packed = workspace.aludel(&["-C", "theirs", "package", "pack", "--out", "own.tar"]);
    assert!(packed.status.success(), "{}", String::from_utf8_lossy(&packed.stderr));
    let file = workspace.path().join("theirs/own.tar");
    let package = tar::read_file(&file, None, &PackageLimits::default()).expect("it is a package");
    let mut bytes = Vec::new();
    let other = with_another_interpreter(&package);
    tar::write(&other, &mut bytes).expect("memory takes it");
    workspace.write("audit.tar", bytes);
    assert!(workspace.aludel(&["package", "install", "audit.tar"]).status.success());

    // An interpreter is held against its digest, as all of a package is.
    let blob = format!("packages/audit/blobs/sha256/{}", other.about().interpreters[0].hex());
    let blob = workspace.path().join(blob);
    let whole = fs::read(&blob).expect("it was installed");
    fs::write(&blob, &whole[..whole.len() - 1]).expect("the folder is writable");
    assert_screen!(workspace.screen("upgrade heads"), @"
        $ aludel upgrade heads
        ! error: packages/audit/blobs/sha256/DIGEST is not what was installed: its digest is sha256:DIGEST, and aludel.lock has sha256:DIGEST
        !   hint: take it back from version control, or fetch it anew: rm -r packages/audit && aludel package install
        [exit 13]
    ");
    fs::write(&blob, whole).expect("the folder is writable");
    assert_screen!(workspace.screen("upgrade heads"), @"
        $ aludel upgrade heads
        upgraded   a1 make audit_log (TIME)
        upgraded   own add own (TIME)
        2 steps in TIME; the database is at a1, own
        [exit 0]
    ");
    let to_its_base = "downgrade audit@base";
    assert_screen!(workspace.screen(to_its_base), @"
        $ aludel downgrade audit@base
        downgraded a1 make audit_log (TIME)
        1 step in TIME; the database is at own
        [exit 0]
    ");
}
