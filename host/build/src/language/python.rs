//! Python: text with all that it imports, for the interpreters `python` and `alembic`.
//!
//! No Python is needed: what a script imports is found by reading it. Where there is one, it checks the syntax.

mod check;
mod collect;
mod finder;
mod import;
mod known;
mod scan;
mod search;

use std::fs;
use std::path::Path;

use aludel_project::text_file::{SizeLimit, read_text};
use aludel_project::{Config, Header};

use crate::environment::ToolEnvironment;
use crate::script::{Frontend, Module, Script};
use crate::toolchain::{Job, ToolchainError};
use check::Checker;
use collect::Collector;
use scan::Statement;
use search::Folder;

/// The size of one file.
const SOURCE_SIZE: SizeLimit = SizeLimit { name: "source_size", bytes: 16 << 20 };

/// The interpreter of migrations that import Alembic or `SQLAlchemy`.
const ALEMBIC: &str = "alembic";

/// The text of a bundle that holds the section `[alembic]` of the configuration, for the interpreter of that name.
const ALEMBIC_SETTINGS: &str = "[alembic]";

/// The interpreter of all others.
const PYTHON: &str = "python";

/// Reads migrations in Python.
#[derive(Debug)]
pub(super) struct Python {
    /// `[python] path`.
    path: Vec<Folder>,
    /// `[alembic]`, where it says something.
    alembic: Option<String>,
    checker: Checker,
}

impl Python {
    /// For the migrations of a project.
    pub(super) fn new(config: &Config, environment: &ToolEnvironment) -> Self {
        let path = config.python.path.iter().map(|folder| Folder::of_project(folder, config)).collect();
        Self { path, alembic: config.alembic.to_json(), checker: Checker::new(environment.clone()) }
    }
}

impl Frontend for Python {
    fn read(&self, job: &Job<'_>) -> Result<Script, ToolchainError> {
        let source = job.source;
        let text = read_text(source.main, source.display_path, SOURCE_SIZE)?;
        let main = Module { name: source.display_path.to_owned(), text };
        let is_of_alembic = Header::is_of_alembic(&main.text, &main.name);
        let statements = scan::statements(&main.text).map_err(|problem| problem.in_file(&main))?;
        self.checker.check(&main, job)?;
        let has_verify = statements.iter().any(is_verify);
        let mut collector = Collector::default();
        if source.is_folder() {
            collector.add_own_folder(Folder::of_migration(&source));
        }
        collector.add_path(&self.path);
        let collected = collector.collect(main, &statements)?;
        for module in collected.own_modules() {
            self.checker.check(module, job)?;
        }
        let mut bundle = collected.bundle;
        if !collected.needs_alembic && !is_of_alembic {
            return Ok(Script { bundle, interpreter: PYTHON, has_verify });
        }
        let settings = self.alembic.iter().map(|text| Module { name: ALEMBIC_SETTINGS.to_owned(), text: text.clone() });
        bundle.modules.extend(settings);
        Ok(Script { bundle, interpreter: ALEMBIC, has_verify })
    }
}

/// A module may be empty, as `__init__.py` often is.
fn read_module(path: &Path, shown: &str) -> Result<String, ToolchainError> {
    if fs::metadata(path).is_ok_and(|file| file.len() == 0) {
        return Ok(String::new());
    }
    Ok(read_text(path, shown, SOURCE_SIZE)?)
}

fn is_verify(statement: &Statement) -> bool {
    let name = statement.code.strip_prefix("def ").map(str::trim_start);
    let rest = name.and_then(|name| name.strip_prefix("verify"));
    statement.indent == 0 && rest.is_some_and(|rest| rest.trim_start().starts_with('('))
}

#[cfg(test)]
mod tests;
