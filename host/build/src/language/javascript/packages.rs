//! Packages of a registry: each is bundled into one module by esbuild, where that is installed.

use std::ffi::OsString;
use std::fs;
use std::io::Write as _;
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::bundle::{by_specifier, refused};
use super::complaint;
use super::module::Import;
use super::origin;
use crate::environment::ToolEnvironment;
use crate::script::{Module, Origin};
use crate::toolchain::{Job, ToolchainError};

/// The command that installs the bundler in a project.
const INSTALL: &str = "npm install --save-dev esbuild";

/// What esbuild is told. A migration has no process, so packages that look for one are told so.
const OPTIONS: [&str; 11] = [
    "--bundle",
    "--format=esm",
    "--platform=browser",
    "--target=es2023",
    "--sourcemap=external",
    "--sources-content=false",
    "--log-level=error",
    "--log-limit=0",
    "--external:aludel",
    "--define:process.env.NODE_ENV=\"production\"",
    "--color=false",
];

/// What a bundle is written to, in the folder of the build; its map goes beside it.
const FILE: &str = "package.js";

/// An import of a package.
#[derive(Debug, Clone)]
pub(super) struct Request {
    /// The folder from which packages are looked for.
    pub(super) folder: PathBuf,
    /// The module that asks, as messages call it.
    pub(super) file: String,
    /// What it asks for.
    pub(super) import: Import,
}

/// A package as one module.
#[derive(Debug)]
pub(super) struct Bundled {
    /// The text.
    pub(super) module: Module,
    /// Where its lines come from; none where the bundler did not say.
    pub(super) origin: Option<Origin>,
}

/// Bundles the packages of one migration.
pub(super) struct Packages<'a> {
    job: &'a Job<'a>,
    environment: &'a ToolEnvironment,
}

impl<'a> Packages<'a> {
    pub(super) fn new(job: &'a Job<'a>, environment: &'a ToolEnvironment) -> Self {
        Self { job, environment }
    }

    /// One module for each package, by the name that it is imported by.
    pub(super) fn bundle(&self, requests: &[Request]) -> Result<Vec<Bundled>, ToolchainError> {
        by_specifier(requests).into_iter().map(|(specifier, requests)| self.one(specifier, &requests)).collect()
    }

    fn one(&self, specifier: &str, requests: &[&Request]) -> Result<Bundled, ToolchainError> {
        let first = requests[0];
        let Some(bundler) = program(self.environment, &first.folder, self.job.source.root, "esbuild") else {
            let reason = "a package is bundled by esbuild, which is not installed";
            let name = package_name(specifier);
            return Err(refused(&first.file, &first.import, reason, Some(format!("{INSTALL} {name}"))));
        };
        let failed = |error: std::io::Error| ToolchainError::Failed {
            program: bundler.display().to_string(),
            reason: error.to_string(),
        };
        let file = self.job.workshop.join(FILE);
        let output = self.run(&bundler, &first.folder, &file, &entry(specifier, requests)).map_err(failed)?;
        if !output.status.success() {
            let words = String::from_utf8_lossy(&output.stderr);
            let (reason, hint) = complaint::meaning(specifier, &words, &self.shown_from(&first.folder));
            return Err(refused(&first.file, &first.import, &reason, hint));
        }
        let module = Module { name: specifier.to_owned(), text: fs::read_to_string(&file).map_err(failed)? };
        // Without its map a bundle runs as well, and a trace names the lines of the bundle.
        let map = fs::read_to_string(file.with_extension("js.map")).unwrap_or_default();
        Ok(Bundled { module, origin: origin::read(&map, &self.shown_from(self.job.workshop)) })
    }

    /// How the project calls a file that the bundler names from that folder.
    fn shown_from(&self, folder: &Path) -> impl Fn(&str) -> String {
        move |file| shown(&folder.join(file), self.job.source.root)
    }

    fn run(&self, bundler: &Path, folder: &Path, file: &Path, entry: &str) -> std::io::Result<Output> {
        let mut command = self.environment.command(bundler, folder);
        let mut destination = OsString::from("--outfile=");
        destination.push(file);
        run_with_input(command.args(OPTIONS).arg(destination), entry)
    }
}

