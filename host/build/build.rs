//! Assembles the modules that are written as text, and takes in the files that users' builds need: the libraries of
//! each language, and the interpreter of JavaScript.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The code of SQL migrations, and what is added to it for those that check what they have done.
const RUNNER: &str = "src/runner.wat";
const RUNNER_CHECK: &str = "src/runner_check.wat";

/// Where the imports of the one end, and those of the other.
const MEMORY: &str = "  (memory ";
const FUNCTIONS: &str = "  ;; Functions\n";

/// The modules of this crate that are written as text: the source, and the file that it becomes.
const MODULES: [(&str, &str); 3] =
    [(RUNNER, "runner.wasm"), ("src/script/script.wat", "script.wasm"), ("src/wasi_stub.wat", "wasi_stub.wasm")];

/// Where the libraries are that migrations are written with.
const LIBRARIES: &str = "../../guest-sdk";

/// The members of the workspace of the library for Rust, and those that users get.
const OWN_MEMBERS: &str = "members = [\".\", \"generate\", \"derive\"]";
const SHIPPED_MEMBERS: &str = "members = [\".\", \"derive\"]";

/// What the interpreters of Python are built of, beside the library.
const PYTHON: &str = "../../guest-sdk/python";
const PYTHON_PARTS: [&str; 3] = ["build", "interpreter", "alembic"];

/// The interfaces.
const INTERFACES: &str = "wit/0.1.0";

/// The interpreter that is part of the binary.
const JAVASCRIPT: &str = "../../guest-sdk/javascript/interpreter/javascript.wasm";

#[expect(clippy::disallowed_methods, reason = "cargo tells a build script its folders in the environment")]
fn main() {
    let folder = |name: &str| PathBuf::from(std::env::var_os(name).expect("cargo names the folder"));
    let (out, here) = (folder("OUT_DIR"), folder("CARGO_MANIFEST_DIR"));
    for (source, name) in MODULES {
        println!("cargo::rerun-if-changed={source}");
        let module = wat::parse_file(source).expect("the source is WebAssembly text");
        fs::write(out.join(name), module).expect("the output folder is writable");
    }
    let checked = wat::parse_str(checked_runner()).expect("the sources are WebAssembly text");
    fs::write(out.join("checked_runner.wasm"), checked).expect("the output folder is writable");
    fs::write(out.join("embedded.rs"), embedded(&here, &out)).expect("the output folder is writable");
}

/// The runner of SQL with the function `verify`: imports stand before everything else in a module, the rest behind it.
fn checked_runner() -> String {
    println!("cargo::rerun-if-changed={RUNNER_CHECK}");
    let read = |path: &str| fs::read_to_string(path).expect("the repository has the file");
    let (runner, check) = (read(RUNNER), read(RUNNER_CHECK));
    let (imports, functions) = check.split_once(FUNCTIONS).expect("imports and functions are divided");
    let (head, body) = runner.split_once(MEMORY).expect("the runner has a memory");
    let body = body.trim_end().strip_suffix(')').expect("a module ends with a bracket");
    format!("{head}{imports}{MEMORY}{body}{functions})")
}

/// The code of two tables: the files of each language's library, and the interpreters.
fn embedded(here: &Path, out: &Path) -> String {
    let libraries = here.join(LIBRARIES);
    let mut code = String::from(
        "/// Language, path below its folder, content.\npub(crate) static FILES: &[(&str, &str, &[u8])] = &[\n",
    );
    code.push_str(&rust_library(&libraries.join("rust"), out));
    for language in names(&libraries) {
        let folder = libraries.join(&language).join("sdk");
        // Cargo takes a folder that is not there for one that has changed, and would build all that stands on this anew.
        if folder.is_dir() {
            println!("cargo::rerun-if-changed={}", folder.display());
        }
        for file in files(&folder) {
            let path = folder.join(&file);
            let literal = literal(&path);
            println!("cargo::rerun-if-changed={}", path.display());
            writeln!(code, "    ({language:?}, {file:?}, include_bytes!({literal})),")
                .expect("a string takes any text");
        }
    }
    code.push_str("];\n/// What the interpreters of Python are built of: path, content.\n");
    code.push_str("pub(crate) static PYTHON_INTERPRETERS: &[(&str, &[u8])] = &[\n");
    for (name, path) in python_parts(here) {
        println!("cargo::rerun-if-changed={}", path.display());
        writeln!(code, "    ({name:?}, include_bytes!({})),", literal(&path)).expect("a string takes any text");
    }
    code.push_str("];\n/// The interpreter of JavaScript.\npub(crate) static JAVASCRIPT: Option<&[u8]> = ");
    let javascript = here.join(JAVASCRIPT);
    println!("cargo::rerun-if-changed={}", javascript.display());
    let content =
        if javascript.is_file() { format!("Some(include_bytes!({}))", literal(&javascript)) } else { "None".into() };
    writeln!(code, "{content};").expect("a string takes any text");
    code
}

/// The library for Rust is the crate itself, without the parts of its workspace that only make it.
fn rust_library(library: &Path, out: &Path) -> String {
    let manifest = library.join("Cargo.toml");
    println!("cargo::rerun-if-changed={}", manifest.display());
    let text = fs::read_to_string(&manifest).expect("the library has a manifest");
    assert!(text.contains(OWN_MEMBERS), "the members of the workspace of {} are others now", manifest.display());
    let shipped = out.join("rust_library.toml");
    fs::write(&shipped, text.replace(OWN_MEMBERS, SHIPPED_MEMBERS)).expect("the output folder is writable");
    let mut found = vec![("Cargo.toml".to_owned(), shipped)];
    for part in ["src", "derive"] {
        let folder = library.join(part);
        println!("cargo::rerun-if-changed={}", folder.display());
        found.extend(files(&folder).into_iter().map(|file| (format!("{part}/{file}"), folder.join(file))));
    }
    found.push(("README.md".to_owned(), library.join("README.md")));
    let line =
        |(name, path): (String, PathBuf)| format!("    (\"rust\", {name:?}, include_bytes!({})),\n", literal(&path));
    found.into_iter().map(line).collect()
}

/// Names as the recipe expects them, and the files.
fn python_parts(here: &Path) -> Vec<(String, PathBuf)> {
    let python = here.join(PYTHON);
    let mut parts = Vec::new();
    for part in PYTHON_PARTS {
        let path = python.join(part);
        if path.is_file() {
            parts.push((part.to_owned(), path));
        } else {
            println!("cargo::rerun-if-changed={}", path.display());
            parts.extend(files(&path).into_iter().map(|file| (format!("{part}/{file}"), path.join(file))));
        }
    }
    let interfaces = here.join(INTERFACES);
    parts.extend(files(&interfaces).into_iter().map(|file| (format!("wit/{file}"), interfaces.join(file))));
    parts
}

/// A path as a literal of Rust.
fn literal(path: &Path) -> String {
    format!("{:?}", path.to_str().expect("the path of the repository is UTF-8"))
}

/// The names in a folder, sorted, so that builds are reproducible.
fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> =
        entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).filter(|name| is_source(name)).collect();
    names.sort();
    names
}

/// Left out is what tools leave behind.
fn is_source(name: &str) -> bool {
    !name.starts_with('.') && name != "__pycache__" && Path::new(name).extension().is_none_or(|ending| ending != "pyc")
}

/// The paths of all files below a folder, `/` between their parts.
fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for name in names(folder) {
        let path = folder.join(&name);
        if path.is_dir() {
            found.extend(files(&path).into_iter().map(|below| format!("{name}/{below}")));
        } else {
            found.push(name);
        }
    }
    found
}
