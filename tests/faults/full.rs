//! Disks that are full: a limit on the pages of a database file, and small disks in memory.

mod disk;
mod tablespace;

use crate::databases::Server;
use crate::line::{Line, ROWS_ARGUMENT};
use crate::look;
use crate::ordeal::Way;
use crate::project::{Project, Reference};
use crate::run::{Run, Told};
use crate::suite::{Luck, say};
use crate::table::Tally;
use disk::SmallDisk;
use tablespace::Tablespace;

/// A page of a `SQLite` file, and of the disk.
const PAGE_BYTES: u64 = 4096;
/// A page of a table on `PostgreSQL`.
const TABLE_PAGE_BYTES: u64 = 8192;
/// More than any of these databases has with everything around it.
const DISK_PAGES: u64 = 1024;

/// Gives the database file so many pages and no more, from one to enough.
pub(crate) fn pages(server: &Server, luck: Luck) -> Result<Tally, String> {
    let line = Line::new(server.kind(), luck.size);
    let mut sweep = Sweep { reference: Reference::walk(server, line)?, luck, tally: Tally::new() };
    sweep.run(|pages| {
        let project = Project::with_line(server, line)?;
        let limit = format!("on_connect = [\"PRAGMA max_page_count = {pages}\"]\n");
        project.connect_to(project.database.url(), &limit)?;
        let told = upgrade(&project)?;
        project.connect_to(project.database.url(), "")?;
        Ok((project, told))
    })?;
    Ok(sweep.tally)
}

/// Gives the disk of the database so many free pages and no more, from one to enough: for the file, its journal or its log,
/// and the file of the lock.
pub(crate) fn disk(server: &Server, luck: Luck) -> Result<Tally, String> {
    let Some(disk) = mounted()? else { return Ok(Tally::new()) };
    let line = Line::new(server.kind(), luck.size);
    let mut sweep = Sweep { reference: Reference::walk(server, line)?, luck, tally: Tally::new() };
    sweep.run(|pages| {
        let project = Project::with_line_in(server, line, disk.path())?;
        if pages % 2 == 1 {
            project.database.run("PRAGMA journal_mode = WAL;")?;
        }
        disk.fill(pages * PAGE_BYTES)?;
        let told = upgrade(&project)?;
        disk.make_room()?;
        Ok((project, told))
    })?;
    Ok(sweep.tally)
}

/// The same for the tables and indexes of a server: what it keeps of itself, its log and its catalogues, has room.
pub(crate) fn tables(server: &Server, luck: Luck) -> Result<Tally, String> {
    let Some(disk) = mounted()? else { return Ok(Tally::new()) };
    let tablespace = Tablespace::create(server, disk.path())?;
    let line = Line::new(server.kind(), luck.size);
    let mut sweep = Sweep { reference: Reference::walk(server, line)?, luck, tally: Tally::new() };
    sweep.run(|pages| {
        let project = Project::with_line(server, line)?;
        tablespace.take_in(&project.database)?;
        disk.fill(pages * TABLE_PAGE_BYTES)?;
        let told = upgrade(&project)?;
        disk.make_room()?;
        Ok((project, told))
    })?;
    Ok(sweep.tally)
}

/// A small disk; none where only somebody else could make one.
fn mounted() -> Result<Option<SmallDisk>, String> {
    match SmallDisk::mount(DISK_PAGES * PAGE_BYTES) {
        Err(missing) if std::env::var("TEST_REQUIRE").is_err() => {
            say(&format!("not run: {missing}"));
            Ok(None)
        }
        mounted => mounted.map(Some),
    }
}

fn upgrade(project: &Project) -> Result<Told, String> {
    Run::start(project.path(), &["upgrade", "head", "--json", "-x", ROWS_ARGUMENT])?.end()
}

/// Runs with ever more room.
struct Sweep {
    reference: Reference,
    luck: Luck,
    tally: Tally,
}

impl Sweep {
    /// Until there is enough.
    fn run(&mut self, with: impl Fn(u64) -> Result<(Project, Told), String>) -> Result<(), String> {
        let stride = self.luck.size.choose(19, 1);
        for pages in (1..DISK_PAGES).step_by(stride) {
            let (project, told) = with(pages).map_err(|problem| format!("{pages} pages: {problem}"))?;
            let is_enough = told.exit == Some(0);
            let ending = self.check(&project, told).map_err(|problem| format!("{pages} pages: {problem}"))?;
            *self.tally.entry(ending.to_owned()).or_default() += 1;
            if is_enough {
                return Ok(());
            }
        }
        Err("nothing is ever enough".to_owned())
    }

    /// It said what was wrong and what to do; the database is whole; and with room for it the next run goes on.
    fn check(&self, project: &Project, told: Told) -> Result<&'static str, String> {
        let (exit, error) = (told.exit, told.error.clone());
        let promises = [told];
        let seen = look::at_blow(project, Way::Up, &self.reference, &promises)?;
        if exit != Some(0) {
            check_words(exit, &error)?;
        }
        let again = upgrade(project)?;
        if again.exit != Some(0) {
            return Err(format!("with room for it it does not go on: {again:?}, after {error}"));
        }
        let [told] = promises;
        look::at_end(project, Way::Up, &self.reference, &[told, again])?;
        Ok(if exit == Some(0) { "had room enough" } else { seen })
    }
}

/// Rolled back, half way, or before any of that; and always why, and what helps.
fn check_words(exit: Option<i32>, error: &serde_json::Value) -> Result<(), String> {
    let text = |name: &str| error[name].as_str().unwrap_or_default();
    let says = ["full", "No space left", "could not extend"].iter().any(|words| text("message").contains(words));
    if matches!(exit, Some(1 | 5 | 10 | 11)) && says && text("hint").contains("make room") {
        return Ok(());
    }
    Err(format!("exit {exit:?}: {error}"))
}
