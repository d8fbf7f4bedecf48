//! `AssemblyScript`: its compiler runs on Node.js, from the packages of the project or of the machine.

mod source_map;

use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::OnceLock;

use wasmparser::{Parser, Payload};

use super::tool::{Candidate, Tool, Wanted};
use crate::environment::ToolEnvironment;
use crate::toolchain::{Job, SourceFiles, Toolchain, ToolchainError};

const WANTED: Wanted = Wanted {
    name: "AssemblyScript",
    version_argument: "--version",
    version_start: "0.28.",
    versions: "AssemblyScript 0.28",
    install: "npm install --save-dev assemblyscript@0.28.20",
};

/// What stands for the path of the migration in the library's entry.
const PLACE_OF_MIGRATION: &str = "${migration}";

/// The module that the standard library imports what it wants of a system from.
const SYSTEM: &str = "env";

/// The function that the compiler calls for `throw` and failed checks.
const ABORT: &str = "abort=~lib/aludel/entry/stop";

/// The toolchain of `AssemblyScript`.
#[derive(Debug)]
pub(crate) struct AssemblyScript {
    root: PathBuf,
    environment: ToolEnvironment,
    tool: OnceLock<Result<Tool, ToolchainError>>,
}

impl AssemblyScript {
    /// The compiler for the project at `root`, whose own packages come first.
    pub(crate) fn new(root: &Path, environment: &ToolEnvironment) -> Self {
        Self { root: root.to_owned(), environment: environment.clone(), tool: OnceLock::new() }
    }

    fn tool(&self) -> Result<&Tool, ToolchainError> {
        self.tool.get_or_init(|| find(&self.root, &self.environment)).as_ref().map_err(Clone::clone)
    }
}

fn find(root: &Path, environment: &ToolEnvironment) -> Result<Tool, ToolchainError> {
    let local = root.join("node_modules/.bin/asc");
    let mut candidates = Vec::new();
    for program in [local.is_file().then_some(local), environment.find_program("asc")].into_iter().flatten() {
        candidates.push(Candidate { program, arguments: &[] });
    }
    let places = ["there is no `node_modules/.bin/asc` in the project", "there is no `asc` in PATH"];
    Tool::find(environment, WANTED, &candidates, &places.map(str::to_owned))
}

impl Toolchain for AssemblyScript {
    fn version(&self) -> Result<String, ToolchainError> {
        Ok(self.tool()?.version.clone())
    }

    fn build(&self, job: &Job<'_>) -> Result<Vec<u8>, ToolchainError> {
        let tool = self.tool()?;
        let entry = job.workshop.join("entry.ts");
        let module = job.workshop.join("module.wasm");
        let unwritable = |error: std::io::Error| ToolchainError::unwritable(job.workshop, &error);
        fs::write(&entry, entry_text(job).map_err(unwritable)?).map_err(unwritable)?;
        let mut command = tool.command(&self.environment, job.source.root);
        command.arg(path_between(job.source.root, &entry));
        command.arg("--outFile").arg(path_between(job.source.root, &module));
        command.arg("--lib").arg(path_between(job.source.root, job.library));
        command.arg("--transform").arg(job.library.join("transform.mjs"));
        // `--debug` keeps the names of functions, for traces.
        command.args(["--use", ABORT, "-O", "--debug", "--sourceMap", "--noColors"]);
        tool.run(&mut command).map_err(explained)?;
        // A map that is not there is one that is not understood.
        let map = fs::read_to_string(module.with_added_extension("map")).unwrap_or_default();
        let module = fs::read(&module).map_err(unwritable)?;
        match foreign_import(&module) {
            Some(name) => Err(refused(&job.source, &name)),
            None => Ok(source_map::with_lines(&module, &map)),
        }
    }
}

/// The words of the compiler with places as other compilers write them, and what they come from where that is known.
fn explained(error: ToolchainError) -> ToolchainError {
    let ToolchainError::Compile { output, .. } = error else { return error };
    let hint = hint(&output);
    ToolchainError::compile(with_places(&output)).with_hint(hint)
}

