use std::os::unix::fs::PermissionsExt as _;

use tempfile::TempDir;

use super::*;
use crate::toolchain::SourceFiles;

const MIGRATION: &str = "import { slug } from 'slug-package';\nimport { x } from './shared.js';\n\
                         export function upgrade(db: unknown): void { slug(x); }\nexport function downgrade() {}\n";

/// A project with a migration, and with programs in place of the real ones.
struct Project {
    folder: TempDir,
}

impl Project {
    fn new(migration: &str) -> Self {
        let project = Self { folder: tempfile::tempdir().expect("the folder is writable") };
        project.write("migrations/a.ts", migration);
        project.write("migrations/shared.ts", "export const x: number = 1;\n");
        project.write("library/aludel.d.ts", "");
        fs::create_dir_all(project.path("workshop")).expect("the folder is writable");
        project
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("the folder is writable");
        fs::write(path, text).expect("the file is writable");
    }

    fn install(&self, program: &str, script: &str) {
        let name = format!("node_modules/.bin/{program}");
        self.write(&name, &format!("#!/bin/sh\n{script}\n"));
        let executable = fs::Permissions::from_mode(0o755);
        fs::set_permissions(self.path(&name), executable).expect("the file is ours");
    }

    fn read(&self) -> Result<Script, ToolchainError> {
        let variable = |name: &str| (name == "PATH").then(|| "/bin:/usr/bin".to_owned());
        let frontend = TypeScript::new(&ToolEnvironment::from_variables(&variable));
        let (main, workshop) = (self.path("migrations/a.ts"), self.path("workshop"));
        let (library, kept, root) = (self.path("library"), self.path("kept"), self.folder.path());
        let source = SourceFiles { path: &main, main: &main, display_path: "migrations/a.ts", root };
        frontend.read(&Job { source, revision: "a", workshop: &workshop, library: &library, kept: &kept })
    }
}

#[test]
fn a_migration_comes_with_all_that_it_imports() {
    let project = Project::new(MIGRATION);
    let bundle =
        "for option; do case $option in --outfile=*) echo 'export const slug = 1;' > ${option#*=};; esac; done";
    project.install("esbuild", &format!("cat > entry.txt; {bundle}"));
    let script = project.read().expect("the migration is right");
    let names: Vec<_> = script.bundle.modules.iter().map(|module| module.name.as_str()).collect();
    assert_eq!(names, ["migrations/a.ts", "migrations/shared.ts", "slug-package"]);
    assert_eq!(script.bundle.modules[1].text, "export const x         = 1;\n");
    assert_eq!(script.bundle.modules[2].text, "export const slug = 1;\n");
    let entry = fs::read_to_string(project.path("migrations/entry.txt")).expect("the bundler was run beside it");
    assert_eq!(entry, "export { slug } from \"slug-package\";\n");
    assert!(!script.has_verify);
}

#[test]
fn packages_without_a_bundler_say_how_to_install_it() {
    let error = Project::new(MIGRATION).read().expect_err("nothing is installed");
    let expected =
        "migrations/a.ts:1: import of \"slug-package\": a package is bundled by esbuild, which is not installed";
    assert_eq!(error.to_string(), expected);
    assert_eq!(error.hint().as_deref(), Some("npm install --save-dev esbuild slug-package"));
}

#[test]
fn packages_that_are_not_installed_say_how_to_install_them() {
    let project = Project::new(MIGRATION);
    project.install("esbuild", "echo 'X [ERROR] Could not resolve \"slug-package\"' >&2; exit 1");
    let error = project.read().expect_err("the package is not installed");
    let expected = "migrations/a.ts:1: import of \"slug-package\": the package is not installed";
    assert_eq!((error.to_string().as_str(), error.hint().as_deref()), (expected, Some("npm install slug-package")));
    project.install("esbuild", "echo 'X [ERROR] Could not resolve \"fs\"' >&2; exit 1");
    let error = project.read().expect_err("the package needs files").to_string();
    assert!(
        error.contains("the package needs what no migration is given:\n  \"fs\": a migration has no files"),
        "{error}"
    );
}

#[test]
fn what_the_compiler_refuses_is_refused_and_what_was_right_is_not_asked_again() {
    let project = Project::new("export function upgrade() {}\nexport function downgrade() {}\n");
    project.install("tsc", "echo 'migrations/a.ts(1,2): error TS1: wrong'; exit 2");
    let error = project.read().expect_err("the compiler refuses it");
    assert_eq!(error, ToolchainError::compile("migrations/a.ts:1:2: error TS1: wrong"));
    project.install("tsc", "echo asked >> asked.txt");
    for _ in 0..2 {
        project.read().expect("the compiler takes it");
    }
    assert_eq!(fs::read_to_string(project.path("asked.txt")).as_deref().ok(), Some("asked\n"));
}

#[test]
fn imports_that_cannot_be_had_are_refused_with_their_place() {
    for (import, reason) in [
        ("node:fs", "a migration has no files"),
        ("https://example.org/x.js", "a migration has no network"),
        ("./missing.js", "there is no such file"),
        ("../../outside.js", "it leads out of the project"),
    ] {
        let text = format!("\nimport '{import}';\nexport function upgrade() {{}}\nexport function downgrade() {{}}\n");
        let error = Project::new(&text).read().expect_err("it cannot be had").to_string();
        assert!(error.starts_with("migrations/a.ts:2: import of") && error.contains(reason), "{error}");
    }
    let error = Project::new("export function upgrade() {}\n").read().expect_err("there is no way back").to_string();
    assert!(error.contains("migrations/a.ts:1:1: the migration exports no function `downgrade`"), "{error}");
}

#[test]
fn places_are_written_as_other_compilers_do() {
    let output = "migrations/a.ts(3,5): error TS2322: Type 'string' (a) is wrong.\n  in a line below\n";
    let expected = "migrations/a.ts:3:5: error TS2322: Type 'string' (a) is wrong.\n  in a line below";
    assert_eq!(with_places(output), expected);
}
