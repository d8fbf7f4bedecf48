//! What every verb shares: the streams, the way it prints, and how it opens the project.

use std::io::{self, IsTerminal as _, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aludel_engine::{
    Cancellation, GuestProcess, Identity, LockRule, Migrator, Network, Nobody, OpenOptions, Questioner,
};
use serde::Serialize;

use crate::args::{Color, Global};
use crate::commands::run_options::Output;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::question::Terminal;
use crate::render::human;
use crate::render::listing::Detail;
use crate::render::printable::{printable, printable_json};
use crate::render::printing::Printing;
use crate::render::progress::Bars;
use crate::render::reporter::{Mood, Reporter, Voice};

/// The terminal (or the pipes) and the global options.
#[derive(Debug)]
pub(crate) struct Shell {
    global: Global,
    cancellation: Cancellation,
}

/// Where a package of the program puts the interpreters: beside the binary, or where its prefix keeps data.
fn shipped_interpreters() -> Vec<PathBuf> {
    let program = std::env::current_exe().and_then(std::fs::canonicalize).ok();
    let Some(folder) = program.as_deref().and_then(Path::parent) else { return Vec::new() };
    let shared = folder.parent().map(|prefix| prefix.join("share/aludel/interpreters"));
    std::iter::once(folder.join("interpreters")).chain(shared).collect()
}

/// What makes this program the process of a guest.
pub(crate) const GUEST_PROCESS: &str = "guest-process";

/// This very program. Where the system has a name for it, it is what runs now, even if the file was replaced meanwhile.
fn guest_process() -> Option<GuestProcess> {
    let named = Path::new("/proc/self/exe");
    let program = if named.exists() { Some(named.to_owned()) } else { std::env::current_exe().ok() };
    program.map(|program| GuestProcess { program, arguments: vec![GUEST_PROCESS.into()] })
}

impl Shell {
    /// Takes the global options and settles the colours for the whole process.
    pub(crate) fn new(global: &Global) -> Self {
        match global.color {
            Color::Auto => {}
            Color::Always => anstream::ColorChoice::Always.write_global(),
            Color::Never => anstream::ColorChoice::Never.write_global(),
        }
        Self { global: global.clone(), cancellation: Cancellation::new() }
    }

    /// How much to say of each revision (`-v`).
    pub(crate) fn detail(&self) -> Detail {
        if self.global.verbose > 0 { Detail::Paragraph } else { Detail::Line }
    }

    /// The values of `-x`.
    pub(crate) fn arguments(&self) -> Vec<(String, String)> {
        self.global.argument.clone()
    }

    /// The folder that relative paths of the command line start from.
    pub(crate) fn directory(&self) -> PathBuf {
        self.global.directory.clone().unwrap_or_else(|| PathBuf::from("."))
    }

    /// A path of the command line, as it was typed where nobody said to start elsewhere.
    pub(crate) fn path(&self, typed: &Path) -> PathBuf {
        self.global.directory.as_ref().map_or_else(|| typed.to_owned(), |directory| directory.join(typed))
    }

    /// Opens the project that the global options name.
    pub(crate) fn migrator(&self) -> Result<Migrator, Failure> {
        Ok(Migrator::open(self.open_options())?)
    }

    /// Where things are, and who asks: for what needs no project.
    pub(crate) fn open_options(&self) -> OpenOptions {
        OpenOptions {
            directory: self.directory(),
            config: self.global.config.clone(),
            environment: self.global.name.clone(),
            url: self.global.url.clone(),
            variables: Arc::new(|name| std::env::var(name).ok()),
            interpreters: shipped_interpreters(),
            guest_process: guest_process(),
            lock_rule: if self.global.locked { LockRule::Holds } else { LockRule::Follows },
            network: if self.global.offline { Network::Closed } else { Network::Open },
            who: identity(),
            cancellation: self.cancellation.clone(),
        }
    }

    /// Who is asked what only a person can answer: nobody, unless there is a terminal at both ends.
    pub(crate) fn questioner(&self) -> Box<dyn Questioner> {
        let has_person = io::stdin().is_terminal() && io::stderr().is_terminal();
        if has_person && !self.global.json && !self.global.quiet { Box::new(Terminal) } else { Box::new(Nobody) }
    }

    /// From here on, Ctrl-C and SIGTERM ask the run to stop; a second one ends the process at once.
    pub(crate) fn stop_on_signals(&self, reporter: &Arc<Reporter>) {
        let cancellation = self.cancellation.clone();
        let reporter = Arc::clone(reporter);
        tokio::spawn(async move {
            interruption().await;
            reporter.say("interrupted: stopping the statement and rolling back (again to end at once)\n");
            cancellation.cancel();
            interruption().await;
            end_at_once();
        });
    }

    /// From here on, Ctrl-C and SIGTERM ask what is under way to stop; a second one ends the process at once.
    pub(crate) fn stop_quietly_on_signals(&self) {
        let cancellation = self.cancellation.clone();
        tokio::spawn(async move {
            interruption().await;
            cancellation.cancel();
            interruption().await;
            end_at_once();
        });
    }

    /// Whether stdout is for a program that reads JSON.
    pub(crate) fn writes_json(&self) -> bool {
        self.global.json
    }

    /// Shows the events of a run.
    pub(crate) fn reporter(&self, output: Output) -> Arc<Reporter> {
        let is_wanted = !self.global.json && !self.global.quiet && !self.global.no_progress;
        let bars = if is_wanted && io::stderr().is_terminal() { Bars::Drawn } else { Bars::Hidden };
        Arc::new(Reporter::new(self.voice(output), bars))
    }

    fn voice(&self, output: Output) -> Voice {
        match output {
            Output::Sql => Voice::Remarks,
            Output::Steps | Output::Rehearsal if self.global.json => Voice::Json,
            Output::Steps | Output::Rehearsal if self.global.quiet => Voice::Quiet,
            Output::Steps => Voice::Human { verbosity: self.global.verbose, mood: Mood::Done },
            Output::Rehearsal => Voice::Human { verbosity: self.global.verbose, mood: Mood::Rehearsed },
        }
    }

    /// Writes a line to stderr, unless quiet.
    pub(crate) fn remark(&self, line: &str) {
        if !self.global.quiet && !self.global.json {
            note_on_stderr(line);
        }
    }

    /// Writes the document on one line of JSON with `--json`, else what `text` makes of it.
    pub(crate) fn answer<T: Serialize>(&self, document: &T, text: impl FnOnce(&T) -> String) -> Result<(), Failure> {
        if self.global.json {
            return answer_json(document);
        }
        write_out(&text(document));
        Ok(())
    }

    /// The same for a text that programs go on with: as it is into a file or a pipe, and harmless on a terminal.
    pub(crate) fn hand_over<T: Serialize>(&self, document: &T, text: impl FnOnce(&T) -> String) -> Result<(), Failure> {
        if self.global.json || io::stdout().is_terminal() {
            return self.answer(document, |document| printable(&text(document)).into_owned());
        }
        write_bytes(text(document).as_bytes())
    }

    /// Shows why the command failed, and tells the exit code.
    pub(crate) fn fail(&self, failure: &Failure) -> Exit {
        if self.global.json {
            write_out(&format!("{}\n", printable_json(&failure.to_json().to_string())));
        } else {
            write_err(&human::failure(failure));
        }
        failure.exit()
    }
}

/// Writes the document on one line of JSON.
pub(crate) fn answer_json<T: Serialize>(document: &T) -> Result<(), Failure> {
    let json = serde_json::to_string(document).map_err(anyhow::Error::from)?;
    write_out(&format!("{}\n", printable_json(&json)));
    Ok(())
}

/// Writes a text in a format of other programs: as it is into a file or a pipe, and harmless on a terminal.
pub(crate) fn hand_over_text(text: &str) -> Result<(), Failure> {
    if io::stdout().is_terminal() {
        write_out(&printable(text));
        return Ok(());
    }
    write_bytes(text.as_bytes())
}

/// Writes to stdout. A reader that went away (`aludel history | head`) is not an error of ours, and must not stop a
/// run that is under way.
pub(crate) fn write_out(text: &str) {
    let _ = anstream::stdout().write_all(text.as_bytes());
}

/// Where a text goes that programs go on with: as it is into a file or a pipe, and harmless on a terminal.
pub(crate) fn text_output() -> Box<dyn Write + Send> {
    let stdout = io::stdout();
    if stdout.is_terminal() { Box::new(Printing::new(stdout)) } else { Box::new(stdout) }
}

/// Writes bytes to stdout as they are.
pub(crate) fn write_bytes(bytes: &[u8]) -> Result<(), Failure> {
    match io::stdout().lock().write_all(bytes) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Writes to stderr; with stderr closed there is nobody to tell.
pub(crate) fn write_err(text: &str) {
    let _ = anstream::stderr().write_all(text.as_bytes());
}

fn note_on_stderr(line: &str) {
    write_err(&format!("{line}\n"));
}

#[cfg(unix)]
async fn interruption() {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut interrupt), Ok(mut terminate)) = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
    else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
}

#[cfg(not(unix))]
async fn interruption() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending().await
    }
}

#[expect(clippy::exit, reason = "a second Ctrl-C asks for exactly this")]
fn end_at_once() {
    std::process::exit(i32::from(Exit::Interrupted as u8));
}

fn identity() -> Identity {
    let user = ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(|name| std::env::var(name).ok());
    let host = gethostname::gethostname().to_string_lossy().into_owned();
    Identity::of_this_process(user.unwrap_or_else(|| "unknown".to_owned()), host)
}
