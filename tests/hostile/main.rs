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
mod noise;
mod project;
mod size;
mod sql;
mod table;

use std::env;
use std::io::Write as _;
use std::process::ExitCode;

use databases::{Kind, Server};
use libtest_mimic::{Arguments, Failed, Trial};
use machine::Luck;
use size::Size;
use table::Tally;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let size = Size::of(environment("HOSTILE_SIZE").as_deref());
    let luck = Luck { size, seed: seed() };
    let mut trials = Vec::new();
    for kind in Kind::ALL {
        let name = kind.name();
        trials.push(on(format!("guests::{name}"), kind, move |server| {
            told(&format!("guests-{name}"), luck, guests::run(server, size, only().as_deref()))
        }));
        trials.push(on(format!("sql::{name}"), kind, move |server| {
            told(&format!("sql-{name}"), luck, sql::run(server, only().as_deref()))
        }));
    }
    let alone = |name: &'static str, run: fn(Luck) -> Result<Tally, String>| {
        Trial::test(name, move || told(name, luck, run(luck)).map_err(Failed::from))
    };
    trials.push(alone("mutated", machine::mutated));
    trials.push(alone("generated", machine::generated));
    trials.push(alone("noise", noise::run));
    trials.push(alone("files", |_| files::run(only().as_deref())));
    trials.push(Trial::test("table", || table::check(is_update()).map_err(Failed::from)));
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// The same every time, unless `HOSTILE_SEED` says otherwise.
fn seed() -> u64 {
    environment("HOSTILE_SEED").and_then(|text| text.parse().ok()).unwrap_or(7)
}

fn only() -> Option<String> {
    environment("HOSTILE_ONLY")
}

fn is_update() -> bool {
    environment("UPDATE_DOCS").is_some()
}

/// Says what a part saw, and writes it down where that is asked for.
fn told(part: &str, luck: Luck, tally: Result<Tally, String>) -> Result<(), String> {
    let tally = tally.map_err(|problem| format!("seed {}: {problem}", luck.seed))?;
    let count: usize = tally.values().sum();
    let endings: Vec<String> = tally.iter().map(|(ending, count)| format!("{count} {ending}")).collect();
    say(&format!("{part}: {count}, seed {}: {}", luck.seed, endings.join(", ")));
    // What no wall stands in the way of yet is no result.
    let is_result = count > 0 && !tally.contains_key(sql::OPEN);
    if is_result && is_update() && luck.size == Size::Long { table::keep(part, &tally) } else { Ok(()) }
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