fn run_with_input(command: &mut Command, input: &str) -> std::io::Result<Output> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    if let Some(mut pipe) = child.stdin.take() {
        // A program that ends without reading says why itself.
        let _ = pipe.write_all(input.as_bytes());
    }
    child.wait_with_output()
}

/// A module that passes on just what is asked for, so that packages of the older kind are asked by name too.
fn entry(specifier: &str, requests: &[&Request]) -> String {
    let quoted = serde_json::Value::from(specifier).to_string();
    let names: Option<Vec<&Vec<String>>> = requests.iter().map(|request| request.import.names.as_ref()).collect();
    let Some(names) = names else {
        return format!(
            "export * from {quoted};\nimport * as all from {quoted};\nexport default all.default ?? all;\n"
        );
    };
    let mut names: Vec<&str> = names.into_iter().flatten().map(String::as_str).collect();
    names.sort_unstable();
    names.dedup();
    if names.is_empty() {
        return format!("import {quoted};\n");
    }
    format!("export {{ {} }} from {quoted};\n", names.join(", "))
}

/// `lodash/fp` belongs to `lodash`, `@scope/name/part` to `@scope/name`.
pub(super) fn package_name(specifier: &str) -> String {
    let parts = if specifier.starts_with('@') { 2 } else { 1 };
    specifier.split('/').take(parts).collect::<Vec<_>>().join("/")
}

/// A file as the project calls it: from its root, or from the folder of packages that it is in; elsewhere by its name
/// alone, since no path of the machine belongs into a component.
pub(super) fn shown(file: &Path, root: &Path) -> String {
    let file = plain(file);
    let below = file.strip_prefix(plain(root)).unwrap_or(&file);
    let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    if below != file {
        return parts.join("/");
    }
    let packages = parts.iter().position(|part| part == "node_modules");
    parts[packages.unwrap_or(parts.len().saturating_sub(1))..].join("/")
}

/// A path without `..`. The text alone decides, since it tells where a package was found, even where that is a link.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(plain.pop()),
            Component::CurDir => {}
            other => plain.push(other),
        }
    }
    plain
}

/// A program of a project: the one that is installed in it, or that of the system.
pub(in crate::language) fn program(
    environment: &ToolEnvironment,
    folder: &Path,
    root: &Path,
    name: &str,
) -> Option<PathBuf> {
    let folders = folder.ancestors().take_while(|folder| folder.starts_with(root));
    let file = if cfg!(windows) { format!("{name}.cmd") } else { name.to_owned() };
    let mut own = folders.map(|folder| folder.join("node_modules/.bin").join(&file));
    own.find(|path| path.is_file()).or_else(|| environment.find_program(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(names: Option<&[&str]>) -> Request {
        let names = names.map(|names| names.iter().map(|name| (*name).to_owned()).collect());
        let import = Import { specifier: "slug".to_owned(), line: 1, names };
        Request { folder: PathBuf::new(), file: "a.js".to_owned(), import }
    }

    #[test]
    fn only_what_is_asked_for_is_passed_on() {
        let (some, all, none) = (request(Some(&["b", "default"])), request(None), request(Some(&[])));
        assert_eq!(entry("slug", &[&some, &none]), "export { b, default } from \"slug\";\n");
        assert_eq!(entry("slug", &[&none]), "import \"slug\";\n");
        assert!(entry("slug", &[&some, &all]).starts_with("export * from \"slug\";\n"));
    }

    #[test]
    fn files_are_called_as_the_project_calls_them() {
        let root = Path::new("/home/me/shop");
        let called = |file: &str| shown(&root.join("migrations").join(file), root);
        assert_eq!(called("../node_modules/slug/index.js"), "node_modules/slug/index.js");
        assert_eq!(called("./shared.js"), "migrations/shared.js");
        assert_eq!(called("../../node_modules/slug/a.js"), "node_modules/slug/a.js");
        assert_eq!(called("../../../you/slug/a.js"), "a.js");
    }

    #[test]
    fn parts_of_packages_belong_to_them() {
        assert_eq!(package_name("lodash/fp"), "lodash");
        assert_eq!(package_name("@scope/name/part"), "@scope/name");
    }
}
