//! Zig: one call of the compiler a migration, with the library as a module beside it.

mod line_table;

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use super::tool::{Candidate, Tool, Wanted};
use crate::environment::ToolEnvironment;
use crate::toolchain::{Job, Toolchain, ToolchainError};

const WANTED: Wanted = Wanted {
    name: "Zig",
    version_argument: "version",
    version_start: "0.17.",
    versions: "Zig 0.17",
    install: "python3 -m pip install ziglang==0.17.1",
};

/// The stack of a migration; Zig's own choice, 16 MiB, would be memory that every migration begins with.
const STACK_BYTES: &str = "1048576";

/// The toolchain of Zig.
#[derive(Debug)]
pub(crate) struct Zig {
    environment: ToolEnvironment,
    tool: OnceLock<Result<Tool, ToolchainError>>,
}

impl Zig {
    pub(crate) fn new(environment: &ToolEnvironment) -> Self {
        Self { environment: environment.clone(), tool: OnceLock::new() }
    }

    fn tool(&self) -> Result<&Tool, ToolchainError> {
        self.tool.get_or_init(|| find(&self.environment)).as_ref().map_err(Clone::clone)
    }
}

/// Looks for the compiler itself, then for the one that is a package of Python.
fn find(environment: &ToolEnvironment) -> Result<Tool, ToolchainError> {
    let mut candidates = Vec::new();
    // The second is what the package of Python calls it.
    for zig in ["zig", "python-zig"] {
        candidates.extend(environment.find_program(zig).map(|program| Candidate { program, arguments: &[] }));
    }
    for python in ["python3", "python"] {
        let program = environment.find_program(python);
        candidates.extend(program.map(|program| Candidate { program, arguments: &["-m", "ziglang"] }));
    }
    let places = ["there is no `zig` in PATH".to_owned(), "`python3 -m ziglang` does not work".to_owned()];
    Tool::find(environment, WANTED, &candidates, &places)
}

impl Toolchain for Zig {
    fn version(&self) -> Result<String, ToolchainError> {
        Ok(self.tool()?.version.clone())
    }

    fn build(&self, job: &Job<'_>) -> Result<Vec<u8>, ToolchainError> {
        let tool = self.tool()?;
        let root = job.source.root;
        let module = job.workshop.join("module.wasm");
        let mut command = tool.command(&self.environment, root);
        command.args(["build-exe", "-fno-entry", "-rdynamic", "--color", "off", "--stack", STACK_BYTES]);
        // One cache for all migrations of the project: the library and what Zig itself needs are compiled once.
        command.arg("--cache-dir").arg(job.kept).arg("--global-cache-dir").arg(job.kept);
        command.arg(format!("-femit-bin={}", module.display()));
        // The settings and dependencies of a module go before it.
        command.args(module_settings(&["aludel", "migration"]));
        command.arg(format!("-Mroot={}", shown(root, &job.library.join("root.zig"))));
        command.args(module_settings(&[]));
        command.arg(format!("-Maludel={}", shown(root, &job.library.join("aludel.zig"))));
        command.args(module_settings(&["aludel"]));
        command.arg(format!("-Mmigration={}", shown(root, job.source.main)));
        tool.run(&mut command).map_err(explained)?;
        let module = fs::read(&module).map_err(|error| ToolchainError::unwritable(job.workshop, &error))?;
        Ok(line_table::without_places_of_the_machine(&module, root))
    }
}

/// Says what the compiler's words come from where they name files of the standard library or a package.
fn explained(error: ToolchainError) -> ToolchainError {
    let hint = match &error {
        ToolchainError::Compile { output, .. } => hint(output),
        _ => None,
    };
    error.with_hint(hint.map(str::to_owned))
}

fn hint(output: &str) -> Option<&'static str> {
    // These parts of the standard library are there for a system, and end in what this one lacks.
    const SYSTEM: [&str; 8] =
        ["posix", "os.linux", "os/linux", "Io/Threaded", "Io.Threaded", "std.fs", "std.net", "std.process"];
    if output.contains("no module named '") {
        return Some("make the migration a folder: `migration.zig`, and beside it the files that it imports by name");
    }
    SYSTEM.iter().any(|part| output.contains(part)).then_some(
        "a migration has no files, no network and no processes; pass data with `-x name=value` or put it into the migration",
    )
}

/// Checks stay in, as a migration that goes wrong should stop, and the table of lines, to say where it did.
fn module_settings(dependencies: &[&str]) -> Vec<String> {
    let settings = ["-target", "wasm32-freestanding", "-O", "safe", "-fno-strip"].map(str::to_owned);
    let dependencies = dependencies.iter().flat_map(|name| ["--dep".to_owned(), (*name).to_owned()]);
    settings.into_iter().chain(dependencies).collect()
}

/// The path as the compiler shows it in its messages.
fn shown(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).display().to_string()
}
