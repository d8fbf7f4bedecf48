//! One behaviour in every language: the conformance suite.
//!
//! `suite` is a project with a migration in each language, all of which do the same, one case after the other; `-x
//! case=NAME` picks it. Here each of them is built and run by the `aludel` binary on each kind of database, and what
//! is left behind and what was told is compared with `expected/DATABASE/CASE.txt`, which is one for all languages.
//! There is one test for each language and database: `-E 'test(python)'` runs those of Python.
//!
//! `UPDATE_EXPECTED=1` writes down what the migration in Rust does. `UPDATE_DOCS=1` writes down what the run saw, in
//! `results`, and the table in `docs/languages.md` that is made of it; without it both are compared.

mod cases;
#[expect(dead_code, reason = "the scripts of tests/matrix use more of it")]
#[path = "../matrix/databases.rs"]
mod databases;
mod events;
mod expected;
mod languages;
mod project;
mod results;
mod rows;
mod run;
mod table;

use std::env;
use std::io::Write as _;
use std::process::ExitCode;

use cases::Case;
use databases::{Kind, Server};
use languages::{LANGUAGES, Language};
use libtest_mimic::{Arguments, Failed, Trial};
use run::Problem;

/// How the runtime of a language ends a migration by itself: the language, the case, and its message.
const RUNTIME_CRASHES: [(&str, Case, &str); 2] = [
    ("go", Case { name: "panic-beside", title: "" }, "panic: on purpose"),
    ("go", Case { name: "deadlock", title: "" }, "fatal error: all goroutines are asleep - deadlock!"),
];

/// Languages whose migrations are run in processes of their own, too: code that was compiled, and texts for an interpreter.
const IN_PROCESSES: [&str; 2] = ["rust", "javascript"];

/// What is run on `MySQL`, too: to all guests it is what `MariaDB` is, so a component and a text stand for them.
const ON_MYSQL: [&str; 2] = ["rust", "sql"];

/// What every language is run on.
const EVERY_LANGUAGE: [Kind; 3] = [Kind::Sqlite, Kind::Postgresql, Kind::MariaDb];

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let mut trials: Vec<Trial> = Vec::new();
    for language in LANGUAGES.iter().filter(|language| project::has(language)) {
        trials.extend(EVERY_LANGUAGE.map(|kind| trial(language, kind)));
    }
    let on_mysql = LANGUAGES.iter().filter(|it| ON_MYSQL.contains(&it.name) && project::has(it));
    trials.extend(on_mysql.map(|language| trial(language, Kind::Mysql)));
    for language in LANGUAGES.iter().filter(|it| IN_PROCESSES.contains(&it.name) && project::has(it)) {
        trials.extend(EVERY_LANGUAGE.map(|kind| trial_in_processes(language, kind)));
    }
    trials.extend(RUNTIME_CRASHES.map(|(name, case, message)| runtime_crash(name, case, message)));
    trials.push(Trial::test("table", || table::check(is_set("UPDATE_DOCS")).map_err(Failed::from)));
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn environment(variable: &str) -> Option<String> {
    env::var(variable).ok()
}

fn is_set(variable: &str) -> bool {
    environment(variable).is_some()
}

fn trial(language: &'static Language, kind: Kind) -> Trial {
    let name = format!("{}::{}", language.name, kind.name());
    trial_with(name, kind, move |server| run::check(language, server))
}

fn trial_in_processes(language: &'static Language, kind: Kind) -> Trial {
    let name = format!("{} in processes::{}", language.name, kind.name());
    trial_with(name, kind, move |server| run::check(&language.in_processes(), server))
}

fn runtime_crash(name: &'static str, case: Case, message: &'static str) -> Trial {
    let known = LANGUAGES.iter().find(|language| language.name == name);
    trial_with(format!("{name}::{}", case.name), Kind::Sqlite, move |server| {
        let language = known.ok_or_else(|| format!("there is no language `{name}`"))?;
        run::check_crash(language, server, &case, message)
    })
}

/// A test that needs a toolchain and a server. Without one it says so and passes, unless `TEST_REQUIRE` is set.
fn trial_with(name: String, kind: Kind, check: impl Fn(&Server) -> Result<(), Problem> + Send + 'static) -> Trial {
    Trial::test(name, move || {
        let seen = Server::find(kind, environment).map_err(Problem::Missing);
        match seen.and_then(|server| check(&server)) {
            Ok(()) => Ok(()),
            Err(Problem::Wrong(problem)) => Err(Failed::from(problem)),
            Err(Problem::Missing(missing)) if is_set("TEST_REQUIRE") => Err(Failed::from(missing)),
            Err(Problem::Missing(missing)) => {
                // With stderr closed there is nobody to tell.
                let _ = writeln!(std::io::stderr(), "not run: {missing}");
                Ok(())
            }
        }
    })
}
