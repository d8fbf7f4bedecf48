//! What a run tells while it is under way.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_core::Stream;
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;

/// Which way a step goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// `upgrade` ran, or runs.
    Up,
    /// `downgrade` ran, or runs.
    Down,
}

impl Direction {
    /// The verb of the command line that goes this way.
    pub fn verb(self) -> &'static str {
        match self {
            Self::Up => "upgrade",
            Self::Down => "downgrade",
        }
    }
}

impl From<aludel_revision::Direction> for Direction {
    fn from(direction: aludel_revision::Direction) -> Self {
        match direction {
            aludel_revision::Direction::Up => Self::Up,
            aludel_revision::Direction::Down => Self::Down,
        }
    }
}

impl From<Direction> for aludel_revision::Direction {
    fn from(direction: Direction) -> Self {
        match direction {
            Direction::Up => Self::Up,
            Direction::Down => Self::Down,
        }
    }
}

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Forward.
    Upgrade,
    /// Back.
    Downgrade,
    /// The version rows alone.
    Stamp,
}

/// How much a guest's log line matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LogLevel {
    /// Every detail.
    Trace,
    /// For whoever looks for a fault.
    Debug,
    /// What is going on.
    Info,
    /// Worth a look.
    Warn,
    /// Something failed.
    Error,
}

/// Something happened in a run.
///
/// Serialised it is one line of `--json`: `{"event":"step_finished","direction":"up",…}`. Texts that come from outside
/// (messages, log lines, names) are as they came: whoever shows them on a terminal escapes them.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// The plan stands and there is something to do, or nothing.
    RunStarted {
        /// The name of this run in the history.
        run_id: String,
        /// What was asked for.
        command: Command,
        /// The database's URL without its password.
        database: String,
        /// `sqlite`, `postgresql`, `mysql` or `mariadb`.
        dialect: &'static str,
        /// How many steps will run.
        steps: usize,
    },
    /// Somebody else holds the migration lock; said once for each holder.
    LockWaiting {
        /// Who holds it, since when and from where, as far as the database tells.
        holder: String,
    },
    /// The lock is ours.
    LockAcquired,
    /// A migration that is not built yet, or not as it stands now, is being built.
    BuildStarted {
        /// The revision.
        revision: String,
        /// What it is written in.
        language: String,
    },
    /// It is built.
    BuildFinished {
        /// The revision.
        revision: String,
        /// The size of the component.
        bytes: usize,
        /// How long it took.
        duration_ms: u64,
    },
    /// An interpreter of scripts is being compiled for this machine, once, which takes seconds.
    InterpreterCompiling {
        /// Its name and version.
        interpreter: String,
    },
    /// A step begins.
    StepStarted {
        /// The revision.
        revision: String,
        /// Up or down.
        direction: Direction,
        /// The message of its header.
        message: String,
        /// Counted from 1.
        position: usize,
        /// How many steps there are.
        of: usize,
    },
    /// The guest logged a line.
    Log {
        /// The revision whose guest it is.
        revision: String,
        /// How much it matters.
        level: LogLevel,
        /// The line.
        message: String,
        /// Further details by name.
        fields: Vec<(String, String)>,
    },
    /// The guest began a unit of work with a bar.
    TaskStarted {
        /// The revision whose guest it is.
        revision: String,
        /// Tells the tasks of a step apart.
        task: u64,
        /// What it is doing.
        label: String,
        /// How many units there are, if it knows.
        total: Option<u64>,
    },
    /// So many units more are done.
    TaskAdvanced {
        /// Which task.
        task: u64,
        /// Units.
        by: u64,
    },
    /// The guest knows better now how many units there are.
    TaskTotal {
        /// Which task.
        task: u64,
        /// Units in all.
        total: u64,
    },
    /// The unit of work is over.
    TaskFinished {
        /// Which task.
        task: u64,
    },
    /// A step is committed and was read back (or was written out, or rolled back by a dry run).
    StepFinished {
        /// The revision.
        revision: String,
        /// Up or down.
        direction: Direction,
        /// How long it took, commit and read-back included.
        duration_ms: u64,
        /// Where the database is now.
        heads: Vec<String>,
    },
    /// Something that a person should know.
    Note(Note),
    /// Everything that was asked for is done.
    RunFinished {
        /// How many steps ran.
        applied: usize,
        /// How long all of it took.
        duration_ms: u64,
        /// Where the database is now.
        heads: Vec<String>,
    },
}

/// Something that a person should know about a run, which is no error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    /// A stable name, such as `definitions_commit`.
    pub code: &'static str,
    /// One sentence or two.
    pub text: String,
}

/// Hears what happens in a run. Called between the steps of the work, so it should be quick.
pub trait Observer: Send + Sync {
    /// Something happened.
    fn event(&self, event: &Event);
}

/// Hears nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Observer for Silent {
    fn event(&self, _: &Event) {}
}

struct Sender(mpsc::UnboundedSender<Event>);

impl Observer for Sender {
    fn event(&self, event: &Event) {
        // Whoever dropped the stream does not want to hear any more.
        let _ = self.0.send(event.clone());
    }
}

/// The events of a run as a stream; ends when the run is over and its observer is dropped.
#[derive(Debug)]
pub struct EventStream(mpsc::UnboundedReceiver<Event>);

impl EventStream {
    /// The next event; `None` at the end.
    pub async fn next(&mut self) -> Option<Event> {
        self.0.recv().await
    }
}

impl Stream for EventStream {
    type Item = Event;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Event>> {
        self.0.poll_recv(context)
    }
}

/// An observer and the stream of what it hears.
pub fn events() -> (Arc<dyn Observer>, EventStream) {
    let (sender, receiver) = mpsc::unbounded_channel();
    (Arc::new(Sender(sender)), EventStream(receiver))
}
