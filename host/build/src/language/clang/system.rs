//! What a migration in C or C++ wants of a system. The C library has functions for it, which find nothing at run time.

use std::fs;

use wasmparser::{Parser, Payload};

use super::sources::Sources;
use crate::toolchain::{SourceFiles, ToolchainError};

/// A part of a system.
struct Part {
    /// How the imports begin that its functions come down to.
    import: &'static str,
    /// The names that a source knows them by.
    names: &'static [&'static str],
    /// Why there is none.
    reason: &'static str,
}

const PARTS: [Part; 2] = [
    Part {
        import: "path_",
        names: &[
            "fopen",
            "freopen",
            "open",
            "openat",
            "opendir",
            "remove",
            "rename",
            "unlink",
            "mkdir",
            "rmdir",
            "stat",
            "access",
            "ifstream",
            "ofstream",
            "fstream",
            "filesystem",
        ],
        reason: "a migration has no files; pass data with `-x name=value` or put it into the migration",
    },
    Part {
        import: "environ_",
        names: &["getenv", "secure_getenv", "environ"],
        reason: "a migration has no environment; pass values with `-x name=value`",
    },
];

/// Refuses a module that uses a part of a system, where one of its sources names it. What only a library of C++ might use
/// is let through: text streams look for the names of languages.
pub(super) fn check(module: &[u8], source: &SourceFiles<'_>, sources: &Sources) -> Result<(), ToolchainError> {
    let imports = imports(module);
    for part in PARTS.iter().filter(|part| imports.iter().any(|name| name.starts_with(part.import))) {
        for file in sources.files() {
            let text = fs::read_to_string(source.root.join(file)).unwrap_or_default();
            if let Some((line, name)) = place(&text, part.names) {
                return Err(ToolchainError::Import {
                    file: file.display().to_string(),
                    line,
                    problem: format!("`{name}`: {}", part.reason),
                    hint: None,
                });
            }
        }
    }
    Ok(())
}

/// The names of what a module imports of WASI.
fn imports(module: &[u8]) -> Vec<String> {
    let payloads = Parser::new(0).parse_all(module).map_while(Result::ok);
    let sections = payloads.filter_map(|payload| match payload {
        Payload::ImportSection(section) => Some(section),
        _ => None,
    });
    let imports = sections.flat_map(|section| section.into_imports().map_while(Result::ok));
    imports.filter(|import| import.module.starts_with("wasi")).map(|import| import.name.to_owned()).collect()
}

/// The line, from 1, of the first of the names that stands by itself in code.
fn place(text: &str, names: &[&'static str]) -> Option<(usize, &'static str)> {
    text.lines().enumerate().find_map(|(number, line)| {
        let code = line.split("//").next().unwrap_or(line);
        let is_include = code.trim_start().starts_with('#');
        let mut words = code.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
        let name = words.find_map(|word| names.iter().find(|name| **name == word)).filter(|_| !is_include)?;
        Some((number + 1, *name))
    })
}

/// What to do about what the compiler or the linker does not find.
pub(super) fn hint(said: &str) -> Option<String> {
    const NETWORK: [&str; 6] = ["socket", "connect", "getaddrinfo", "gethostbyname", "bind", "listen"];
    const PROCESSES: [&str; 5] = ["fork", "system", "popen", "execve", "execvp"];
    let unknown = unknown_name(said);
    if unknown.is_some_and(|name| NETWORK.contains(&name)) {
        return Some(
            "a migration has no network; pass data with `-x name=value` or put it into the migration".to_owned(),
        );
    }
    if unknown.is_some_and(|name| PROCESSES.contains(&name)) {
        return Some("a migration starts no programs; pass data with `-x name=value`".to_owned());
    }
    let is_missing = said.contains("file not found") || said.contains("undefined symbol: ");
    is_missing.then(|| {
        "a migration has the C library for WebAssembly and what is in its own folder: make it a folder, \
         `migration.c` or `migration.cpp`, with the sources of what it uses beside it"
            .to_owned()
    })
}

/// What the source calls, and nobody declares.
fn unknown_name(said: &str) -> Option<&str> {
    let heads = ["undeclared identifier '", "undeclared function '", "declaration of function '", "no member named '"];
    let rest = heads.iter().find_map(|head| said.split_once(head))?.1;
    rest.split('\'').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_where_it_is_used() {
        let names = &["fopen", "open"];
        assert_eq!(
            place("#include <open.h>\n// fopen\nint reopen, a_open;\n x = fopen(\"a\");", names),
            Some((4, "fopen"))
        );
        assert_eq!(place("int fopened;", names), None);
    }

    #[test]
    fn what_nobody_declares_is_told_by_its_kind() {
        let hinted = |said: &str| hint(said).unwrap_or_default();
        assert!(hinted("error: use of undeclared identifier 'socket'").starts_with("a migration has no network"));
        assert!(hinted("error: implicit declaration of function 'fork' is").starts_with("a migration starts no"));
        assert!(hinted("fatal error: 'boost/any.hpp' file not found").contains("make it a folder"));
        assert_eq!(hint("error: use of undeclared identifier 'x'"), None);
    }
}
