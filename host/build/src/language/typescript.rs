//! TypeScript: checked by the compiler of the project where there is one, and run without its types in any case.

use std::fs;
use std::path::{Path, PathBuf};

use aludel_project::Digest;
use aludel_project::digest::DigestBuilder;

use super::javascript::{self, Bundled};
use crate::environment::ToolEnvironment;
use crate::script::{Frontend, Script};
use crate::toolchain::{Job, ToolchainError};

/// The folder that remembers what was found right.
const CHECKED: &str = "checked";

/// Reads migrations in TypeScript.
#[derive(Debug)]
pub(crate) struct TypeScript {
    environment: ToolEnvironment,
}

impl TypeScript {
    /// The compiler is looked for in the project, then in that environment.
    pub(crate) fn new(environment: &ToolEnvironment) -> Self {
        Self { environment: environment.clone() }
    }

    fn compiler(&self, job: &Job<'_>) -> Option<PathBuf> {
        let folder = job.source.main.parent().unwrap_or(job.source.root);
        javascript::program(&self.environment, folder, job.source.root, "tsc")
    }

    fn check(&self, compiler: &Path, job: &Job<'_>) -> Result<(), ToolchainError> {
        let configuration = job.workshop.join("tsconfig.json");
        fs::write(&configuration, configuration_text(job))
            .map_err(|error| ToolchainError::unwritable(job.workshop, &error))?;
        let mut command = self.environment.command(compiler, job.source.root);
        let output = command.args(["--pretty", "false", "--project"]).arg(&configuration).output();
        let output = output.map_err(|error| ToolchainError::Failed {
            program: compiler.display().to_string(),
            reason: error.to_string(),
        })?;
        if output.status.success() {
            return Ok(());
        }
        Err(ToolchainError::compile(with_places(&String::from_utf8_lossy(&output.stdout))))
    }
}

impl Frontend for TypeScript {
    fn read(&self, job: &Job<'_>) -> Result<Script, ToolchainError> {
        let bundled = javascript::read(job, &self.environment)?;
        let Some(compiler) = self.compiler(job) else { return Ok(javascript::script(bundled)) };
        // Starting the compiler takes a second, and what was right stays right.
        let mark = job.kept.join(CHECKED).join(digest(job, &bundled, &compiler).to_string());
        if !mark.is_file() {
            self.check(&compiler, job)?;
            // Without the mark it is checked again, and no harm is done.
            let _ = fs::create_dir_all(job.kept.join(CHECKED)).and_then(|()| fs::write(&mark, b""));
        }
        Ok(javascript::script(bundled))
    }
}

/// Everything that decides whether a migration is right: its sources with their types, the library, the compiler.
fn digest(job: &Job<'_>, bundled: &Bundled, compiler: &Path) -> Digest {
    let mut key = DigestBuilder::default();
    for module in &bundled.bundle.modules {
        // The text of a package has no file of its own.
        let source = fs::read(job.source.root.join(&module.name));
        key.add_named(&module.name, Digest::of(&source.unwrap_or_else(|_| module.text.clone().into_bytes())));
    }
    // `node_modules/typescript/package.json` says the version; `bin/tsc` beside it is the same in all of them.
    let package = fs::canonicalize(compiler).unwrap_or_default().join("../../package.json");
    for file in [job.library.join("aludel.d.ts"), compiler.to_owned(), package, job.source.root.join("tsconfig.json")] {
        let content = fs::read(&file).unwrap_or_default();
        key.add_named(&file.display().to_string(), Digest::of(&content));
    }
    key.finish()
}

/// The project's own settings where it has any, and what has to be so.
fn configuration_text(job: &Job<'_>) -> String {
    let own = job.source.root.join("tsconfig.json");
    let library = job.library.join("aludel.d.ts");
    let mut configuration = serde_json::json!({
        "compilerOptions": {
            "noEmit": true,
            "target": "es2023",
            "lib": ["es2023", "esnext.disposable"],
            "module": "esnext",
            "moduleResolution": "bundler",
            "allowImportingTsExtensions": true,
            "isolatedModules": true,
            "skipLibCheck": true,
            "types": [],
            "paths": { "aludel": [library] },
        },
        "files": [job.source.main, job.library.join("globals.d.ts")],
        "include": [],
    });
    if own.is_file() {
        configuration["extends"] = own.display().to_string().into();
    } else {
        configuration["compilerOptions"]["strict"] = true.into();
    }
    configuration.to_string()
}

/// `a.ts(3,5): error` as the other compilers write it: `a.ts:3:5: error`.
fn with_places(output: &str) -> String {
    let lines = output.trim_end().lines().map(|line| {
        let place = line.split_once("): ").and_then(|(place, rest)| Some((place.rsplit_once('(')?, rest)));
        match place {
            Some(((file, place), rest)) if place.split(',').all(|part| part.parse::<u32>().is_ok()) => {
                format!("{file}:{}: {rest}", place.replace(',', ":"))
            }
            _ => line.to_owned(),
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(all(test, unix))]
mod tests;
