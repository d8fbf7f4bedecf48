//! Packages of migrations: packed, looked at, pushed and pulled.

use std::fs;
use std::process::Command;

use crate::workspace::Workspace;

const NAMED: &str = "[database]\nurl = \"sqlite://app.db\"\n\n[package]\nname = \"acme/audit\"\nversion = \"1.2.0\"\n\
                     license = \"MIT\"\n";

/// A project that can be packed: `a1`, `b2` and `c3` in a line.
fn project() -> Workspace {
    let workspace = Workspace::three();
    workspace.write("aludel.toml", NAMED);
    workspace
}

/// Asserts that the screen of a command shows each of these lines, and ends so.
fn assert_shown(workspace: &Workspace, line: &str, lines: &[&str], exit: i32) {
    let screen = workspace.screen(line);
    for wanted in lines {
        assert!(screen.contains(wanted), "`{wanted}` is not in\n{screen}");
    }
    assert!(screen.ends_with(&format!("[exit {exit}]\n")), "{screen}");
}

#[test]
fn a_project_is_packed_and_looked_at() {
    let workspace = project();
    let packed = ["packed acme/audit 1.2.0, branch audit (3 revisions, ", "acme-audit-1.2.0.tar\n"];
    assert_shown(&workspace, "package pack", &packed, 0);
    let shown = [
        "acme/audit 1.2.0, branch audit (3 revisions, ",
        "\n  sha256:",
        "\nlicenses: MIT\nInterfaces: 0.1.0\nTables: audit_*\n",
        "\nRevisions:\n  <base> -> a1, add a1\n  a1 -> b2, add b2\n  b2 -> c3, add c3\n",
    ];
    assert_shown(&workspace, "package inspect acme-audit-1.2.0.tar", &shown, 0);
    let json = ["\"name\":\"acme/audit\"", "\"revision_count\":3", "\"tables\":[\"audit_*\"]"];
    assert_shown(&workspace, "package inspect acme-audit-1.2.0.tar --json", &json, 0);
}

#[test]
fn the_same_project_in_two_folders_gives_the_same_bytes() {
    let packed = |workspace: &Workspace| {
        let output = workspace.aludel(&["package", "pack", "--out", "audit.tar"]);
        assert!(output.status.success(), "{output:?}");
        fs::read(workspace.path().join("audit.tar")).expect("it was written")
    };
    let (one, other) = (project(), project());
    let bytes = packed(&one);
    assert_eq!(bytes, packed(&other));
    assert_eq!(bytes, packed(&one), "and the same once more");
    assert_eq!(fs::read_dir(one.path()).expect("it is there").flatten().filter(is_part).count(), 0);
}

fn is_part(entry: &fs::DirEntry) -> bool {
    entry.file_name().to_string_lossy().contains("part")
}

#[test]
fn one_branch_is_packed_and_one_without_a_root_is_not() {
    let workspace = project();
    let sql = |revision: &str, header: &str| {
        let text = format!(
            "-- /// migration\n-- revision = \"{revision}\"\n{header}-- message = \"add {revision}\"\n-- ///\n\
             -- aludel:upgrade\nSELECT 1;\n-- aludel:downgrade\nSELECT 1;\n"
        );
        workspace.write(&format!("migrations/{revision}.sql"), text);
    };
    sql("x1", "-- branch_labels = [\"audit\"]\n-- depends_on = [\"b2\"]\n");
    sql("x2", "-- down_revision = \"x1\"\n");
    sql("y1", "-- down_revision = \"a1\"\n-- branch_labels = [\"side\"]\n");
    assert_shown(&workspace, "package pack --branch audit", &["branch audit (2 revisions, "], 0);
    let shown = ["\nDepends on: b2\n", "\n  <base> (b2) -> x1, add x1\n  x1 -> x2, add x2\n"];
    assert_shown(&workspace, "package inspect acme-audit-1.2.0.tar", &shown, 0);
    assert_shown(&workspace, "package pack", &["! error: the package has several roots: a1, x1"], 2);
    let side = ["! error: `y1` of the branch `side` stands on `a1`, which is not of it"];
    assert_shown(&workspace, "package pack --branch side", &side, 2);
    assert_shown(&workspace, "package pack --branch adit", &["! error: no branch is called `adit`"], 2);
}

#[test]
fn what_has_no_name_says_what_to_write() {
    let workspace = Workspace::three();
    let unnamed = ["! error: nobody said the name of the package", "[package] name = \"acme/audit\""];
    assert_shown(&workspace, "package pack", &unnamed, 2);
    workspace.write("aludel.toml", NAMED.replace("1.2.0", "1.2"));
    assert_shown(&workspace, "package pack", &["aludel.toml:6:", "package.version"], 2);
}

