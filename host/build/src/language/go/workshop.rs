//! What is put into the workshop: the files of the migration as one program, and a file that exports its functions.

use std::fs;
use std::path::Path;

use super::program::{FUNCTIONS, File, Program, ROOT, names};
use crate::toolchain::{Job, ToolchainError};

/// The interface that each function is exported through.
const EXPORTS: [(&str, &str); 3] = [
    ("Upgrade", "aludel:migration/revision@0.1.0#upgrade"),
    ("Downgrade", "aludel:migration/revision@0.1.0#downgrade"),
    ("Verify", "aludel:migration/check@0.1.0#verify"),
];

/// The file that exports them.
const EXPORTS_FILE: &str = "aludel_exports.go";

/// Writes all of it.
pub(super) fn furnish(job: &Job<'_>, program: &Program) -> Result<(), ToolchainError> {
    if job.source.is_folder() {
        copy(job.source.path, job.workshop)?;
    }
    if !program.has_module_file {
        write(&job.workshop.join("go.mod"), &module_file(job.library))?;
    }
    for file in &program.files {
        write(&job.workshop.join(&file.name), &as_part_of_program(file))?;
    }
    write(&job.workshop.join(EXPORTS_FILE), &exports(program))
}

fn write(path: &Path, text: &str) -> Result<(), ToolchainError> {
    fs::write(path, text).map_err(|error| ToolchainError::unwritable(path, &error))
}

/// Copies what lies beside the files of Go, too: packages below, and what is embedded.
fn copy(from: &Path, to: &Path) -> Result<(), ToolchainError> {
    for name in names(from)? {
        let (source, target) = (from.join(&name), to.join(&name));
        let copied = if source.is_dir() {
            fs::create_dir_all(&target).map_err(|error| ToolchainError::unwritable(&target, &error))?;
            copy(&source, &target)?;
            Ok(0)
        } else if name.ends_with("_test.go") {
            Ok(0)
        } else {
            fs::copy(&source, &target)
        };
        copied.map_err(|error| ToolchainError::unwritable(&target, &error))?;
    }
    Ok(())
}

fn module_file(library: &Path) -> String {
    // In quotes: the path may hold spaces.
    let library = library.display().to_string();
    format!("module migration\n\ngo 1.24\n\nrequire aludel v0.1.0\n\nreplace aludel => {library:?}\n")
}

/// The text with the project's name of the file for messages and traces, in package `main`, and whatever its build
/// constraint says: `//go:build ignore` is there for editors.
fn as_part_of_program(file: &File) -> String {
    let mut text = format!("//line /{ROOT}{}:1:1\n", file.display_path);
    let mut is_before_package = true;
    for line in file.text.split_inclusive('\n') {
        if is_before_package && let Some(constraint) = line.strip_prefix("//go:build") {
            text.push_str("// go:build");
            text.push_str(constraint);
        } else if is_before_package && let Some(name) = line.strip_prefix("package ") {
            is_before_package = false;
            let rest = name.trim_start_matches(|character: char| character.is_alphanumeric() || character == '_');
            text.push_str("package main");
            text.push_str(rest);
        } else {
            text.push_str(line);
        }
    }
    text
}

/// A file that exports the functions that are there. Each is named at its own line, so that the compiler says there what
/// is wrong with its type.
fn exports(program: &Program) -> String {
    let exports = EXPORTS.iter().filter_map(|(function, export)| {
        let step = match program.place_of(function) {
            Some(place) => format!("\n//line /{ROOT}{}:{}\n\t\t{function}", place.display_path, place.line),
            None if *function == FUNCTIONS[1] => "\n\t\taludel.NoDowngrade".to_owned(),
            None => return None,
        };
        let head = format!("//go:wasmexport {export}\nfunc exported{function}(db uint32) unsafe.Pointer");
        // What follows is no part of the migration's own file again.
        Some(format!("\n{head} {{\n\treturn aludel.Run(db,{step})\n//line {EXPORTS_FILE}:1\n}}\n"))
    });
    let head = "package main\n\nimport (\n\t\"unsafe\"\n\n\t\"aludel\"\n)\n\nfunc main() {}\n";
    std::iter::once(head.to_owned()).chain(exports).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> File {
        File { name: "a.go".to_owned(), display_path: "migrations/a.go".to_owned(), text: text.to_owned() }
    }

    #[test]
    fn a_file_keeps_its_lines_and_loses_its_constraint() {
        let text = as_part_of_program(&file("//go:build ignore\n\npackage migration // x\n\n// package y\n"));
        let expected =
            "//line /aludel-project/migrations/a.go:1:1\n// go:build ignore\n\npackage main // x\n\n// package y\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn what_is_there_is_exported() {
        let text = "package main\n\nfunc Upgrade(db *aludel.DB) error {\n\treturn nil\n}\n";
        let program = Program { files: vec![file(text)], has_module_file: false };
        let text = exports(&program);
        assert!(text.contains("//line /aludel-project/migrations/a.go:3\n\t\tUpgrade)"));
        assert!(text.contains("aludel.NoDowngrade") && !text.contains("verify"));
    }
}
