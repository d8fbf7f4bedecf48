//! Disks that are full: a limit on the pages of a database file, and small disks in memory.

mod disk;
pub(crate) mod mariadb;
mod tablespace;
pub(crate) mod waiting;

use std::iter::StepBy;
use std::ops::Range;

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
    let mut sweep = Sweep::new(Reference::walk(server, line)?, (1..DISK_PAGES).step_by(luck.size.choose(19, 1)));
    sweep.run(|pages| {
        let project = Project::with_line(server, line)?;
        let limit = format!("on_connect = [\"PRAGMA max_page_count = {pages}\"]\n");
        project.connect_to(project.database.url(), &limit)?;
        let told = upgrade(&project)?;
        project.connect_to(project.database.url(), "")?;
        Ok(Left::Database { project: Box::new(project), told, has_server_died: false })
    })?;
    Ok(sweep.tally)
}

/// Gives the disk of the database so many free pages and no more, from one to enough: for the file, its journal or its log,
/// and the file of the lock.
pub(crate) fn disk(server: &Server, luck: Luck) -> Result<Tally, String> {
    let Some(disk) = mounted(DISK_PAGES * PAGE_BYTES)? else { return Ok(Tally::new()) };
    let line = Line::new(server.kind(), luck.size);
    let mut sweep = Sweep::new(Reference::walk(server, line)?, (1..DISK_PAGES).step_by(luck.size.choose(19, 1)));
    sweep.run(|pages| {
        let project = Project::with_line_in(server, line, disk.path())?;
        if pages % 2 == 1 {
            project.database.run("PRAGMA journal_mode = WAL;")?;
        }
        disk.fill(pages * PAGE_BYTES)?;
        let told = upgrade(&project)?;
        disk.make_room()?;
        Ok(Left::Database { project: Box::new(project), told, has_server_died: false })
    })?;
    Ok(sweep.tally)
}

/// The same for the tables and indexes of a server: what it keeps of itself, its log and its catalogues, has room.
pub(crate) fn tables(server: &Server, luck: Luck) -> Result<Tally, String> {
    let Some(disk) = mounted(DISK_PAGES * PAGE_BYTES)? else { return Ok(Tally::new()) };
    let tablespace = Tablespace::create(server, &disk)?;
    let line = Line::new(server.kind(), luck.size);
    let mut sweep = Sweep::new(Reference::walk(server, line)?, (1..DISK_PAGES).step_by(luck.size.choose(19, 1)));
    sweep.run(|pages| {
        let project = Project::with_line(server, line)?;
        tablespace.take_in(&project.database)?;
        disk.fill(pages * TABLE_PAGE_BYTES)?;
        let told = upgrade(&project)?;
        disk.make_room()?;
        Ok(Left::Database { project: Box::new(project), told, has_server_died: false })
    })?;
    Ok(sweep.tally)
}

/// A small disk; none where only somebody else could make one.
fn mounted(bytes: u64) -> Result<Option<SmallDisk>, String> {
    match SmallDisk::mount(bytes) {
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

/// What a run left, when there is room again.
enum Left {
    /// A database, on a server that may have ended itself for want of room and was started again.
    Database { project: Box<Project>, told: Told, has_server_died: bool },
    /// A server that ended itself and does not start any more: it cannot read what it kept.
    Nothing,
}

/// Runs with ever more room.
struct Sweep {
    reference: Reference,
    /// How many pages each of them has.
    pages: StepBy<Range<u64>>,
    tally: Tally,
}

impl Sweep {
    fn new(reference: Reference, pages: StepBy<Range<u64>>) -> Self {
        Self { reference, pages, tally: Tally::new() }
    }

    /// Until there is enough.
    fn run(&mut self, mut with: impl FnMut(u64) -> Result<Left, String>) -> Result<(), String> {
        for pages in self.pages.clone() {
            let left = with(pages).map_err(|problem| format!("{pages} pages: {problem}"))?;
            let ending = self.check(left).map_err(|problem| format!("{pages} pages: {problem}"))?;
            *self.tally.entry(ending.to_owned()).or_default() += 1;
            if ending == ENOUGH {
                return Ok(());
            }
        }
        Err("nothing is ever enough".to_owned())
    }

    /// It said what was wrong and what to do; the database is whole; and with room for it the next run goes on.
    fn check(&self, left: Left) -> Result<&'static str, String> {
        let Left::Database { project, told, has_server_died } = left else {
            return Ok("left a server that does not start again");
        };
        let (exit, error) = (told.exit, told.error.clone());
        let promises = [told];
        let seen = look::at_blow(&project, Way::Up, &self.reference, &promises)
            .map_err(|problem| format!("{problem}, after {error}"))?;
        if exit != Some(0) && !has_server_died {
            check_words(exit, &error)?;
        }
        let again = upgrade(&project)?;
        if again.exit != Some(0) {
            return Err(format!("with room for it it does not go on: {again:?}, after {error}"));
        }
        let [told] = promises;
        look::at_end(&project, Way::Up, &self.reference, &[told, again])?;
        Ok(if exit == Some(0) { ENOUGH } else { seen })
    }
}

/// How a run ends that has room enough.
const ENOUGH: &str = "had room enough";

/// What databases say.
const FULL: [&str; 4] = ["full", "No space left", "could not extend", "No more room"];

/// Rolled back, half way, or before any of that; and always why, and what helps.
fn check_words(exit: Option<i32>, error: &serde_json::Value) -> Result<(), String> {
    let text = |name: &str| error[name].as_str().unwrap_or_default();
    let says = FULL.iter().any(|words| text("message").contains(words));
    if matches!(exit, Some(1 | 5 | 10 | 11)) && says && text("hint").contains("make room") {
        return Ok(());
    }
    Err(format!("exit {exit:?}: {error}"))
}
