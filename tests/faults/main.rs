//! Runs that something befalls: they are killed, stopped and overtaken, and servers are killed under them.
//!
//! Whatever happens, the database is at a revision, or the journal says which step is in doubt; the next run goes on by
//! itself; and nobody was told that something is done which is not.
//!
//! `FAULTS_SIZE=long` runs as much as anybody has the patience for (`tests/torture`); the short run is for every change.
//! `FAULTS_SEED=NUMBER` lets blows fall at other places. `FAULTS_CUTS=NUMBER` has so many messages be cut, and `FAULTS_CUTS=all`
//! each of them.

#[path = "../hostile/child.rs"]
mod child;
mod cut;
#[expect(dead_code, reason = "the scripts of tests/matrix use more of it")]
#[path = "../matrix/databases.rs"]
mod databases;
#[expect(dead_code, reason = "what means harm is made of more")]
#[path = "../hostile/generate/src/dice.rs"]
mod dice;
mod full;
mod line;
#[expect(dead_code, reason = "only the scripts of tests/matrix compare")]
#[path = "../matrix/logins.rs"]
mod logins;
mod look;
mod ordeal;
mod own_server;
mod project;
mod proxy;
mod run;
mod runner;
mod server;
#[path = "../hostile/size.rs"]
mod size;
mod stopped;
#[expect(dead_code, reason = "tests/hostile has parts of other kinds")]
#[path = "../hostile/suite.rs"]
mod suite;
#[path = "../hostile/table.rs"]
mod table;

use std::process::ExitCode;

use cut::Share;
use databases::{Kind, Server};
use libtest_mimic::Arguments;
use suite::{Luck, Suite};
use table::Table;

static FAULTS: Suite = Suite {
    options: "FAULTS",
    table: Table {
        suite: "tests/faults",
        parts: &[
            ("killed-sqlite", "runs killed", "SQLite"),
            ("killed-postgresql", "runs killed", "PostgreSQL"),
            ("killed-mariadb", "runs killed", "MariaDB"),
            ("killed-mysql", "runs killed", "MySQL"),
            ("parted-postgresql", "runs killed, migrations with a login of their own", "PostgreSQL"),
            ("parted-mariadb", "runs killed, migrations with a login of their own", "MariaDB"),
            ("parted-mysql", "runs killed, migrations with a login of their own", "MySQL"),
            ("server-postgresql", "servers killed under a run", "PostgreSQL"),
            ("server-mariadb", "servers killed under a run", "MariaDB"),
            ("server-mysql", "servers killed under a run", "MySQL"),
            ("stopped-sqlite", "runs stopped and overtaken", "SQLite"),
            ("stopped-postgresql", "runs stopped and overtaken", "PostgreSQL"),
            ("stopped-mariadb", "runs stopped and overtaken", "MariaDB"),
            ("stopped-mysql", "runs stopped and overtaken", "MySQL"),
            ("holder-postgresql", "runs killed in an endless statement", "PostgreSQL"),
            ("commits-postgresql", "connections cut at each COMMIT", "PostgreSQL"),
            ("commits-mariadb", "connections cut at each COMMIT", "MariaDB"),
            ("commits-mysql", "connections cut at each COMMIT", "MySQL"),
            ("messages-postgresql", "connections cut at messages, by lot", "PostgreSQL"),
            ("messages-mariadb", "connections cut at messages, by lot", "MariaDB"),
            ("messages-mysql", "connections cut at messages, by lot", "MySQL"),
            ("every-message-postgresql", "connections cut at each message", "PostgreSQL"),
            ("every-message-mariadb", "connections cut at each message", "MariaDB"),
            ("every-message-mysql", "connections cut at each message", "MySQL"),
            ("pages-sqlite", "database files that must not grow, page by page", "SQLite"),
            ("disk-sqlite", "full disks, page by page", "SQLite"),
            ("tables-postgresql", "full disks under tables and indexes, page by page", "PostgreSQL"),
            ("tables-mariadb", "full disks under tables and indexes, page by page", "MariaDB"),
            ("house-mariadb", "full disks under the tables of the house", "MariaDB"),
            ("data-mariadb", "full disks under all that a server keeps", "MariaDB"),
            ("waits-mariadb", "a server that waits until its full disk has room", "MariaDB"),
            ("simulated-refused", "30 migrations, each call to the database refused", "SQLite"),
            ("simulated-lost-before", "30 migrations, the connection lost before each call", "SQLite"),
            ("simulated-lost-after", "30 migrations, the connection lost after each call", "SQLite"),
            ("simulated-killed", "30 migrations, the process killed at each call", "SQLite"),
            ("simulated-twice", "30 migrations, each call carried out twice", "SQLite"),
            ("simulated-lie", "30 migrations, each commit answered with yes and rolled back", "SQLite"),
        ],
    },
};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let cuts = FAULTS.option("CUTS");
    let is_each = cuts.as_deref() == Some("all");
    let mut trials = Vec::new();
    for kind in Kind::ALL {
        trials.push(FAULTS.on("killed", kind, runner::kill));
        trials.push(FAULTS.on("stopped", kind, stopped::overtaken));
    }
    for kind in [Kind::Postgresql, Kind::MariaDb, Kind::Mysql] {
        trials.push(FAULTS.on("parted", kind, runner::kill_with_two_logins));
        trials.push(FAULTS.on("server", kind, server::kill));
        trials.push(FAULTS.on("commits", kind, cut::commits));
        let share = Share::of(cuts.as_deref(), FAULTS.luck().size);
        let messages = move |server: &Server, luck: Luck| cut::messages(server, luck, share?);
        trials.push(FAULTS.on(if is_each { "every-message" } else { "messages" }, kind, messages));
    }
    trials.push(FAULTS.on("holder", Kind::Postgresql, stopped::killed_holder));
    trials.push(FAULTS.on("pages", Kind::Sqlite, full::pages));
    trials.push(FAULTS.on("disk", Kind::Sqlite, full::disk));
    trials.push(FAULTS.on("tables", Kind::Postgresql, full::tables));
    trials.push(FAULTS.on("tables", Kind::MariaDb, full::mariadb::tables));
    trials.push(FAULTS.on("house", Kind::MariaDb, full::mariadb::house));
    trials.push(FAULTS.on("data", Kind::MariaDb, full::mariadb::data));
    trials.push(FAULTS.on("waits", Kind::MariaDb, full::waiting::waits));
    trials.push(FAULTS.check_table());
    libtest_mimic::run(&arguments, trials).exit_code()
}
