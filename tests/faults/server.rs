//! The server is killed under a run, and started again from what it had written to its disk.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::databases::{Kind, Server};
use crate::dice::Dice;
use crate::line::Line;
use crate::ordeal::{self, Blow};
use crate::run::{Run, Told};
use crate::suite::Luck;
use crate::table::Tally;

/// How long a server on its way up, or a process on its way out, is asked for.
const PATIENCE: Duration = Duration::from_mins(1);

/// Kills the server at points that are spread over all runs. It is one of its own, which others do not use, and which
/// flushes to its disk what it says is committed.
pub(crate) fn kill(server: &Server, luck: Luck) -> Result<Tally, String> {
    let own = OwnServer::start(server.kind())?;
    let server = own.find()?;
    let line = Line::new(server.kind(), luck.size);
    ordeal::run((&server, line), luck, luck.size.choose(2, 30), &mut Crash { own })
}

/// SIGKILL for the server, and now and then for the run as well.
struct Crash {
    own: OwnServer,
}

impl Blow for Crash {
    fn fall(&mut self, run: Run, dice: &mut Dice) -> Result<Told, String> {
        let is_of_one_session = self.own.kind == Kind::Postgresql && dice.roll(3) == 0;
        if is_of_one_session && self.own.kill_a_session()? {
            // The server ends all other sessions as well, and goes through its log by itself.
            let told = run.end()?;
            self.own.await_answer()?;
            return Ok(told);
        }
        self.own.kill()?;
        let told = if dice.roll(4) == 0 { run.kill() } else { run.end() };
        self.own.restart()?;
        told
    }
}

/// A server with its data in a folder of its own.
struct OwnServer {
    folder: TempDir,
    kind: Kind,
    url: String,
}

impl OwnServer {
    fn start(kind: Kind) -> Result<Self, String> {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let mut own = Self { folder, kind, url: String::new() };
        own.restart()?;
        Ok(own)
    }

    /// Starts what does not run, with the data that is there.
    fn restart(&mut self) -> Result<(), String> {
        let only = if self.kind == Kind::Postgresql { "postgres" } else { self.kind.name() };
        let told = self.servers(&["start", "--only", only])?;
        let url = told.lines().find_map(|line| line.split_once("_URL=")).map(|(_, url)| url.to_owned());
        self.url = url.ok_or_else(|| format!("no server was started: {told}"))?;
        self.await_answer()
    }

    fn servers(&self, arguments: &[&str]) -> Result<String, String> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/servers");
        let output = Command::new(script).args(arguments).arg(self.folder.path()).output();
        let output = output.map_err(|error| format!("tests/servers: {error}"))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }

    fn find(&self) -> Result<Server, String> {
        Server::find(self.kind, |_| Some(self.url.clone()))
    }

    /// Waits until it lets somebody in.
    fn await_answer(&self) -> Result<(), String> {
        let (server, started) = (self.find()?, Instant::now());
        loop {
            match server.answer() {
                Ok(_) => return Ok(()),
                Err(problem) if started.elapsed() > PATIENCE => return Err(problem),
                Err(_) => {}
            }
        }
    }

    /// Everything of it at once, as when the machine is cut off.
    fn kill(&self) -> Result<(), String> {
        let main = self.process()?;
        let all = [vec![main], children(main)].concat();
        send_kill(&all)?;
        await_end(&all)
    }

    /// One session of a test's database; false where there is none.
    fn kill_a_session(&self) -> Result<bool, String> {
        let is_session = |process: &u32| command_line(*process).starts_with("postgres: aludel aludel_matrix");
        match children(self.process()?).into_iter().find(is_session) {
            Some(session) => send_kill(&[session]).map(|()| true),
            None => Ok(false),
        }
    }

    fn process(&self) -> Result<u32, String> {
        let file = match self.kind {
            Kind::Postgresql => "postgres/postmaster.pid".to_owned(),
            kind => format!("{}/server.pid", kind.name()),
        };
        let text = fs::read_to_string(self.folder.path().join(&file)).map_err(|error| format!("{file}: {error}"))?;
        let number = text.lines().next().and_then(|line| line.trim().parse().ok());
        number.ok_or_else(|| format!("{file}: {text}"))
    }
}

impl Drop for OwnServer {
    fn drop(&mut self) {
        // A server that does not stop is in the way of nobody but its own folder.
        let _ = self.servers(&["stop"]);
    }
}

fn send_kill(processes: &[u32]) -> Result<(), String> {
    let sent = Command::new("kill").arg("-KILL").args(processes.iter().map(ToString::to_string)).output();
    // A child may be gone by then by itself.
    sent.map(drop).map_err(|error| format!("kill: {error}"))
}

/// Waits until nothing is left of them: a number that is still there is taken for a server that runs.
fn await_end(processes: &[u32]) -> Result<(), String> {
    let started = Instant::now();
    let is_there = |process: &&u32| Path::new(&format!("/proc/{process}")).exists();
    while let Some(process) = processes.iter().find(is_there) {
        if started.elapsed() > PATIENCE {
            return Err(format!("process {process} does not end"));
        }
        thread::yield_now();
    }
    Ok(())
}

fn command_line(process: u32) -> String {
    fs::read_to_string(format!("/proc/{process}/cmdline")).unwrap_or_default()
}

/// The processes that it started.
fn children(process: u32) -> Vec<u32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let numbers = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    numbers.filter(|number| parent(*number) == Some(process)).collect()
}

fn parent(process: u32) -> Option<u32> {
    let text = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    text.lines().find_map(|line| line.strip_prefix("PPid:"))?.trim().parse().ok()
}
