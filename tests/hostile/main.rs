//! Migrations, SQL, components and files that mean harm: whatever they do, nothing of it may stay.
//!
//! Everything is run by the `aludel` binary, as a child whose memory, files and time the system bounds, on databases with
//! canaries: rows, definitions, version rows and history that must be as they were.
//!
//! `HOSTILE_SIZE=long` runs as much as anybody has the patience for (`tests/torture`); the short run is for every change.
//! `HOSTILE_SEED=NUMBER` gives machines other luck. `HOSTILE_ONLY=WORDS` runs only what has these words in its name.

mod child;
#[expect(dead_code, reason = "the scripts of tests/matrix use more of it")]
#[path = "../matrix/databases.rs"]
mod databases;
mod files;
mod guest;
mod guests;
mod machine;
mod project;
mod size;
mod sql;

use std::env;
use std::io::Write as _;
use std::process::ExitCode;

use databases::{Kind, Server};
use libtest_mimic::{Arguments, Failed, Trial};
use machine::{Luck, Tally};
use size::Size;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let size = Size::of(environment("HOSTILE_SIZE").as_deref());
    let mut trials = Vec::new();
    for kind in Kind::ALL {
        trials.push(on(format!("guests::{}", kind.name()), kind, move |server| guests(server, size)));
        trials.push(on(format!("sql::{}", kind.name()), kind, sql));
    }
    trials.push(Trial::test("files", || {
        let count = files::run(environment("HOSTILE_ONLY").as_deref())?;
        say(&format!("{count} of files"));
        Ok(())
    }));
    let luck = Luck { size, seed: seed() };
    trials.push(Trial::test("machine::mutated", move || told(luck, "mutated", machine::mutated(luck))));
    trials.push(Trial::test("machine::generated", move || told(luck, "generated", machine::generated(luck))));
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn guests(server: &Server, size: Size) -> Result<(), String> {
    let count = guests::run(server, size, environment("HOSTILE_ONLY").as_deref())?;
    say(&format!("{} guests on {}", count.guests, server.kind().name()));
    Ok(())
}

fn sql(server: &Server) -> Result<(), String> {
    let count = sql::run(server, environment("HOSTILE_ONLY").as_deref())?;
    let [refused, failed, ran] = ["refused", "fails", "runs"].map(|ending| count.of(ending));
    say(&format!(
        "{} of SQL on {}: {refused} refused, {failed} failed, {ran} ran",
        count.total(),
        server.kind().name()
    ));
    Ok(())
}

/// The same every time, unless `HOSTILE_SEED` says otherwise.
fn seed() -> u64 {
    environment("HOSTILE_SEED").and_then(|text| text.parse().ok()).unwrap_or(7)
}

fn told(luck: Luck, what: &str, tally: Result<Tally, String>) -> Result<(), Failed> {
    let tally = tally.map_err(|problem| format!("seed {}: {problem}", luck.seed))?;
    let count: usize = tally.values().sum();
    let endings: Vec<String> = tally.iter().map(|(ending, count)| format!("{count} {ending}")).collect();
    say(&format!("{count} {what} components, seed {}: {}", luck.seed, endings.join(", ")));
    Ok(())
}

fn environment(variable: &str) -> Option<String> {
    env::var(variable).ok()
}

/// With stderr closed there is nobody to tell.
fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// A test that needs a server. Without one it says so and passes, unless `TEST_REQUIRE` is set.
fn on(name: String, kind: Kind, test: impl FnOnce(&Server) -> Result<(), String> + Send + 'static) -> Trial {
    Trial::test(name, move || match (Server::find(kind, environment), environment("TEST_REQUIRE")) {
        (Ok(server), _) => test(&server).map_err(Failed::from),
        (Err(missing), Some(_)) => Err(Failed::from(missing)),
        (Err(missing), None) => {
            say(&format!("not run: {missing}"));
            Ok(())
        }
    })
}
