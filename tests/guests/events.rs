//! What a run told, with what differs from language to language taken out.

use std::fmt::Write as _;
use std::process::Output;
use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

/// What the text of a crash is in every language.
const CRASH: &str = "on purpose";

/// A file of the migration with a line in it.
static PLACE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[\w./-]+\.(rs|py|js|mjs|ts|c|h|cpp|cc|hpp|zig|go|wat):\d+").expect("the pattern is a constant")
});

/// What a command told.
#[derive(Debug)]
pub(crate) struct Told {
    /// The exit code, lines of the log, tasks, and the failure.
    pub(crate) text: String,
    /// Whether the failure names a file of the migration and a line.
    pub(crate) has_place: bool,
    /// The name of the error, and its words.
    pub(crate) error: Option<(String, String)>,
}

impl Told {
    /// Reads the events of a command. A crash is told in the words of the language, so only its own text counts.
    pub(crate) fn read(output: &Output, revision: &str, is_crash: bool) -> Result<Self, String> {
        let code = output.status.code().map_or_else(|| "a signal".to_owned(), |code| code.to_string());
        let mut told = Self { text: format!("exit {code}\n"), has_place: false, error: None };
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let event: Value = serde_json::from_str(line).map_err(|error| format!("{error}: {line}"))?;
            told.add(&event, is_crash);
        }
        told.text = told.text.replace(revision, "REVISION");
        Ok(told)
    }

    fn add(&mut self, event: &Value, is_crash: bool) {
        if let Some(error) = event.get("error") {
            self.has_place = has_place(error) || self.has_place;
            self.error = Some((text(error, "code"), text(error, "message")));
            self.text.push_str(&if is_crash { crash(error) } else { failure(error) });
            return;
        }
        match event["event"].as_str().unwrap_or_default() {
            // How a crash is written to the log is the language's own affair.
            "log" if is_crash => self.has_place |= PLACE.is_match(&text(event, "message")),
            "log" => self.line(&format!("log {} {}{}", text(event, "level"), text(event, "message"), fields(event))),
            "task_started" => self.line(&format!("task {} of {}", text(event, "label"), event["total"])),
            "task_total" => self.line(&format!("task of {}", event["total"])),
            "task_advanced" => self.line(&format!("task by {}", event["by"])),
            "task_finished" => self.line("task finished"),
            _ => {}
        }
    }

    fn line(&mut self, line: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{line}");
    }
}

fn text(object: &Value, name: &str) -> String {
    object[name].as_str().unwrap_or_default().to_owned()
}

fn fields(event: &Value) -> String {
    let fields = event["fields"].as_array().into_iter().flatten();
    fields.map(|field| format!(" {}={}", text_at(field, 0), text_at(field, 1))).collect()
}

fn text_at(pair: &Value, index: usize) -> &str {
    pair[index].as_str().unwrap_or_default()
}

fn has_place(error: &Value) -> bool {
    let frames = error["cause"]["frames"].as_array();
    let in_frames = frames.is_some_and(|frames| frames.iter().any(|frame| !frame["location"].is_null()));
    let is_in_sql = !error["statement"]["line"].is_null();
    in_frames || is_in_sql || PLACE.is_match(&text(error, "message")) || PLACE.is_match(&error["cause"].to_string())
}

/// What must be the same of a crash in every language: that the run fails and is undone, and the text.
fn crash(error: &Value) -> String {
    let says = if text(error, "message").contains(CRASH) { "says" } else { "does not say" };
    format!("failure {} {}\n{says} `{CRASH}`\n", text(error, "code"), text(&error["database"], "state"))
}

fn failure(error: &Value) -> String {
    let cause = &error["cause"];
    let message = text(cause, "message");
    let mut told = format!("failure {} {}\n", text(error, "code"), text(&error["database"], "state"));
    // What follows the first line is the trace.
    let summary = message.lines().next().unwrap_or_default();
    let _ = writeln!(told, "{}: {summary}", text(cause, "kind"));
    let of_its_own = ["kind", "message", "frames", "trace"];
    for (name, value) in cause.as_object().into_iter().flatten() {
        if !of_its_own.contains(&name.as_str()) && !value.is_null() {
            let _ = writeln!(told, "{name}: {value}");
        }
    }
    if let Some(statement) = error["statement"]["text"].as_str() {
        let _ = writeln!(told, "statement {statement}");
    }
    told
}
