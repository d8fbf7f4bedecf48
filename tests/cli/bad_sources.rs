//! What is said of a source that is wrong, in every language: an error of syntax, a call of the system, and a package that
//! is not there.

use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use crate::assert_screen;
use crate::builds::{migration, refusal};
use crate::workspace::Workspace;

/// The compilers that these tests need; `tests/setup` installs them.
const COMPILERS: [&[&str]; 4] = [&["go"], &["zig", "python-zig"], &["asc"], &["clang-14"]];

/// Whether all compilers are there. Where everything must be tested, they have to be.
#[expect(clippy::print_stderr, reason = "the reader of a test run is told what was not run")]
pub(crate) fn has_compilers() -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let is_there = |name: &&str| std::env::split_paths(&path).any(|folder| folder.join(name).is_file());
    let missing = COMPILERS.iter().find(|names| !names.iter().any(is_there));
    if let Some(missing) = missing {
        assert!(std::env::var_os("TEST_REQUIRE").is_none(), "there is no {missing:?}");
        eprintln!("not run: there is no {missing:?}");
    }
    missing.is_none()
}

/// A crate whose code begins at line 5, too.
fn crate_of(workspace: &Workspace, dependencies: &str, code: &str) {
    workspace.write(
        "migrations/rust/Cargo.toml",
        format!(
            "[package]\nname = \"rust\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n\
             [lib]\ncrate-type = [\"cdylib\"]\n\n[dependencies]\n{dependencies}\n[workspace]\n"
        ),
    );
    migration(workspace, "rust/src/lib.rs", "rust", code);
}

/// A project with these migrations, and one that is a crate.
fn project(dependencies: &str, code: &str, others: &[(&str, &str)]) -> Workspace {
    let workspace = Workspace::project();
    crate_of(&workspace, dependencies, code);
    for (file, code) in others {
        let (revision, _) = file.split_once('.').expect("the name has an ending");
        migration(&workspace, file, revision, code);
    }
    workspace
}

fn build(workspace: &Workspace) -> Command {
    let mut command = workspace.command(&["build"]);
    // A package that is not there is not looked for on the network.
    command.env("CARGO_NET_OFFLINE", "true").env("GOPROXY", "off");
    command
}

