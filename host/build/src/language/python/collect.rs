//! A script with all that it imports, and what that imports in its turn.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::import::{Certainty, Import, imports};
use super::known::{Known, known, refused_package};
use super::read_module;
use super::scan::{self, Statement};
use super::search::{Folder, Found, PACKAGE_FILE};
use crate::script::{Bundle, Module};
use crate::toolchain::ToolchainError;

/// A script with all that it imports.
#[derive(Debug)]
pub(super) struct Collected {
    /// The script first.
    pub(super) bundle: Bundle,
    /// Whether any of them imports what only the interpreter `alembic` has.
    pub(super) needs_alembic: bool,
    /// The modules of the migration's own folder.
    own: Vec<usize>,
}

impl Collected {
    /// The modules of the migration's own folder, but for the script itself.
    pub(super) fn own_modules(&self) -> impl Iterator<Item = &Module> {
        self.own.iter().map(|&place| &self.bundle.modules[place])
    }
}

/// Collects modules.
#[derive(Debug, Default)]
pub(super) struct Collector {
    folders: Vec<Folder>,
    needs_alembic: bool,
    modules: Vec<Module>,
    own: Vec<usize>,
    /// The names that were looked for.
    seen: BTreeSet<String>,
    waiting: VecDeque<Reader>,
}

/// A module whose imports are still to be followed.
#[derive(Debug)]
struct Reader {
    /// What messages call its file.
    file: String,
    /// The package that it is in, or is; empty outside of packages.
    package: String,
    is_own: bool,
    imports: Vec<Import>,
}

impl Collector {
    /// Looks in the folder of the migration.
    pub(super) fn add_own_folder(&mut self, folder: Folder) {
        self.folders.push(folder);
    }

    /// Looks in these folders after that.
    pub(super) fn add_path(&mut self, folders: &[Folder]) {
        self.folders.extend_from_slice(folders);
    }

    /// Follows the imports of a script.
    pub(super) fn collect(mut self, main: Module, statements: &[Statement]) -> Result<Collected, ToolchainError> {
        let name = main.name.clone();
        let reader = Reader { file: name.clone(), package: String::new(), is_own: true, imports: imports(statements) };
        self.waiting.push_back(reader);
        self.modules.push(main);
        while let Some(reader) = self.waiting.pop_front() {
            for import in &reader.imports {
                self.follow(&reader, import)?;
            }
        }
        let bundle = Bundle { main: name, modules: self.modules, origins: BTreeMap::new() };
        Ok(Collected { bundle, needs_alembic: self.needs_alembic, own: self.own })
    }

    fn follow(&mut self, reader: &Reader, import: &Import) -> Result<(), ToolchainError> {
        let Some(module) = absolute(reader, import) else { return Ok(()) };
        let mut end = 0;
        while end < module.len() {
            end = module[end + 1..].find('.').map_or(module.len(), |dot| end + 1 + dot);
            self.need(reader, import, &module[..end])?;
        }
        for name in &import.names {
            let inner = if module.is_empty() { name.clone() } else { format!("{module}.{name}") };
            // It may be anything that the module has, so that nothing is missing when no file has its name.
            if known(&inner).is_none() && self.seen.insert(inner.clone()) {
                self.take(&inner)?;
            }
        }
        Ok(())
    }

    /// Takes a module in, or says why it cannot be had.
    fn need(&mut self, reader: &Reader, import: &Import, module: &str) -> Result<(), ToolchainError> {
        let is_required = import.certainty > if reader.is_own { Certainty::Guarded } else { Certainty::Nested };
        match known(module) {
            Some(Known::Alembic) => self.needs_alembic = true,
            Some(Known::Refused(reason)) if reader.is_own && is_required => {
                return Err(refused(reader, import, module, reason, None));
            }
            Some(Known::Given | Known::Refused(_)) => {}
            None if reader.is_own && is_required && refused_package(module).is_some() => {
                let reason = refused_package(module).unwrap_or_default();
                return Err(refused(reader, import, module, reason, None));
            }
            None => match self.take_once(module)? {
                Taken::Native(file) if is_required => {
                    let reason = format!("{file} is native code, which the interpreter cannot load");
                    let hint = "take a package that is written in Python alone".to_owned();
                    return Err(refused(reader, import, module, &reason, Some(hint)));
                }
                Taken::No if is_required => return Err(self.missing(reader, import, module)),
                Taken::Yes | Taken::Native(_) | Taken::No => {}
            },
        }
        Ok(())
    }

    fn take_once(&mut self, module: &str) -> Result<Taken, ToolchainError> {
        if self.seen.contains(module) && self.find(module).is_some_and(|found| !matches!(found, Found::Native { .. })) {
            return Ok(Taken::Yes);
        }
        self.seen.insert(module.to_owned());
        self.take(module)
    }

    fn find(&self, module: &str) -> Option<Found> {
        self.folders.iter().find_map(|folder| folder.find(module))
    }

    fn take(&mut self, module: &str) -> Result<Taken, ToolchainError> {
        match self.find(module) {
            None => Ok(Taken::No),
            Some(Found::Native { shown }) => Ok(Taken::Native(shown)),
            Some(Found::Namespace { shown }) => {
                // The interpreter tells packages by this file.
                self.modules.push(Module { name: shown, text: String::new() });
                Ok(Taken::Yes)
            }
            Some(Found::Source { path, shown, is_own }) => {
                let text = read_module(&path, &shown)?;
                let loaded = Module { name: shown.clone(), text };
                let statements = scan::statements(&loaded.text).map_err(|problem| problem.in_file(&loaded))?;
                let is_package = shown.ends_with(&format!("/{PACKAGE_FILE}"));
                let package = if is_package { module } else { module.rsplit_once('.').map_or("", |(above, _)| above) };
                let imports = imports(&statements);
                self.waiting.push_back(Reader { file: shown, package: package.to_owned(), is_own, imports });
                if is_own {
                    self.own.push(self.modules.len());
                }
                self.modules.push(loaded);
                Ok(Taken::Yes)
            }
        }
    }

    fn missing(&self, reader: &Reader, import: &Import, module: &str) -> ToolchainError {
        let top = module.split('.').next().unwrap_or(module);
        let target = self.folders.iter().find(|folder| !folder.is_own).map_or("vendor/python", Folder::shown);
        let mut hint = format!("pip install --target {target} {top}");
        if self.folders.iter().all(|folder| folder.is_own) {
            hint.push_str("; then add to aludel.toml: [python] path = [\"vendor/python\"]");
        }
        let reason = "it is neither part of the interpreter nor on the project's [python] path";
        refused(reader, import, module, reason, Some(hint))
    }
}

enum Taken {
    Yes,
    No,
    Native(String),
}

/// The name without dots before it; none where there is nothing so far up.
fn absolute(reader: &Reader, import: &Import) -> Option<String> {
    if import.level == 0 {
        return Some(import.module.clone());
    }
    let mut package = reader.package.as_str();
    for _ in 1..import.level {
        package = package.rsplit_once('.').map_or("", |(above, _)| above);
    }
    match (package.is_empty(), import.module.is_empty()) {
        (true, _) => None,
        (false, true) => Some(package.to_owned()),
        (false, false) => Some(format!("{package}.{}", import.module)),
    }
}

fn refused(reader: &Reader, import: &Import, module: &str, reason: &str, hint: Option<String>) -> ToolchainError {
    ToolchainError::Import {
        file: reader.file.clone(),
        line: import.line,
        problem: format!("import {module}: {reason}"),
        hint,
    }
}
