//! A migration with all that it imports.

use std::collections::{BTreeMap, VecDeque};
use std::path::{Component, Path, PathBuf};

use aludel_project::source_digest::SOURCE_SIZE;
use aludel_project::text_file::read_text;

use super::module::{self, Import, Syntax};
use super::packages::{Packages, Request};
use super::refusal;
use crate::environment::ToolEnvironment;
use crate::script::{Bundle, Module};
use crate::toolchain::{Job, ToolchainError};

/// What migrations import the library by; it is part of the interpreter.
const LIBRARY: &str = "aludel";

/// What a relative import may leave out, or say by the name that a compiler gives.
const ENDINGS: [&str; 6] = ["", ".js", ".mjs", ".ts", "/index.js", "/index.ts"];

/// A bundle, and what is known of its main module.
#[derive(Debug)]
pub(crate) struct Bundled {
    /// The texts.
    pub(crate) bundle: Bundle,
    /// Whether the main module exports `verify`.
    pub(crate) has_verify: bool,
}

/// Reads a migration and all that it imports.
pub(super) fn read(job: &Job<'_>, environment: &ToolEnvironment) -> Result<Bundled, ToolchainError> {
    let mut reader =
        Reader { root: job.source.root, modules: Vec::new(), waiting: VecDeque::new(), packages: Vec::new() };
    let main = job.source.display_path.to_owned();
    let (exports, re_exports_all) = reader.add(job.source.main, main.clone())?;
    let has = |name: &str| re_exports_all || exports.iter().any(|export| export == name);
    for function in ["upgrade", "downgrade"] {
        if !has(function) {
            return Err(lacks(&main, function));
        }
    }
    while let Some((path, name)) = reader.waiting.pop_front() {
        if !reader.has(&name) {
            reader.add(&path, name)?;
        }
    }
    let mut bundle = Bundle { main, modules: reader.modules, origins: BTreeMap::new() };
    for package in Packages::new(job, environment).bundle(&reader.packages)? {
        bundle.origins.extend(package.origin.map(|origin| (package.module.name.clone(), origin)));
        bundle.modules.push(package.module);
    }
    Ok(Bundled { bundle, has_verify: has("verify") })
}

fn lacks(file: &str, function: &str) -> ToolchainError {
    let output =
        format!("{file}:1:1: the migration exports no function `{function}`: `export function {function}(db) {{}}`");
    ToolchainError::compile(output)
}

struct Reader<'a> {
    root: &'a Path,
    modules: Vec<Module>,
    /// Files that were asked for, with their names.
    waiting: VecDeque<(PathBuf, String)>,
    packages: Vec<Request>,
}

impl Reader<'_> {
    fn has(&self, name: &str) -> bool {
        self.modules.iter().any(|module| module.name == name)
    }

    /// Adds a file; gives what it exports.
    fn add(&mut self, path: &Path, name: String) -> Result<(Vec<String>, bool), ToolchainError> {
        let text = read_text(path, &name, SOURCE_SIZE)?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let read = module::read(&name, text, Syntax::of(&name)).map_err(ToolchainError::compile)?;
        for import in &read.imports {
            self.ask(path, &name, import)?;
        }
        self.modules.push(Module { name, text: read.text });
        Ok((read.exports, read.re_exports_all))
    }

    fn ask(&mut self, path: &Path, name: &str, import: &Import) -> Result<(), ToolchainError> {
        let specifier = import.specifier.as_str();
        if specifier == LIBRARY {
            return Ok(());
        }
        if specifier.starts_with("./") || specifier.starts_with("../") {
            self.waiting.push_back(found(path, name, import)?);
            return Ok(());
        }
        if let Some(reason) = refusal::reason(specifier) {
            return Err(refused(name, import, &reason, None));
        }
        if specifier.starts_with(['/', '#']) || specifier.is_empty() {
            let reason = "a module is imported by a path that begins with `./` or `../`, or by the name of its package";
            return Err(refused(name, import, reason, None));
        }
        let folder = path.parent().unwrap_or(self.root).to_owned();
        self.packages.push(Request { folder, file: name.to_owned(), import: import.clone() });
        Ok(())
    }
}

/// The file that a relative import means, and its name.
fn found(path: &Path, name: &str, import: &Import) -> Result<(PathBuf, String), ToolchainError> {
    let missing = |reason: &str| refused(name, import, reason, None);
    let (Some(folder), Some(place)) = (path.parent(), joined(name, &import.specifier)) else {
        return Err(missing("it leads out of the project"));
    };
    let wanted = folder.join(&import.specifier);
    let typed = import.specifier.strip_suffix(".js").map(|stem| format!("{stem}.ts"));
    let ending = ENDINGS.iter().find(|ending| with_ending(&wanted, ending).is_file());
    match (ending, typed) {
        (Some(ending), _) => Ok((with_ending(&wanted, ending), format!("{place}{ending}"))),
        (None, Some(typed)) if folder.join(&typed).is_file() => {
            Ok((folder.join(&typed), joined(name, &typed).unwrap_or(place)))
        }
        _ => Err(missing("there is no such file")),
    }
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut text = path.as_os_str().to_owned();
    text.push(ending);
    PathBuf::from(text)
}

/// A relative import from a module, as a name from the root; none where it leads out of the root.
fn joined(name: &str, specifier: &str) -> Option<String> {
    let mut parts: Vec<&str> = name.split('/').collect();
    parts.pop();
    for part in Path::new(specifier).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(parts.pop()?),
            Component::Normal(part) => parts.push(part.to_str()?),
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(parts.join("/"))
}

/// An import that cannot be had.
pub(super) fn refused(file: &str, import: &Import, reason: &str, hint: Option<String>) -> ToolchainError {
    let problem = format!("import of {:?}: {reason}", import.specifier);
    ToolchainError::Import { file: file.to_owned(), line: import.line, problem, hint }
}

/// The requests for each package, by the specifier.
pub(super) fn by_specifier(requests: &[Request]) -> BTreeMap<&str, Vec<&Request>> {
    let mut grouped: BTreeMap<&str, Vec<&Request>> = BTreeMap::new();
    for request in requests {
        grouped.entry(&request.import.specifier).or_default().push(request);
    }
    grouped
}