#[test]
fn an_error_of_syntax_is_told_by_the_compiler_with_its_line() {
    if !has_compilers() {
        return;
    }
    let workspace = project(
        "",
        "fn upgrade( {\n}\n",
        &[
            ("sql.sql", "-- aludel:upgrade\nINSERT INTO t VALUES ('a);\n"),
            ("python.py", "def upgrade(db):\n    db.execute(\"SELECT 1\"\n"),
            ("javascript.js", "export function upgrade(db) {\n  db.execute(\"SELECT 1\" 2);\n}\n"),
            ("typescript.ts", "export function upgrade(db: Database: void {\n}\n"),
            (
                "go.go",
                "package main\n\nimport \"aludel\"\n\nfunc Upgrade(db *aludel.DB) error {\n\tx :=\n\treturn nil\n}\n",
            ),
            ("c.c", "#include <aludel.h>\nstatic int broken(;\n"),
            ("cpp.cpp", "#include <aludel.hpp>\nstatic int broken(;\n"),
            ("zig.zig", "const aludel = @import(\"aludel\");\npub fn upgrade(db: *aludel.Database !void {\n}\n"),
            (
                "assemblyscript.as.ts",
                "import { Database } from \"aludel\";\nexport function upgrade(db: Database: void {\n}\n",
            ),
            (
                "wat.wat",
                "(func $upgrade (param $db i32) (result i32)\n  (i32.cnst 0))\n\
                 (func $downgrade (param $db i32) (result i32)\n  (i32.const 0))\n",
            ),
        ],
    );
    assert_screen!(refusal(&mut build(&workspace)), @r#"
        error: 11 migrations cannot be built:
        migration `assemblyscript` (migrations/assemblyscript.as.ts): it does not compile:
        ERROR TS1005: ')' expected.
           :
         6 │ export function upgrade(db: Database: void {
           │                             ~~~~~~~~
           └─ in migrations/assemblyscript.as.ts:6:29

        FAILURE 1 parse error(s)
        migration `c` (migrations/c.c): it does not compile:
        migrations/c.c:6:19: error: expected parameter declarator
        static int broken(;
                          ^
        migrations/c.c:6:19: error: expected ')'
        migrations/c.c:6:18: note: to match this '('
        static int broken(;
                         ^
        2 errors generated.
        migration `cpp` (migrations/cpp.cpp): it does not compile:
        migrations/cpp.cpp:6:19: error: expected expression
        static int broken(;
                          ^
        migrations/cpp.cpp:6:20: error: expected ';' after top level declarator
        static int broken(;
                           ^
                           ;
        2 errors generated.
        migration `go` (migrations/go.go): it does not compile:
        migrations/go.go:11:2: syntax error: unexpected keyword return, expected expression
        migration `javascript` (migrations/javascript.js): it does not compile:
        migrations/javascript.js:6:25: Expected `,` or `)` but found `decimal`
        6 |   db.execute("SELECT 1" 2);
          |                         ^
        migration `python` (migrations/python.py): it does not compile:
        migrations/python.py:6: SyntaxError: '(' was never closed
            db.execute("SELECT 1"
        migration `rust` (migrations/rust): it does not compile:
        error: this file contains an unclosed delimiter
         --> migrations/rust/src/lib.rs:6:3
          |
        5 | fn upgrade( {
          |           - unclosed delimiter
        6 | }
          |  ^

        error: could not compile `rust` (lib) due to 1 previous error
        migrations/sql.sql:6: a string that starts on line 6 has no end, as SQLite reads it
        migration `typescript` (migrations/typescript.ts): it does not compile:
        migrations/typescript.ts:5:37: Expected `,` or `)` but found `:`
        5 | export function upgrade(db: Database: void {
          |                                     ^
        migration `wat` (migrations/wat.wat): it does not compile:
        migrations/wat.wat:6: error: unknown operator or unexpected token
            6 |   (i32.cnst 0))
        migration `zig` (migrations/zig.zig): it does not compile:
        migrations/zig.zig:6:43: error: expected ',' after parameter
        pub fn upgrade(db: *aludel.Database !void {
                                                  ^
    "#);
}

#[test]
fn what_belongs_to_a_system_is_refused_with_the_reason() {
    if !has_compilers() {
        return;
    }
    let both = "export function upgrade(db) {}\nexport function downgrade(db) {}\n";
    let workspace = project(
        "",
        "#[link(wasm_import_module = \"env\")]\nextern \"C\" {\n    fn socket();\n}\n#[no_mangle]\n\
         pub extern \"C\" fn f() -> usize {\n    socket as usize\n}\n",
        &[
            ("python.py", "from socket import create_connection\n\n\ndef upgrade(db):\n    pass\n"),
            ("javascript.js", &format!("import {{ readFileSync }} from \"node:fs\";\n{both}")),
            ("typescript.ts", &format!("import \"node:net\";\n{both}")),
            (
                "go.go",
                "package main\n\nimport (\n\t\"net/http\"\n\n\t\"aludel\"\n)\n\nfunc Upgrade(db *aludel.DB) error {\n\treturn nil\n}\n",
            ),
            (
                "c.c",
                "#include <aludel.h>\n#include <stdio.h>\nstatic aludel_error_t *up(aludel_database_t *db) {\n    (void)db;\n    \
                 return fopen(\"names.csv\", \"r\") ? ALUDEL_OK : aludel_fail(\"no file\");\n}\nALUDEL_MIGRATION(up, up)\n",
            ),
            (
                "cpp.cpp",
                "#include <aludel.hpp>\nusing namespace aludel;\nstatic Result<> up(Database &) {\n    socket(1, 2, 3);\n    \
                 return {};\n}\nALUDEL_MIGRATION(up, up)\n",
            ),
            (
                "zig.zig",
                "const std = @import(\"std\");\nconst aludel = @import(\"aludel\");\n\
                 pub fn upgrade(_: *aludel.Database) !void {\n    _ = try std.fs.cwd().openFile(\"a\", .{});\n}\n\
                 pub fn downgrade(_: *aludel.Database) !void {}\n",
            ),
            (
                "assemblyscript.as.ts",
                "import { Database } from \"aludel\";\nexport function upgrade(db: Database): void {\n  fetch(\"a\");\n}\n\
                 export function downgrade(db: Database): void {}\n",
            ),
            (
                "wat.wat",
                "(import \"wasi_snapshot_preview1\" \"path_open\" (func $open))\n\
                 (func $upgrade (param $db i32) (result i32)\n  (i32.const 0))\n",
            ),
        ],
    );
    assert_screen!(without_standard_library(&refusal(&mut build(&workspace))), @r#"
        error: 10 migrations cannot be built:
        migration `assemblyscript` (migrations/assemblyscript.as.ts): it does not compile:
        ERROR TS2304: Cannot find name 'fetch'.
           :
         7 │ fetch("a");
           │ ~~~~~
           └─ in migrations/assemblyscript.as.ts:7:3

        FAILURE 1 compile error(s)
        migration `c` (migrations/c.c): migrations/c.c:9: `fopen`: a migration has no files; pass data with `-x name=value` or put it into the migration
        migration `cpp` (migrations/cpp.cpp): it does not compile:
        migrations/cpp.cpp:8:5: error: use of undeclared identifier 'socket'
            socket(1, 2, 3);
            ^
        1 error generated.
          hint: a migration has no network; pass data with `-x name=value` or put it into the migration
        migration `go` (migrations/go.go): migrations/go.go:8: package `net/http`: a migration has no network
          hint: fetch what it needs before, and pass it with `-x name=value`
        migration `javascript` (migrations/javascript.js): migrations/javascript.js:5: import of "node:fs": a migration has no files; pass data with `-x name=value` or put it into the migration
        migration `python` (migrations/python.py): migrations/python.py:5: import socket: a migration has no network; pass data with -x or put it into the migration
        migration `rust` (migrations/rust): it imports `socket` of `env`, and a migration is given the interfaces of Aludel alone
          hint: put what it calls into the migration, or fetch the data before and pass it with `-x name=value`
        migration `typescript` (migrations/typescript.ts): migrations/typescript.ts:5: import of "node:net": a migration has no network; put the data into the migration or pass it with `-x name=value`
        migration `wat` (migrations/wat.wat): migrations/wat.wat:5: import of `path_open` from `wasi_snapshot_preview1`: a migration has no files, no network and no clock
          hint: put it into the migration; what can be called is in .aludel/sdk/wat
        migration `zig` (migrations/zig.zig): it does not compile:
        migrations/zig.zig:8:19: error: root source file struct 'fs' has no member named 'cwd'
            _ = try std.fs.cwd().openFile("a", .{});
                    ~~~~~~^~~~
          hint: a migration has no files, no network and no processes; pass data with `-x name=value` or put it into the migration
    "#);
}

#[test]
fn a_package_that_is_not_there_is_told_with_what_to_do() {
    if !has_compilers() {
        return;
    }
    let pad = "import pad from \"left-pad\";\nexport function upgrade(db) {}\nexport function downgrade(db) {}\n";
    let workspace = project(
        "left-pad-nowhere = \"1\"\n",
        "fn f() {}\n",
        &[
            ("python.py", "import left_pad\n\n\ndef upgrade(db):\n    pass\n"),
            ("javascript.js", pad),
            ("typescript.ts", pad),
            (
                "go.go",
                "package main\n\nimport (\n\t\"example.org/pad\"\n\n\t\"aludel\"\n)\n\n\
                 func Upgrade(db *aludel.DB) error {\n\tpad.Left()\n\treturn nil\n}\n",
            ),
            ("c.c", "#include <aludel.h>\n#include <left_pad.h>\n"),
            ("cpp.cpp", "#include <aludel.hpp>\n#include <left/pad.hpp>\n"),
            (
                "zig.zig",
                "const pad = @import(\"pad\");\nconst aludel = @import(\"aludel\");\n\
                 pub fn upgrade(_: *aludel.Database) !void {\n    pad.left();\n}\n\
                 pub fn downgrade(_: *aludel.Database) !void {}\n",
            ),
            (
                "assemblyscript.as.ts",
                "import { Database } from \"aludel\";\nimport { pad } from \"left-pad\";\n\
                 export function upgrade(db: Database): void {\n  pad();\n}\n\
                 export function downgrade(db: Database): void {}\n",
            ),
            (
                "wat.wat",
                "(import \"left\" \"pad\" (func $pad))\n(func $upgrade (param $db i32) (result i32)\n  (i32.const 0))\n",
            ),
        ],
    );
    let bundler = workspace.path().join("node_modules/.bin/esbuild");
    workspace.write("node_modules/.bin/esbuild", "#!/bin/sh\necho 'Could not resolve \"left-pad\"' >&2\nexit 1\n");
    std::fs::set_permissions(&bundler, std::fs::Permissions::from_mode(0o755)).expect("the file is ours");
    let said = without_standard_library(&refusal(&mut build(&workspace)));
    assert_screen!(without_remarks_on_offline(&said), @r#"
        error: 10 migrations cannot be built:
        migration `assemblyscript` (migrations/assemblyscript.as.ts): it does not compile:
        ERROR TS6054: File '~lib/left-pad.ts' not found.
           :
         6 │ import { pad } from "left-pad";
           │                     ~~~~~~~~~~
           └─ in migrations/assemblyscript.as.ts:6:21

        FAILURE 1 parse error(s)
          hint: npm install left-pad   (it has to be written in AssemblyScript)
        migration `c` (migrations/c.c): it does not compile:
        migrations/c.c:6:10: fatal error: 'left_pad.h' file not found
        #include <left_pad.h>
                 ^~~~~~~~~~~~
        1 error generated.
        migration `cpp` (migrations/cpp.cpp): it does not compile:
        migrations/cpp.cpp:6:10: fatal error: 'left/pad.hpp' file not found
        #include <left/pad.hpp>
                 ^~~~~~~~~~~~~~
        1 error generated.
          hint: a migration has the C library for WebAssembly and what is in its own folder: make it a folder, `migration.c` or `migration.cpp`, with the sources of what it uses beside it
        migration `go` (migrations/go.go): migrations/go.go:8: package `example.org/pad` is no part of Go, and the migration does not say where it is from
          hint: make the migration a folder: `migration.go`, and beside it a `go.mod` that requires the package
        migration `javascript` (migrations/javascript.js): migrations/javascript.js:5: import of "left-pad": the package is not installed
        migration `python` (migrations/python.py): migrations/python.py:5: import left_pad: it is neither part of the interpreter nor on the project's [python] path
          hint: pip install --target vendor/python left_pad; then add to aludel.toml: [python] path = ["vendor/python"]
        migration `rust` (migrations/rust): it does not compile:
        error: no matching package named `left-pad-nowhere` found
        location searched: crates.io index
        required by package `rust v0.0.0 (migrations/rust)`
          hint: look at its name in Cargo.toml; where there is no network, `cargo vendor` brings packages into the project while there is one
        migration `typescript` (migrations/typescript.ts): migrations/typescript.ts:5: import of "left-pad": the package is not installed
          hint: npm install left-pad
        migration `wat` (migrations/wat.wat): migrations/wat.wat:5: import of `pad` from `left`: the host gives the interfaces of Aludel and nothing else
          hint: put it into the migration; what can be called is in .aludel/sdk/wat
        migration `zig` (migrations/zig.zig): it does not compile:
        migrations/zig.zig:5:21: error: no module named 'pad' available within module 'migration'
        const pad = @import("pad");
                            ^~~~~
          hint: make the migration a folder: `migration.zig`, and beside it the files that it imports by name
    "#);
}

/// Without the lines that show how Zig's own library came to it: they are another version's tomorrow.
fn without_standard_library(said: &str) -> String {
    let mut is_shown = true;
    let lines = said.lines().filter(|line| {
        let is_of_library = line.contains("/lib/std/") || line.starts_with("referenced by:");
        is_shown = (is_shown && !is_of_library) || line.starts_with("  hint:") || line.starts_with("migration ");
        is_shown
    });
    lines.map(|line| format!("{line}\n")).collect()
}

/// Without what Cargo says of itself when it may not ask a registry: each version says it in words of its own.
fn without_remarks_on_offline(said: &str) -> String {
    let is_remark = |line: &&str| {
        let beginnings =
            ["note: offline mode", "help: if this error is too confusing", "As a reminder, you're using offline"];
        beginnings.iter().any(|beginning| line.starts_with(beginning))
    };
    said.lines().filter(|line| !is_remark(line)).map(|line| format!("{line}\n")).collect()
}

/// What `aludel upgrade` says when a migration fails, without what is built and compiled before.
fn failed_upgrade(workspace: &Workspace) -> String {
    let output = workspace.aludel(&["upgrade"]);
    assert_eq!(output.status.code(), Some(10), "{output:?}");
    let said = String::from_utf8_lossy(&output.stderr);
    let lines = said.lines().filter(|line| !line.starts_with("building ") && !line.starts_with("compiling "));
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn what_is_asked_for_at_run_time_is_refused_with_the_reason() {
    let workspace = Workspace::project();
    let code =
        "export function upgrade(db) {\n  fetch(\"https://example.org\");\n}\nexport function downgrade(db) {}\n";
    migration(&workspace, "a1.js", "a1", code);
    assert_screen!(failed_upgrade(&workspace), @r#"
        error: upgrade of `a1` failed (migrations/a1.js): RefusedError: fetch: a migration has no network; put the data into the migration or pass it with `-x name=value`
          at migrations/a1.js:6 in upgrade
          state: everything was rolled back; the database is at base (no revision)
          hint: mend migrations/a1.js and run `aludel upgrade` again
    "#);
    if !has_compilers() {
        return;
    }
    let workspace = Workspace::project();
    let code = "package main\n\nimport (\n\t\"os\"\n\n\t\"aludel\"\n)\n\n\
                func Upgrade(db *aludel.DB) error {\n\t_, err := os.Open(\"names.csv\")\n\treturn err\n}\n";
    migration(&workspace, "a1.go", "a1", code);
    assert_screen!(failed_upgrade(&workspace), @r#"
        error: upgrade of `a1` failed (migrations/a1.go): open names.csv: Bad file number (a migration has no files; pass data with -x or put it into the migration, with go:embed for one)
          state: everything was rolled back; the database is at base (no revision)
          hint: mend migrations/a1.go and run `aludel upgrade` again
    "#);
}
