//! A server that a test starts for itself, so that it may come to harm.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::databases::{Kind, Server};

/// How long a server on its way up, or a process on its way out, is asked for.
const PATIENCE: Duration = Duration::from_mins(1);

/// A server with its data in a folder of its own.
pub(crate) struct OwnServer {
    folder: TempDir,
    kind: Kind,
    url: String,
}

impl OwnServer {
    pub(crate) fn start(kind: Kind) -> Result<Self, String> {
        Self::start_in(kind, &std::env::temp_dir())
    }

    /// One whose folder is in another one.
    pub(crate) fn start_in(kind: Kind, parent: &Path) -> Result<Self, String> {
        let folder = tempfile::tempdir_in(parent).map_err(|error| error.to_string())?;
        let mut own = Self { folder, kind, url: String::new() };
        own.restart()?;
        Ok(own)
    }

    /// Starts what does not run, with the data that is there.
    pub(crate) fn restart(&mut self) -> Result<(), String> {
        let told = self.servers(&["start", "--only", self.word()])?;
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

    pub(crate) fn kind(&self) -> Kind {
        self.kind
    }

    /// What the script that starts servers calls it, and its folder.
    fn word(&self) -> &'static str {
        if self.kind == Kind::Postgresql { "postgres" } else { self.kind.name() }
    }

    /// Where its data is.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join(self.word())
    }

    /// As tests find it.
    pub(crate) fn find(&self) -> Result<Server, String> {
        Server::find(self.kind, |_| Some(self.url.clone()))
    }

    /// Waits until it lets somebody in.
    pub(crate) fn await_answer(&self) -> Result<(), String> {
        let (server, started) = (self.find()?, Instant::now());
        loop {
            match server.answer() {
                Ok(_) => return Ok(()),
                Err(problem) if started.elapsed() > PATIENCE => return Err(problem),
                Err(_) => {}
            }
        }
    }

    /// Waits a while for it to end by itself, if it does.
    pub(crate) fn await_own_end(&self) -> Result<(), String> {
        let (path, started) = (format!("/proc/{}", self.process()?), Instant::now());
        while Path::new(&path).exists() && started.elapsed() < PATIENCE {
            thread::yield_now();
        }
        Ok(())
    }

    /// What it has said since it was started.
    pub(crate) fn log(&self) -> Result<String, String> {
        let path = match self.kind {
            Kind::Postgresql => self.data().join("server.log"),
            kind => self.folder.path().join(format!("{}.log", kind.name())),
        };
        fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
    }

    /// Everything of it at once, as when the machine is cut off.
    pub(crate) fn kill(&self) -> Result<(), String> {
        let main = self.process()?;
        let all = [vec![main], children(main)].concat();
        send_kill(&all)?;
        await_end(&all)
    }

    /// One session of a test's database; false where there is none.
    pub(crate) fn kill_a_session(&self) -> Result<bool, String> {
        let is_session = |process: &u32| command_line(*process).starts_with("postgres: aludel aludel_matrix");
        match children(self.process()?).into_iter().find(is_session) {
            Some(session) => send_kill(&[session]).map(|()| true),
            None => Ok(false),
        }
    }

    fn process(&self) -> Result<u32, String> {
        let file = self.data().join(if self.kind == Kind::Postgresql { "postmaster.pid" } else { "server.pid" });
        let text = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        let number = text.lines().next().and_then(|line| line.trim().parse().ok());
        number.ok_or_else(|| format!("{}: {text}", file.display()))
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
