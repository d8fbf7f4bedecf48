//! Runs that something befalls: they are killed, stopped and overtaken, and servers are killed under them.
//!
//! Whatever happens, the database is at a revision, or the journal says which step is in doubt; the next run goes on by
//! itself; and nobody was told that something is done which is not.
//!
//! `FAULTS_SIZE=long` runs as much as anybody has the patience for (`tests/torture`); the short run is for every change.
//! `FAULTS_SEED=NUMBER` lets blows fall at other places.

#[path = "../hostile/child.rs"]
mod child;
#[expect(dead_code, reason = "the scripts of tests/matrix use more of it")]
#[path = "../matrix/databases.rs"]
mod databases;
#[expect(dead_code, reason = "what means harm is made of more")]
#[path = "../hostile/generate/src/dice.rs"]
mod dice;
mod line;
mod look;
mod ordeal;
mod project;
mod run;
mod runner;
#[path = "../hostile/size.rs"]
mod size;
#[expect(dead_code, reason = "tests/hostile has parts of other kinds")]
#[path = "../hostile/suite.rs"]
mod suite;
#[path = "../hostile/table.rs"]
mod table;

use std::process::ExitCode;

use databases::Kind;
use libtest_mimic::Arguments;
use suite::Suite;
use table::Table;

static FAULTS: Suite = Suite {
    options: "FAULTS",
    table: Table {
        suite: "tests/faults",
        parts: &[
            ("killed-sqlite", "runs killed", "SQLite"),
            ("killed-postgresql", "runs killed", "PostgreSQL"),
            ("killed-mariadb", "runs killed", "MariaDB"),
        ],
    },
};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let mut trials = Vec::new();
    for kind in Kind::ALL {
        trials.push(FAULTS.on("killed", kind, runner::kill));
    }
    trials.push(FAULTS.check_table());
    libtest_mimic::run(&arguments, trials).exit_code()
}