#[test]
fn what_is_no_package_says_so() {
    let workspace = project();
    assert!(workspace.aludel(&["package", "pack", "--out", "audit.tar"]).status.success());
    let mut bytes = fs::read(workspace.path().join("audit.tar")).expect("it was written");
    let place = bytes.windows(12).position(|part| part == b"CREATE TABLE").expect("the SQL is in it");
    bytes[place] = b'K';
    workspace.write("changed.tar", &bytes);
    workspace.write("half.tar", &bytes[..bytes.len() / 2]);
    workspace.write("page.tar", "<html>\u{1b}[2J</html>");
    assert_shown(&workspace, "package inspect changed.tar", &["is not what was asked for: its digest is sha256:"], 13);
    assert_shown(&workspace, "package inspect half.tar", &["! error: "], 13);
    assert_shown(&workspace, "package inspect page.tar", &["the tar cannot be read"], 13);
    assert_shown(&workspace, "package inspect gone.tar", &["there is neither a file nor a folder `gone.tar`"], 2);
    assert_shown(&workspace, "package inspect acme/audit:1.2.0", &["`acme/audit:1.2.0` names no registry"], 2);
    let other = ["! error: the package is `acme/audit:1.2.0`, and `127.0.0.1:1/other/audit:1.2.0` is another name"];
    assert_shown(&workspace, "package push 127.0.0.1:1/other/audit:1.2.0", &other, 2);
    let down = ["! error: the registry 127.0.0.1:1 cannot be reached: "];
    assert_shown(&workspace, "package push 127.0.0.1:1/acme/audit:1.2.0", &down, 5);
}

/// The registry that `tests/servers` started. Without one the test is not run, and says so.
#[expect(clippy::print_stderr, reason = "the reader of a test run is told what was not run")]
fn registry() -> Option<String> {
    let registry = std::env::var("ALUDEL_TEST_REGISTRY").ok();
    if registry.is_none() {
        let reason = "ALUDEL_TEST_REGISTRY is not set; `tests/servers start DIR` starts a registry and says where";
        assert!(std::env::var("TEST_REQUIRE").is_err(), "{reason}");
        eprintln!("not run: {reason}");
    }
    registry
}

#[test]
fn what_is_pushed_is_pulled_to_the_byte() {
    let Some(registry) = registry() else { return };
    let workspace = project();
    let moment = std::time::UNIX_EPOCH.elapsed().expect("the clock is set").as_nanos();
    let repository = format!("{registry}/cli{}x{moment}/acme/audit", std::process::id());
    let shown = |line: &str, lines: &[&str], exit: i32| {
        assert_shown(&workspace, &line.replace("REPOSITORY", &repository), lines, exit);
    };
    shown("package push REPOSITORY:1.2.0", &["pushed acme/audit 1.2.0, branch audit"], 0);
    shown("package push REPOSITORY:1.2.0", &["is there already: acme/audit 1.2.0, branch audit"], 0);
    shown("package versions REPOSITORY", &["\n1.2.0\n"], 0);
    shown("package pull REPOSITORY:1.2.0 --out pulled.tar", &["pulled acme/audit 1.2.0", "pulled.tar\n"], 0);
    assert!(workspace.aludel(&["package", "pack", "--out", "packed.tar"]).status.success());
    let read = |name: &str| fs::read(workspace.path().join(name)).expect("it was written");
    assert_eq!(read("pulled.tar"), read("packed.tar"));
    workspace.migration("d4", "\"c3\"");
    shown("package push REPOSITORY:1.2.0", &["is there already, and is another package: sha256:"], 2);
    shown("package inspect REPOSITORY:9.9.9", &["does not have ", "acme/audit:9.9.9"], 2);
}

/// Another tool says what the layers of our file are.
#[test]
fn another_tool_reads_the_file() {
    let workspace = project();
    assert!(workspace.aludel(&["package", "pack", "--out", "audit.tar"]).status.success());
    let archive = format!("oci-archive:{}", workspace.path().join("audit.tar").display());
    let Ok(output) = Command::new("skopeo").args(["inspect", "--raw", &archive]).output() else { return };
    let manifest: serde_json::Value = serde_json::from_slice(&output.stdout).expect("skopeo shows the manifest");
    assert_eq!(manifest["config"]["mediaType"], "application/vnd.wasm.config.v0+json");
    assert_eq!(manifest["layers"].as_array().map(Vec::len), Some(3));
    assert_eq!(manifest["layers"][0]["mediaType"], "application/wasm");
}
