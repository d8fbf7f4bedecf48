//! The events of a run, as they come: one line each, or JSON, with bars on a terminal.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use aludel_engine::{Command, Direction, Event, LogLevel, Observer};

use crate::render::human::{counted, duration, heads};
use crate::render::printable::{one_line, printable, printable_json};
use crate::render::progress::{Bars, Progress};
use crate::render::style::{DONE, FAINT, NOTE, REVISION, paint};
use crate::shell::{write_err, write_out};

/// How the run is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Voice {
    /// One JSON object a line on stdout.
    Json,
    /// A line for each step on stdout, remarks on stderr.
    Human {
        /// How often `-v` was given.
        verbosity: u8,
        /// Whether it stays.
        mood: Mood,
    },
    /// Remarks on stderr only: stdout is taken by SQL.
    Remarks,
    /// Only warnings and errors, on stderr.
    Quiet,
}

/// Whether what was done stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    /// It does.
    Done,
    /// It was rolled back (`--dry-run`).
    Rehearsed,
}

/// Shows what an engine tells.
#[derive(Debug)]
pub(crate) struct Reporter {
    voice: Voice,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    progress: Progress,
    /// Of the steps that have begun, by their revision: one transaction around all of them ends them together.
    messages: HashMap<String, String>,
    /// What the run was asked for, once it has said so.
    command: Option<Command>,
}

impl Reporter {
    pub(crate) fn new(voice: Voice, bars: Bars) -> Self {
        let state = State { progress: Progress::new(bars), messages: HashMap::new(), command: None };
        Self { voice, state: Mutex::new(state) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere does not make the bars wrong.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, event: &Event) {
        let state = self.state();
        match self.voice {
            Voice::Json => state.progress.above(|| write_out(&json_line(event))),
            Voice::Human { verbosity, mood } => {
                if let Some(line) = step_line(event, &state, mood) {
                    state.progress.above(|| write_out(&line));
                }
                self.remark(&state, event, least_level(verbosity));
            }
            Voice::Remarks => self.remark(&state, event, LogLevel::Info),
            Voice::Quiet => self.remark(&state, event, LogLevel::Warn),
        }
    }

    /// Writes to stderr, above the bars.
    pub(crate) fn say(&self, text: &str) {
        self.state().progress.above(|| write_err(text));
    }

    fn remark(&self, state: &State, event: &Event, least: LogLevel) {
        if let Some(line) = remark_line(event, least, self.voice) {
            state.progress.above(|| write_err(&line));
        }
    }
}

impl Observer for Reporter {
    fn event(&self, event: &Event) {
        self.state().before(event);
        self.tell(event);
        self.state().after(event);
    }
}

impl State {
    fn before(&mut self, event: &Event) {
        match event {
            Event::RunStarted { steps, command, .. } => {
                self.command = Some(*command);
                self.progress.begin_run(*steps);
            }
            Event::StepStarted { revision, message, .. } => {
                self.messages.insert(revision.clone(), message.clone());
                self.progress.begin_step(revision, message);
            }
            Event::TaskStarted { task, label, total, .. } => self.progress.begin_task(*task, label, *total),
            Event::BuildStarted { revision, language } => self.progress.begin_build(revision, language),
            Event::TaskAdvanced { task, by } => self.progress.advance_task(*task, *by),
            Event::TaskTotal { task, total } => self.progress.set_task_total(*task, *total),
            Event::RunFinished { .. } => self.progress.finish_run(),
            _ => {}
        }
    }

