//! `MariaDB` on small disks: a server of the test's own, with the folder of one database there or with all of its data.

use std::env;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use super::disk::SmallDisk;
use super::{Left, PAGE_BYTES, Sweep, mounted, upgrade};
use crate::databases::{Kind, Server};
use crate::line::Line;
use crate::own_server::OwnServer;
use crate::project::{Project, Reference};
use crate::size::Size;
use crate::suite::Luck;
use crate::table::Tally;

/// More than the tables of any line have with everything around them.
const TABLES_PAGES: u64 = 4096;
/// More than a server has that keeps one database: most of it are its logs.
const SERVER_PAGES: u64 = 45_056;

/// How many pages more each run has, in the short run and in the long one: a table takes some thirty.
const STRIDES: [usize; 2] = [61, 11];
/// The same for the few tables of the house.
const HOUSE_STRIDES: [usize; 2] = [31, 3];

/// What the server says when it cannot make sense any more of what it wrote.
const LOST: &str = "InnoDB: Plugin initialization aborted";

/// Gives the tables and indexes of a database so many free pages and no more, with the tables of the house among them: what
/// the server keeps of itself has room.
pub(crate) fn tables(_: &Server, luck: Luck) -> Result<Tally, String> {
    under_a_database((luck, STRIDES), line(luck), str::to_owned)
}

/// The same for the tables of the house alone, which are in a database of their own where migrations have another login.
pub(crate) fn house(_: &Server, luck: Luck) -> Result<Tally, String> {
    under_a_database((luck, HOUSE_STRIDES), line(luck).with_two_logins(), |name| format!("aludel_{name}"))
}

/// The same for all that a server keeps.
pub(crate) fn data(_: &Server, luck: Luck) -> Result<Tally, String> {
    let Some(disk) = mounted(SERVER_PAGES * PAGE_BYTES)? else { return Ok(Tally::new()) };
    let mut ground = Ground::new(&disk, disk.path())?;
    let line = line(luck);
    let mut sweep = sweep(&ground, line, (luck, STRIDES))?;
    sweep.run(|pages| {
        let project = Project::with_line(&ground.own.find()?, line)?;
        ground.upgrade(project, pages)
    })?;
    Ok(sweep.tally)
}

fn line(luck: Luck) -> Line {
    match luck.size {
        Size::Short => Line::shortest(Kind::MariaDb),
        Size::Long => Line::new(Kind::MariaDb, Size::Long),
    }
}

fn sweep(ground: &Ground<'_>, line: Line, (luck, [short, long]): (Luck, [usize; 2])) -> Result<Sweep, String> {
    let reference = Reference::walk(&ground.own.find()?, line)?;
    Ok(Sweep::new(reference, (1..TABLES_PAGES).step_by(luck.size.choose(short, long))))
}

/// Puts one database on a small disk: that of the project, or the one whose name comes from its name.
fn under_a_database(
    strides: (Luck, [usize; 2]),
    line: Line,
    name_of: impl Fn(&str) -> String,
) -> Result<Tally, String> {
    let Some(disk) = mounted(TABLES_PAGES * PAGE_BYTES)? else { return Ok(Tally::new()) };
    let mut ground = Ground::new(&disk, &env::temp_dir())?;
    let mut sweep = sweep(&ground, line, strides)?;
    sweep.run(|pages| {
        let project = Project::with_line_on(&ground.own.find()?, line, |database| {
            ground.take_in(&name_of(database.name().unwrap_or_default()))
        })?;
        ground.upgrade(project, pages)
    })?;
    Ok(sweep.tally)
}

/// A server that has to do with a small disk.
struct Ground<'disk> {
    disk: &'disk SmallDisk,
    /// Where the server's folder is.
    parent: PathBuf,
    own: OwnServer,
}

impl<'disk> Ground<'disk> {
    fn new(disk: &'disk SmallDisk, parent: &Path) -> Result<Self, String> {
        Ok(Self { disk, parent: parent.to_owned(), own: OwnServer::start_in(Kind::MariaDb, parent)? })
    }

    /// Has everything that is made in a database go to the disk. A database is a folder, and a link to one is as good.
    fn take_in(&self, name: &str) -> Result<(), String> {
        let (there, here) = (self.disk.create_folder(name, "mysql")?, self.own.data().join(name));
        let told = |error: std::io::Error| format!("{}: {error}", here.display());
        if here.exists() {
            fs::remove_dir_all(&here).map_err(told)?;
        }
        symlink(&there, &here).map_err(told)
    }

    /// Runs it with so many free pages, and makes room again. The server may end itself when it can take nothing back.
    fn upgrade(&mut self, project: Project, pages: u64) -> Result<Left, String> {
        self.disk.fill(pages * PAGE_BYTES)?;
        let told = upgrade(&project)?;
        self.disk.make_room()?;
        if told.error["database"]["state"] == "unknown" {
            self.own.await_own_end()?;
        }
        if self.own.find()?.answer().is_ok() {
            return Ok(Left::Database { project: Box::new(project), told, has_server_died: false });
        }
        match self.own.restart() {
            Ok(()) => Ok(Left::Database { project: Box::new(project), told, has_server_died: true }),
            Err(_) if self.own.log()?.contains(LOST) => self.renew().map(|()| Left::Nothing),
            Err(problem) => Err(format!("{problem}: {}", self.own.log()?)),
        }
    }

    /// Another server, on an empty disk.
    fn renew(&mut self) -> Result<(), String> {
        self.disk.empty()?;
        self.own = OwnServer::start_in(Kind::MariaDb, &self.parent)?;
        Ok(())
    }
}
