//! What a migration imports, looked at before the compiler does: packages of Go that no migration can use are compiled
//! without a word, and fail only when they run.

use super::program::{File, Program};
use crate::toolchain::ToolchainError;

/// Packages that need what a migration is not given, and what that is.
const REFUSED: [(&str, &str); 8] = [
    ("net", "a migration has no network"),
    ("net/http", "a migration has no network"),
    ("net/rpc", "a migration has no network"),
    ("net/smtp", "a migration has no network"),
    ("crypto/tls", "a migration has no network"),
    ("log/syslog", "a migration has no network"),
    ("os/exec", "a migration starts no programs"),
    ("database/sql", "a migration has no drivers: its database is the `*aludel.DB` that it is given"),
];

/// The imports of the project's own packages and of the library.
const OWN: [&str; 2] = ["aludel", "migration"];

/// One import.
#[derive(Debug, PartialEq, Eq)]
struct Import<'file> {
    path: &'file str,
    line: usize,
}

/// Refuses what no migration can use.
pub(super) fn check(program: &Program) -> Result<(), ToolchainError> {
    for file in &program.files {
        for import in imports(&file.text) {
            check_one(program, file, &import)?;
        }
    }
    Ok(())
}

fn check_one(program: &Program, file: &File, import: &Import<'_>) -> Result<(), ToolchainError> {
    let path = import.path;
    let refuse = |problem: String, hint: &str| {
        let (file, line, hint) = (file.display_path.clone(), import.line, Some(hint.to_owned()));
        Err(ToolchainError::Import { file, line, problem, hint })
    };
    if let Some((_, reason)) = REFUSED.iter().find(|(refused, _)| path == *refused) {
        return refuse(
            format!("package `{path}`: {reason}"),
            "fetch what it needs before, and pass it with `-x name=value`",
        );
    }
    let first = path.split('/').next().unwrap_or_default();
    if first.contains('.') && !OWN.contains(&first) && !program.has_module_file {
        let problem = format!("package `{path}` is no part of Go, and the migration does not say where it is from");
        return refuse(
            problem,
            "make the migration a folder: `migration.go`, and beside it a `go.mod` that requires the package",
        );
    }
    Ok(())
}

/// The imports of a file, which stand before everything else in it.
fn imports(text: &str) -> Vec<Import<'_>> {
    let mut found = Vec::new();
    let mut is_inside = false;
    for (number, line) in text.lines().enumerate() {
        let code = line.split("//").next().unwrap_or_default().trim();
        if ["func ", "type ", "var ", "const "].iter().any(|word| line.starts_with(word)) {
            break;
        }
        let rest = code.strip_prefix("import").filter(|rest| rest.starts_with([' ', '(', '"', '\t']));
        if rest.is_some() || is_inside {
            found.extend(quoted(code).map(|path| Import { path, line: number + 1 }));
            is_inside =
                is_inside && !code.contains(')') || rest.is_some_and(|rest| rest.contains('(') && !rest.contains(')'));
        }
    }
    found
}

fn quoted(code: &str) -> impl Iterator<Item = &str> {
    code.split(['"', '`']).skip(1).step_by(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program(text: &str) -> Program {
        let file = File { name: "a.go".to_owned(), display_path: "migrations/a.go".to_owned(), text: text.to_owned() };
        Program { files: vec![file], has_module_file: false }
    }

    #[test]
    fn imports_of_every_shape() {
        let text = "package main\n\nimport \"aludel\"\nimport (\n\tf \"fmt\" // \"no\"\n\t\"os\"\n)\n\nfunc a() { import(\"b\") }\n";
        let found: Vec<_> = imports(text).into_iter().map(|import| (import.path, import.line)).collect();
        assert_eq!(found, [("aludel", 3), ("fmt", 5), ("os", 6)]);
    }

    #[test]
    fn the_network_is_refused_where_it_is_imported() {
        let error =
            check(&program("package main\n\nimport (\n\t\"net/url\"\n\t\"net/http\"\n)\n")).expect_err("it is refused");
        assert_eq!(error.to_string(), "migrations/a.go:5: package `net/http`: a migration has no network");
    }

    #[test]
    fn a_package_from_elsewhere_takes_a_module_file() {
        let mut program = program("package main\n\nimport \"example.org/words\"\n");
        let error = check(&program).expect_err("nobody knows where it is from");
        assert!(error.hint().is_some_and(|hint| hint.contains("go.mod")));
        program.has_module_file = true;
        assert_eq!(check(&program), Ok(()));
    }
}
