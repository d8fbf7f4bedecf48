//! Which Python of the machine checks the syntax. To ask one for its version costs more than to run a migration, so the answer is kept.

use std::fs;
use std::path::{Path, PathBuf};

use aludel_project::{Digest, whole_file};

use crate::environment::ToolEnvironment;

/// The names that a Python may have, the newest first. An older one would refuse what the interpreter can read.
const PROGRAMS: [&str; 4] = ["python3.14", "python3.13", "python3.12", "python3"];

/// A program may be a script that looks for the real one, so it is asked where that is.
const QUESTION: &str = "import sys; print(*sys.version_info[:2], sys.executable)";

const VERSION_MIN: (u32, u32) = (3, 12);

/// Where the answer is kept.
const ANSWER: &str = "found";

/// The folder of the scripts that pyenv puts in the place of programs; what they stand for is said in a file beside it.
const STAND_INS: &str = "shims";

/// The file with which pyenv chooses for a folder and those below it.
const CHOICE: &str = ".python-version";

/// The Python that knows the language well enough, if there is one. `kept` is a folder in which the answer stays.
///
/// It is looked for again when another program stands on the path, when one of them was changed, or when pyenv chose another.
pub(super) fn find(environment: &ToolEnvironment, kept: &Path) -> Option<PathBuf> {
    let programs: Vec<PathBuf> = PROGRAMS.iter().filter_map(|name| environment.find_program(name)).collect();
    let circumstances = circumstances(&programs, kept);
    let file = kept.join(ANSWER);
    if let Some(known) = recall(&file, circumstances) {
        return known;
    }
    let found = programs.iter().find_map(|program| ask(program, environment, kept));
    remember(&file, circumstances, found.as_deref());
    found
}

/// The digest of all that decides about the answer.
fn circumstances(programs: &[PathBuf], kept: &Path) -> Digest {
    let chosen = programs.iter().filter_map(|program| choice_of_stand_in(program));
    let of_folders = kept.ancestors().map(|folder| folder.join(CHOICE));
    let states: Vec<String> =
        programs.iter().cloned().chain(chosen).chain(of_folders).map(|path| state(&path)).collect();
    Digest::of(format!("{QUESTION}\n{}", states.join("\n")).as_bytes())
}

fn choice_of_stand_in(program: &Path) -> Option<PathBuf> {
    let folder = program.parent()?;
    folder.ends_with(STAND_INS).then(|| folder.with_file_name("version"))
}

/// A file with its size and its last change; another text is another file.
fn state(path: &Path) -> String {
    let state = fs::metadata(path).ok().map(|file| (file.len(), file.modified().ok()));
    format!("{} {state:?}", path.display())
}

/// The answer of before; none if it was given in other circumstances.
#[expect(clippy::option_option, reason = "that there is no Python is an answer too")]
fn recall(file: &Path, circumstances: Digest) -> Option<Option<PathBuf>> {
    let text = fs::read_to_string(file).ok()?;
    let mut lines = text.lines();
    if lines.next()? != circumstances.to_string() {
        return None;
    }
    let Some(program) = lines.next().map(PathBuf::from) else { return Some(None) };
    (lines.next()? == state(&program)).then_some(Some(program))
}

/// Whoever cannot keep the answer asks again.
fn remember(file: &Path, circumstances: Digest, found: Option<&Path>) {
    let found = found.map(|program| format!("{}\n{}\n", program.display(), state(program))).unwrap_or_default();
    let _ = whole_file::write(file, format!("{circumstances}\n{found}").as_bytes());
}

/// The Python itself that a program runs, if it is new enough.
fn ask(program: &Path, environment: &ToolEnvironment, folder: &Path) -> Option<PathBuf> {
    let mut command = environment.command(program, folder);
    command.args(["-I", "-c", QUESTION]);
    let said = command.output().ok().filter(|done| done.status.success())?;
    let said = String::from_utf8(said.stdout).ok()?;
    let mut words = said.trim().splitn(3, ' ');
    let version = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
    let itself = words.next().map(PathBuf::from).filter(|path| path.is_file());
    (version >= VERSION_MIN).then(|| itself.unwrap_or_else(|| program.to_owned()))
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    /// A folder on the path with programs that note each time they run, and one for answers.
    struct Machine {
        root: tempfile::TempDir,
    }

    impl Machine {
        fn new() -> Self {
            Self { root: tempfile::tempdir().expect("a temporary folder can be made") }
        }

        fn install(&self, name: &str, says: &str) {
            let folder = self.root.path().join("bin");
            let runs = self.root.path().join("runs");
            let text = format!("#!/bin/sh\necho {name} >> '{}'\n{says}\n", runs.display());
            whole_file::write(&folder.join(name), text.as_bytes()).expect("the folder is writable");
            let permissions = fs::Permissions::from_mode(0o755);
            fs::set_permissions(folder.join(name), permissions).expect("the file is ours");
        }

        fn find(&self) -> Option<String> {
            let path = self.root.path().join("bin").display().to_string();
            let environment = ToolEnvironment::from_variables(&|name| (name == "PATH").then(|| path.clone()));
            let kept = self.root.path().join("kept");
            fs::create_dir_all(&kept).expect("the folder is writable");
            let found = find(&environment, &kept)?;
            Some(found.file_name().expect("it is a program").to_string_lossy().into_owned())
        }

        /// The programs that ran since this was asked last.
        fn runs(&self) -> String {
            let file = self.root.path().join("runs");
            let text = fs::read_to_string(&file).unwrap_or_default();
            let _ = fs::remove_file(file);
            text.trim().replace('\n', " ")
        }
    }

    #[test]
    fn what_was_found_is_asked_once() {
        let machine = Machine::new();
        machine.install("python3.13", "exit 127");
        machine.install("python3", "echo 3 12 /nowhere/python");
        assert_eq!((machine.find().as_deref(), machine.runs().as_str()), (Some("python3"), "python3.13 python3"));
        assert_eq!((machine.find().as_deref(), machine.runs().as_str()), (Some("python3"), ""));
    }

    #[test]
    fn that_nothing_was_found_is_known_until_something_changes() {
        let machine = Machine::new();
        machine.install("python3", "echo 3 11 /usr/bin/python3");
        assert_eq!((machine.find(), machine.runs().as_str()), (None, "python3"));
        assert_eq!((machine.find(), machine.runs().as_str()), (None, ""));
        machine.install("python3.14", "echo 3 14 /nowhere/python");
        assert_eq!((machine.find().as_deref(), machine.runs().as_str()), (Some("python3.14"), "python3.14"));
        fs::write(machine.root.path().join(CHOICE), "3.12").expect("the folder is writable");
        assert_eq!((machine.find().as_deref(), machine.runs().as_str()), (Some("python3.14"), "python3.14"));
    }

    #[test]
    fn one_that_went_away_is_looked_for_again() {
        let machine = Machine::new();
        machine.install("real", "exit 1");
        let real = machine.root.path().join("bin/real");
        machine.install("python3", &format!("echo 3 13 '{}'", real.display()));
        assert_eq!((machine.find().as_deref(), machine.runs().as_str()), (Some("real"), "python3"));
        fs::remove_file(real).expect("the file is ours");
        assert_eq!((machine.find().as_deref(), machine.runs().as_str()), (Some("python3"), "python3"));
    }
}
