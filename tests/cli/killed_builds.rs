//! Builds that are killed half way, and builds at the same time. A compiler in the place of Go's says where it is, and
//! waits there until it is told to go on.

use std::fs::{self, File, OpenOptions};
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::builds::migration;
use crate::workspace::Workspace;

/// A module that does nothing.
const MODULE: &str = r#"(module (memory (export "memory") 1)
    (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "aludel:migration/revision@0.1.0#upgrade") (param i32) (result i32) i32.const 1024)
    (func (export "aludel:migration/revision@0.1.0#downgrade") (param i32) (result i32) i32.const 1024))"#;

/// The compiler: `pause PLACE` waits if there is a file `stop-PLACE`.
const COMPILER: &str = r#"#!/bin/sh
folder='FOLDER'
pause() {
    if [ -e "$folder/stop-$1" ]; then
        echo "$1" >> "$folder/reached"
        read -r word < "$folder/go-on"
    fi
}
case "$1" in
env)
    pause asked
    echo go1.27.0
    ;;
build)
    pause before
    head -c 20 "$folder/module.wasm" > migration.wasm
    pause half
    [ ! -e a1.go ] || pause one
    cp "$folder/module.wasm" migration.wasm
    pause after
    ;;
esac
"#;

/// A project with two migrations in Go, and the compiler.
struct Project {
    workspace: Workspace,
    reached: BufReader<File>,
    go_on: File,
}

impl Project {
    fn new() -> Self {
        let workspace = Workspace::project();
        for revision in ["a1", "b2"] {
            let code = "package main\n\nimport \"aludel\"\n\nfunc Upgrade(db *aludel.DB) error {\n\treturn nil\n}\n";
            migration(&workspace, &format!("{revision}.go"), revision, code);
        }
        let folder = workspace.path().join("tools");
        workspace.write("tools/go", COMPILER.replace("FOLDER", &folder.display().to_string()));
        workspace.write("tools/module.wasm", wat::parse_str(MODULE).expect("the text is valid"));
        fs::set_permissions(folder.join("go"), fs::Permissions::from_mode(0o755)).expect("the file is ours");
        let [reached, go_on] = ["reached", "go-on"].map(|name| pipe(&folder.join(name)));
        Self { workspace, reached: BufReader::new(reached), go_on }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.workspace.path().join(name)
    }

    fn build(&self) -> Command {
        let mut command = self.workspace.command(&["build"]);
        command.env("PATH", format!("{}:/usr/bin:/bin", self.path("tools").display()));
        command.stdout(Stdio::null()).stderr(Stdio::piped());
        command
    }

    fn stop_at(&self, place: &str) {
        self.workspace.write(&format!("tools/stop-{place}"), "");
    }

    fn stop_nowhere(&self) {
        for place in ["asked", "before", "half", "one", "after"] {
            let _ = fs::remove_file(self.path(&format!("tools/stop-{place}")));
        }
    }

    /// Waits until a compiler is at a place where it stops.
    fn wait_for_compiler(&mut self) {
        self.reached.read_line(&mut String::new()).expect("the pipe can be read");
    }

    fn let_compilers_go(&mut self, count: usize) {
        self.go_on.write_all("on\n".repeat(count).as_bytes()).expect("the pipe can be written");
    }

    /// The names in a folder of what is built, without the guard of the claims.
    fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(".aludel/build").join(folder));
        let entries = entries.map_or_else(|_| Vec::new(), |entries| entries.flatten().collect());
        let names = entries.into_iter().map(|entry| entry.file_name().to_string_lossy().into_owned());
        names.filter(|name| name != ".guard").collect()
    }

    /// All is built, and nothing else is there.
    fn assert_is_whole(&self) {
        assert_eq!(self.names("go/workshop"), [""; 0], "a workshop was left");
        assert_eq!(self.names("claims"), [""; 0], "a claim was left");
        let components = self.names("components");
        assert!(components.len() == 2 && components.iter().all(|name| !name.starts_with('.')), "{components:?}");
        let lockfile = fs::read_to_string(self.path("aludel.lock")).expect("it was written");
        assert!(lockfile.contains("a1") && lockfile.contains("b2"), "{lockfile}");
        let said = self.build().output().expect("the binary was built for this test");
        assert!(said.status.success() && said.stderr.is_empty(), "everything is there: {said:?}");
    }
}

/// A pipe with a name. Open for both, so that neither opening nor closing its other end waits or ends it.
fn pipe(path: &Path) -> File {
    assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo is there").success());
    OpenOptions::new().read(true).write(true).open(path).expect("the pipe is there")
}

fn assert_builds(build: Child) {
    let output = build.wait_with_output().expect("it was started here");
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn a_killed_build_is_made_up_for_by_the_next() {
    for (place, leaves_workshop) in [("asked", false), ("before", true), ("half", true), ("after", true)] {
        let mut project = Project::new();
        project.stop_at(place);
        let mut killed = project.build().spawn().expect("the binary was built for this test");
        project.wait_for_compiler();
        killed.kill().expect("it was started here");
        killed.wait().expect("it was started here");
        assert_eq!(!project.names("go/workshop").is_empty(), leaves_workshop, "{place}");
        assert!(!project.path("aludel.lock").exists(), "{place}");
        assert_eq!(project.names("components"), [""; 0], "{place}");
        project.stop_nowhere();
        // The compiler of the killed run is still there, and writes where nobody looks.
        assert_builds(project.build().spawn().expect("the binary was built for this test"));
        project.assert_is_whole();
        project.let_compilers_go(2);
    }
}

#[test]
fn two_builds_at_once_do_not_disturb_each_other() {
    let mut project = Project::new();
    project.stop_at("one");
    let builds = [(); 2].map(|()| project.build().spawn().expect("the binary was built for this test"));
    // Each of them is in the middle of the first migration.
    for _ in 0..2 {
        project.wait_for_compiler();
    }
    project.stop_nowhere();
    project.let_compilers_go(2);
    builds.into_iter().for_each(assert_builds);
    project.assert_is_whole();
}
