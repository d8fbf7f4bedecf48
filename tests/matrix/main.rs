//! Readable scripts, run on every database.
//!
//! Each `*.script` file here is a session as a person would have it: files are written, commands typed, and what the
//! screen shows and the database holds is compared. [`script`] says how they are written. `MATRIX_ACCEPT=1` takes what
//! is seen as what is expected, and rewrites the files. `MATRIX_SIZE=long` runs them with a login of its own for migrations as
//! well, on the servers (`tests/torture`).
//!
//! The histories below `tests/histories` are long lines of migrations as applications have them; see [`histories`].

#[expect(dead_code, reason = "tests/faults compares rows too")]
mod databases;
mod histories;
mod logins;
mod run;
mod screen;
mod script;
mod words;
mod workspace;

use std::env;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use databases::{Kind, Server};
use libtest_mimic::{Arguments, Failed, Trial};
use script::{Logins, Script};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let mut trials = match environment("MATRIX_ACCEPT") {
        Some(_) => script_files().into_iter().map(accepting_trial).collect(),
        None => script_files().into_iter().flat_map(script_trials).collect::<Vec<_>>(),
    };
    for kind in Kind::ALL {
        let history = |logins| move |server: &Server| histories::run(server, logins);
        trials.push(trial_on(format!("history::{}", kind.name()), kind, history(Logins::One)));
        if is_long() && kind != Kind::Sqlite {
            trials.push(trial_on(format!("parted::history::{}", kind.name()), kind, history(Logins::Two)));
        }
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn environment(variable: &str) -> Option<String> {
    env::var(variable).ok()
}

/// The scripts beside this file.
fn script_files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/matrix");
    let entries = fs::read_dir(folder).expect("the scripts are in the repository");
    let paths = entries.map(|entry| entry.expect("the folder can be read").path());
    let mut scripts: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|it| it == "script")).collect();
    scripts.sort();
    scripts
}

fn script_name(path: &Path) -> String {
    path.file_stem().expect("the path is that of a file").to_string_lossy().into_owned()
}

/// One test for each database that the script names. A script that cannot be read is one failing test.
fn script_trials(path: PathBuf) -> Vec<Trial> {
    let name = script_name(&path);
    let script = match Script::read(&path) {
        Ok(script) => script,
        Err(problem) => return vec![Trial::test(name, move || Err(Failed::from(problem)))],
    };
    let trial = |kind: Kind, prefix: &str, logins: Logins| {
        let script = script.clone();
        trial_on(format!("{prefix}{name}::{}", kind.name()), kind, move |server| run::check(&script, server, logins))
    };
    let mut trials: Vec<Trial> = script.databases.iter().map(|kind| trial(*kind, "", Logins::One)).collect();
    if script.logins == Some(Logins::Two) || is_long() && script.logins.is_none() {
        let servers = script.databases.iter().filter(|kind| **kind != Kind::Sqlite);
        trials.extend(servers.map(|kind| trial(*kind, "parted::", Logins::Two)));
    }
    trials
}

fn is_long() -> bool {
    environment("MATRIX_SIZE").as_deref() == Some("long")
}

/// A test that needs a server. Without one it says so and passes, unless `TEST_REQUIRE` is set.
fn trial_on(name: String, kind: Kind, test: impl FnOnce(&Server) -> Result<(), String> + Send + 'static) -> Trial {
    Trial::test(name, move || match (Server::find(kind, environment), environment("TEST_REQUIRE")) {
        (Ok(server), _) => test(&server).map_err(Failed::from),
        (Err(missing), Some(_)) => Err(Failed::from(missing)),
        (Err(missing), None) => {
            // With stderr closed there is nobody to tell.
            let _ = writeln!(std::io::stderr(), "not run: {missing}");
            Ok(())
        }
    })
}

/// Runs a script on all its databases and writes down what was seen.
fn accepting_trial(path: PathBuf) -> Trial {
    Trial::test(script_name(&path), move || {
        let mut script = Script::read(&path)?;
        for kind in script.databases.clone() {
            let server = Server::find(kind, environment)?;
            let seen = run::record(&script, &server)?;
            script.note(kind, seen);
        }
        script.accept();
        fs::write(&path, script.to_string()).map_err(|error| Failed::from(error.to_string()))
    })
}
