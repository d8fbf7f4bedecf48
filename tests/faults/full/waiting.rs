//! Tables of `MyISAM`, for which `MariaDB` waits on a full disk until there is room.

use super::{PAGE_BYTES, mounted};
use crate::databases::{Kind, Server};
use crate::line::MigrationFile;
use crate::own_server::OwnServer;
use crate::project::Project;
use crate::run::Run;
use crate::size::Size;
use crate::suite::Luck;
use crate::table::Tally;

/// What a server keeps, and room for the rows.
const SERVER_PAGES: u64 = 45_056;

/// More rows than a full disk has room for.
const MIGRATION: &str = "-- /// migration
-- revision = \"rows\"
-- ///
-- aludel:upgrade
CREATE TABLE loose (id INTEGER, word VARCHAR(400)) ENGINE = MyISAM;
INSERT INTO loose SELECT seq, REPEAT('x', 300) FROM seq_1_to_10000;
-- aludel:downgrade
DROP TABLE loose;
";

/// Free pages: for the definitions, and for some of the rows.
const PAGES: u64 = 160;

/// How many times the server is asked for what it does.
const TRIES_MAX: usize = 20_000;

/// A run waits with the server, and goes on with it. It asks once a minute whether there is room, so this is no test for every
/// change.
pub(crate) fn waits(_: &Server, luck: Luck) -> Result<Tally, String> {
    if luck.size == Size::Short {
        return Ok(Tally::new());
    }
    let Some(disk) = mounted(SERVER_PAGES * PAGE_BYTES)? else { return Ok(Tally::new()) };
    let own = OwnServer::start_in(Kind::MariaDb, disk.path())?;
    let server = own.find()?;
    let file = MigrationFile { name: "rows.sql".to_owned(), content: MIGRATION.as_bytes().to_vec() };
    let project = Project::create(&server, "", &[file])?;
    disk.fill(PAGES * PAGE_BYTES)?;
    let run = Run::start(project.path(), &["upgrade", "head", "--json"])?;
    let waiting = await_waiting(&server);
    disk.make_room()?;
    waiting?;
    let told = run.end()?;
    let count = project.database.run("SELECT COUNT(*) FROM loose;")?;
    match (told.exit, count.trim()) {
        (Some(0), "10000") => Ok(Tally::from([("waited, and went on".to_owned(), 1)])),
        (_, count) => Err(format!("{count} rows, and {told:?}")),
    }
}

fn await_waiting(server: &Server) -> Result<(), String> {
    for _ in 0..TRIES_MAX {
        // What else tells of processes is a table that needs room itself.
        if server.run("SHOW PROCESSLIST;")?.contains("Waiting for someone to free") {
            return Ok(());
        }
    }
    Err("the server does not wait".to_owned())
}
