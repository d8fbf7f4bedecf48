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
#[expect(dead_code, reason = "only the scripts of tests/matrix compare")]
#[path = "../matrix/logins.rs"]
mod logins;
mod machine;
mod noise;
mod project;
mod size;
mod sql;
mod suite;
mod table;

use std::process::ExitCode;

use databases::{Kind, Server};
use guests::Housing;
use libtest_mimic::Arguments;
use suite::{Luck, Suite};
use table::Table;

static HOSTILE: Suite = Suite {
    options: "HOSTILE",
    table: Table {
        suite: "tests/hostile",
        parts: &[
            ("guests-sqlite", "guests made by hand", "SQLite"),
            ("guests-postgresql", "guests made by hand", "PostgreSQL"),
            ("guests-mariadb", "guests made by hand", "MariaDB"),
            ("guests-in-processes-sqlite", "the same in processes of their own", "SQLite"),
            ("guests-in-processes-postgresql", "the same in processes of their own", "PostgreSQL"),
            ("guests-in-processes-mariadb", "the same in processes of their own", "MariaDB"),
            ("sql-sqlite", "migrations of hostile SQL", "SQLite"),
            ("sql-postgresql", "migrations of hostile SQL", "PostgreSQL"),
            ("sql-mariadb", "migrations of hostile SQL", "MariaDB"),
            ("sql-mysql", "migrations of hostile SQL", "MySQL"),
            ("sql-parted-postgresql", "the same, with a login of their own", "PostgreSQL"),
            ("sql-parted-mariadb", "the same, with a login of their own", "MariaDB"),
            ("sql-parted-mysql", "the same, with a login of their own", "MySQL"),
            ("mutated", "components with a few bytes changed", "SQLite"),
            ("generated", "components of noise", "SQLite"),
            ("files", "hostile files, folders and databases", "SQLite"),
            ("noise", "texts of noise, read by six parsers", "-"),
        ],
    },
};

/// Where guests run. `MySQL` is left to SQL: what a guest does to its host is the same there as on `MariaDB`.
const GUESTS_ON: [Kind; 3] = [Kind::Sqlite, Kind::Postgresql, Kind::MariaDb];

/// How many blocks of hostile SQL come to one that the short run takes with two logins.
const SQL_STRIDE: usize = 11;

/// The same where `MySQL` reads what `MariaDB` has read as a whole.
const SQL_STRIDE_OF_MYSQL: usize = 7;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let mut trials = Vec::new();
    for kind in GUESTS_ON {
        for (part, housing) in [("guests", Housing::Sandbox), ("guests-in-processes", Housing::Process)] {
            let run =
                move |server: &Server, luck: Luck| guests::run(server, (luck.size, housing), HOSTILE.only().as_deref());
            trials.push(HOSTILE.on(part, kind, run));
        }
    }
    for kind in Kind::ALL {
        let short_stride = if kind == Kind::Mysql { SQL_STRIDE_OF_MYSQL } else { 1 };
        let run = move |server: &Server, luck: Luck| {
            sql::run(server, HOSTILE.only().as_deref(), luck.size.choose(short_stride, 1))
        };
        trials.push(HOSTILE.on("sql", kind, run));
    }
    for kind in [Kind::Postgresql, Kind::MariaDb, Kind::Mysql] {
        let run = |server: &Server, luck: Luck| {
            sql::run_with_two_logins(server, HOSTILE.only().as_deref(), luck.size.choose(SQL_STRIDE, 1))
        };
        trials.push(HOSTILE.on("sql-parted", kind, run));
    }
    trials.push(HOSTILE.alone("mutated", machine::mutated));
    trials.push(HOSTILE.alone("generated", machine::generated));
    trials.push(HOSTILE.alone("noise", noise::run));
    trials.push(HOSTILE.alone("files", |_| files::run(HOSTILE.only().as_deref())));
    trials.push(HOSTILE.check_table());
    libtest_mimic::run(&arguments, trials).exit_code()
}