/// `in a.as.ts(3,5)` as `in a.as.ts:3:5`.
fn with_places(output: &str) -> String {
    let lines = output.lines().map(|line| {
        let place = line.strip_suffix(')').and_then(|line| line.rsplit_once('('));
        match place {
            Some((file, place))
                if line.contains(" in ") && place.split(',').all(|part| part.parse::<u32>().is_ok()) =>
            {
                format!("{file}:{}", place.replace(',', ":"))
            }
            _ => line.to_owned(),
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn hint(output: &str) -> Option<String> {
    const NETWORK: [&str; 3] = ["fetch", "XMLHttpRequest", "WebSocket"];
    let named = |head: &str, end: &str| Some(output.split_once(head)?.1.split_once(end)?.0);
    if named("Cannot find name '", "'").is_some_and(|name| NETWORK.contains(&name)) {
        return Some(
            "a migration has no network; pass data with `-x name=value` or put it into the migration".to_owned(),
        );
    }
    let package = named("File '~lib/", "'")?.trim_end_matches(".ts");
    Some(format!("npm install {package}   (it has to be written in AssemblyScript)"))
}

/// What the module wants of a system, by the name that the source has for it: `console.log`.
fn foreign_import(module: &[u8]) -> Option<String> {
    let payloads = Parser::new(0).parse_all(module).map_while(Result::ok);
    let sections = payloads.filter_map(|payload| match payload {
        Payload::ImportSection(section) => Some(section),
        _ => None,
    });
    let mut imports = sections.flat_map(|section| section.into_imports().map_while(Result::ok));
    imports.find(|import| import.module == SYSTEM).map(|import| import.name.to_owned())
}

fn refused(source: &SourceFiles<'_>, name: &str) -> ToolchainError {
    let text = fs::read_to_string(source.main).unwrap_or_default();
    let place = text.lines().position(|line| line.contains(name)).unwrap_or_default();
    ToolchainError::Import {
        file: source.display_path.to_owned(),
        line: place + 1,
        problem: format!("`{name}` is of a system, and a migration has none"),
        hint: name.starts_with("console.").then(|| "import { log } from \"aludel\"".to_owned()),
    }
}

/// The root of the migration's module: the exports, with the path of the migration in them.
fn entry_text(job: &Job<'_>) -> std::io::Result<String> {
    let migration = path_between(job.workshop, job.source.main);
    let text = fs::read_to_string(job.library.join("entry.template"))?;
    Ok(text.replace(PLACE_OF_MIGRATION, migration.strip_suffix(".ts").unwrap_or(&migration)))
}

/// A path as it is written in a file or said to a program of another folder: `../migrations/x.as.ts`.
fn path_between(folder: &Path, path: &Path) -> String {
    let shared = folder.components().zip(path.components()).take_while(|(one, other)| one == other).count();
    let up = folder.components().skip(shared).map(|_| Component::ParentDir);
    let parts: Vec<_> =
        up.chain(path.components().skip(shared)).map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_module_wants_of_a_system_is_named() {
        let module = |text: &str| wat::parse_str(text).expect("the text is valid");
        let clean = module("(module (import \"aludel:sql/database@0.1.0\" \"execute\" (func)))");
        assert_eq!(foreign_import(&clean), None);
        let greedy = module("(module (import \"a\" \"b\" (func)) (import \"env\" \"console.log\" (func)))");
        assert_eq!(foreign_import(&greedy).as_deref(), Some("console.log"));
    }

    #[test]
    fn what_the_compiler_does_not_find_is_explained() {
        let error = explained(ToolchainError::compile(
            "ERROR TS6054: File '~lib/left-pad.ts' not found.\n   :\n   └─ in migrations/a.as.ts(6,21)",
        ));
        assert!(error.to_string().ends_with("└─ in migrations/a.as.ts:6:21"), "{error}");
        assert!(error.hint().is_some_and(|hint| hint.starts_with("npm install left-pad ")));
        let error = explained(ToolchainError::compile("ERROR TS2304: Cannot find name 'fetch'."));
        assert!(error.hint().is_some_and(|hint| hint.starts_with("a migration has no network")));
    }

    #[test]
    fn a_path_goes_up_and_down_again() {
        let between = |folder: &str, path: &str| path_between(Path::new(folder), Path::new(path));
        assert_eq!(between("/project", "/project/migrations/a.as.ts"), "migrations/a.as.ts");
        assert_eq!(between("/project/.aludel/w", "/project/migrations/a.as.ts"), "../../migrations/a.as.ts");
    }
}