    fn after(&mut self, event: &Event) {
        match event {
            Event::TaskFinished { task } => self.progress.finish_task(*task),
            Event::BuildFinished { revision, .. } => self.progress.finish_build(revision),
            Event::StepFinished { revision, .. } => {
                self.messages.remove(revision);
                self.progress.finish_step();
            }
            _ => {}
        }
    }
}

fn json_line(event: &Event) -> String {
    let line = serde_json::to_string(event).expect("events hold only strings, numbers and lists");
    format!("{}\n", printable_json(&line))
}

fn least_level(verbosity: u8) -> LogLevel {
    match verbosity {
        0 => LogLevel::Info,
        1 => LogLevel::Debug,
        _ => LogLevel::Trace,
    }
}

/// What goes to stdout for people: what was done.
fn step_line(event: &Event, state: &State, mood: Mood) -> Option<String> {
    match event {
        Event::StepFinished { revision, direction, duration_ms, .. } => {
            let verb = match (direction, mood) {
                (Direction::Up, Mood::Done) => "upgraded  ",
                (Direction::Down, Mood::Done) => "downgraded",
                (Direction::Up, Mood::Rehearsed) => "would upgrade  ",
                (Direction::Down, Mood::Rehearsed) => "would downgrade",
            };
            Some(format!(
                "{} {} {} {}\n",
                paint(DONE, verb),
                paint(REVISION, &one_line(revision)),
                one_line(state.messages.get(revision).map_or("", String::as_str)),
                paint(FAINT, &format!("({})", duration(*duration_ms)))
            ))
        }
        Event::RunFinished { heads: now, .. } if state.command == Some(Command::Stamp) => {
            Some(format!("{} the database is at {}\n", paint(DONE, "stamped:"), heads(now)))
        }
        Event::RunFinished { applied: 0, heads: now, .. } => {
            Some(format!("nothing to do: the database is at {}\n", heads(now)))
        }
        Event::RunFinished { applied, duration_ms, heads: now } => {
            let done = counted(*applied, "step");
            let end = match mood {
                Mood::Done => format!("the database is at {}", heads(now)),
                Mood::Rehearsed => format!("all rolled back; it would be at {}", heads(now)),
            };
            Some(format!("{done} in {}; {end}\n", duration(*duration_ms)))
        }
        _ => None,
    }
}

/// What goes to stderr for people: what to know meanwhile.
fn remark_line(event: &Event, least: LogLevel, voice: Voice) -> Option<String> {
    match event {
        Event::LockWaiting { holder } => Some(format!("{} waiting for {}\n", paint(NOTE, "lock:"), printable(holder))),
        Event::Note(note) if voice != Voice::Quiet => {
            Some(format!("{} {}\n", paint(NOTE, "note:"), printable(&note.text)))
        }
        Event::RunStarted { database, dialect, .. } if least < LogLevel::Info => {
            Some(format!("{} {} ({dialect})\n", paint(FAINT, "database:"), one_line(database)))
        }
        Event::StepStarted { revision, message, position, of, .. } if least < LogLevel::Info => {
            let place = paint(FAINT, &format!("({position} of {of})"));
            Some(format!("{} {} {} {place}\n", paint(FAINT, "running"), one_line(revision), one_line(message)))
        }
        Event::BuildStarted { revision, language } if voice != Voice::Quiet => Some(format!(
            "{} {} {}\n",
            paint(FAINT, "building"),
            one_line(revision),
            paint(FAINT, &format!("({language})"))
        )),
        Event::InterpreterCompiling { interpreter } if voice != Voice::Quiet => Some(format!(
            "{} the interpreter {} for this machine, once\n",
            paint(FAINT, "compiling"),
            one_line(interpreter)
        )),
        Event::Log { level, message, fields, .. } if *level >= least => Some(log_line(*level, message, fields)),
        _ => None,
    }
}

fn log_line(level: LogLevel, message: &str, fields: &[(String, String)]) -> String {
    let level = match level {
        LogLevel::Trace => "trace",
        LogLevel::Debug => "debug",
        LogLevel::Info => "info",
        LogLevel::Warn => "warn",
        LogLevel::Error => "error",
    };
    let fields: String =
        fields.iter().map(|(name, value)| format!(" {}={}", one_line(name), one_line(value))).collect();
    format!("  {} {}{}\n", paint(FAINT, &format!("[{level}]")), printable(message), paint(FAINT, &fields))
}
