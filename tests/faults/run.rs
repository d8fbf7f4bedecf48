//! A run of the binary that tells what it does while something befalls it.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

/// Far more than any run here takes: one that is still there then hangs.
const PATIENCE: Duration = Duration::from_mins(2);

/// A run that is under way.
pub(crate) struct Run {
    child: Child,
    lines: Receiver<String>,
    told: Told,
}

/// What a run told.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// Its name in the history; empty before it was told.
    pub(crate) run_id: String,
    /// Revisions that it called finished.
    pub(crate) finished: BTreeSet<String>,
    /// Whether it said that all is done.
    pub(crate) is_done: bool,
    /// `error` of its last line.
    pub(crate) error: Value,
    /// How it ended; none for a run that a signal ended.
    pub(crate) exit: Option<i32>,
    /// How many events it told.
    pub(crate) events: usize,
}

impl Run {
    /// Starts it. What it says on stderr goes into a file beside the project.
    pub(crate) fn start(folder: &Path, arguments: &[&str]) -> Result<Self, String> {
        let stderr = File::create(folder.join("stderr.txt")).map_err(|error| error.to_string())?;
        let mut command = crate::child::bare(folder, arguments);
        let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(stderr).spawn();
        let mut child = child.map_err(|error| format!("aludel cannot be started: {error}"))?;
        let stdout = child.stdout.take().ok_or("stdout is no pipe")?;
        let (sender, lines) = channel();
        thread::spawn(move || {
            BufReader::new(stdout).lines().map_while(Result::ok).try_for_each(|line| sender.send(line))
        });
        Ok(Self { child, lines, told: Told::default() })
    }

    /// Hears so many events, and then goes on for so long. False where it ended before.
    pub(crate) fn goes_on_until_event(&mut self, number: usize, then: Duration) -> Result<bool, String> {
        let is_there = self.told.events >= number || self.hears(|told, _| told.events >= number)?;
        Ok(is_there && self.goes_on_for(then))
    }

    /// Hears events until one is there. False where the run ended before.
    pub(crate) fn hears(&mut self, is_there: impl Fn(&Told, &str) -> bool) -> Result<bool, String> {
        let started = Instant::now();
        loop {
            match self.lines.recv_timeout(PATIENCE.saturating_sub(started.elapsed())) {
                Ok(line) => {
                    self.told.hear(&line);
                    if is_there(&self.told, &line) {
                        return Ok(true);
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return Ok(false),
                Err(RecvTimeoutError::Timeout) => return Err(self.hangs()),
            }
        }
    }

    /// Hears it for so long. False where it ended before.
    fn goes_on_for(&mut self, time: Duration) -> bool {
        let until = Instant::now() + time;
        loop {
            match self.lines.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(line) => self.told.hear(&line),
                Err(RecvTimeoutError::Disconnected) => return false,
                Err(RecvTimeoutError::Timeout) => return true,
            }
        }
    }

    /// Sends it a signal.
    pub(crate) fn signal(&self, name: &str) -> Result<(), String> {
        let sent = Command::new("kill").args([format!("-{name}"), self.child.id().to_string()]).status();
        if sent.is_ok_and(|status| status.success()) { Ok(()) } else { Err(format!("SIG{name} cannot be sent")) }
    }

    /// Kills it, and hears what it had told by then.
    pub(crate) fn kill(mut self) -> Result<Told, String> {
        self.child.kill().map_err(|error| format!("it cannot be killed: {error}"))?;
        self.end()
    }

    /// Hears it until it ends by itself.
    pub(crate) fn end(mut self) -> Result<Told, String> {
        self.hears(|_, _| false)?;
        let status = self.child.wait().map_err(|error| error.to_string())?;
        self.told.exit = status.code();
        Ok(self.told)
    }

    fn hangs(&mut self) -> String {
        let killed = self.child.kill().and_then(|()| self.child.wait());
        format!("it hangs, after {} events ({killed:?}): {:?}", self.told.events, self.told)
    }
}

impl Told {
    fn hear(&mut self, line: &str) {
        self.events += 1;
        // A line that was cut off by a kill is no event.
        let Ok(event) = serde_json::from_str::<Value>(line) else { return };
        let text = |name: &str| event[name].as_str().unwrap_or_default().to_owned();
        match event["event"].as_str() {
            Some("run_started") => self.run_id = text("run_id"),
            Some("step_finished") => drop(self.finished.insert(text("revision"))),
            Some("run_finished") => self.is_done = true,
            _ if event["error"].is_object() => self.error = event["error"].clone(),
            _ => {}
        }
    }

    /// `error.code`; empty without one.
    pub(crate) fn code(&self) -> &str {
        self.error["code"].as_str().unwrap_or_default()
    }
}
