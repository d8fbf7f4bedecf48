//! How a script is written.
//!
//! ```text
//! # What it shows. Lines that start with a hash are for people.
//! databases: sqlite postgresql mariadb mysql
//!
//! file migrations/a.sql
//!     -- what the file holds, indented by four spaces
//!
//! $ aludel upgrade head
//!     what the screen shows: stdout as it is,
//!     ! stderr with an exclamation mark before each line,
//!     [exit 10]
//! on mariadb
//!     what it shows there
//!
//! ? SELECT version_num FROM aludel_version
//!     one row a line | its values divided by bars
//! ```
//!
//! Other steps: `do ARGUMENTS`, which runs `aludel`, has to end with 0 and shows nothing; `remove PATH`; `sql STATEMENT` (or statements indented below `sql`), run by the database's own client;
//! `apply`, which gives that client what the last command wrote to stdout; `fresh`, a new and empty database in place
//! of the one before; `keep schema` and `same schema`, which compare dumps. `only DATABASE...` before a step limits it.
//! `on DATABASE...` after a step gives another body for these databases; files and statements can have one, too. MySQL does and
//! shows what is written for MariaDB, under its own name, where a script says nothing else of it.
//!
//! A line `logins: two` has the script run on servers with a login of its own for migrations as well. Without one only the long
//! run does that, and with `logins: one` none: a comment before it says what is another thing there.
//!
//! A command that ends with 0 has no `[exit]` line. What differs from run to run is masked: see [`crate::screen`].

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};
use std::fs;
use std::path::Path;

use crate::databases::Kind;

const INDENT: &str = "    ";

/// With whose login migrations run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Logins {
    One,
    Two,
}

impl Logins {
    fn parse(word: &str) -> Result<Self, String> {
        match word {
            "one" => Ok(Self::One),
            "two" => Ok(Self::Two),
            _ => Err(format!("`{word}` is no number of logins: `one` or `two`")),
        }
    }
}

/// A script that was read.
#[derive(Debug, Clone)]
pub(crate) struct Script {
    /// Where it is to run.
    pub(crate) databases: Vec<Kind>,
    /// What it says of logins.
    pub(crate) logins: Option<Logins>,
    entries: Vec<Entry>,
}

#[derive(Debug, Clone)]
enum Entry {
    /// A line that does nothing: a comment, a blank line, `databases:`, `logins:`.
    Text(String),
    Step(Step),
}

/// Something to do, and what to expect of it.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    /// Its line in the file.
    pub(crate) line: usize,
    /// As written, such as `$ aludel current`.
    pub(crate) head: String,
    pub(crate) action: Action,
    only: Vec<Kind>,
    bodies: Vec<Body>,
    /// What was seen where, while expectations are rewritten.
    seen: BTreeMap<Kind, Vec<String>>,
}

/// The indented lines below a step; for all databases if it names none.
#[derive(Debug, Clone, PartialEq)]
struct Body {
    databases: Vec<Kind>,
    lines: Vec<String>,
}

/// What a step does.
#[derive(Debug, Clone)]
pub(crate) enum Action {
    /// Writes a file.
    Write(String),
    /// Removes a file.
    Remove(String),
    /// Runs `aludel`.
    Command(String),
    /// Runs `aludel`, which has to succeed, whatever it shows.
    Do(String),
    /// Asks the database.
    Question(String),
    /// Runs statements; those of the body, if none stands on the line.
    Statements(String),
    /// Runs what the last command wrote to stdout.
    Apply,
    /// Takes a new database.
    Fresh,
    /// Remembers the schema.
    KeepSchema,
    /// Compares the schema with the one remembered.
    SameSchema,
}

impl Action {
    fn read(head: &str) -> Option<Self> {
        let (verb, rest) = head.split_once(' ').unwrap_or((head, ""));
        let rest = rest.trim().to_owned();
        Some(match (verb, rest.as_str()) {
            ("file", _) => Self::Write(rest),
            ("remove", _) => Self::Remove(rest),
            ("$", command) => Self::Command(command.strip_prefix("aludel")?.trim().to_owned()),
            ("do", _) => Self::Do(rest),
            ("?", _) => Self::Question(rest),
            ("sql", _) => Self::Statements(rest),
            ("apply", "") => Self::Apply,
            ("fresh", "") => Self::Fresh,
            ("keep", "schema") => Self::KeepSchema,
            ("same", "schema") => Self::SameSchema,
            _ => return None,
        })
    }

    /// Whether the body says what is seen, and not what to write.
    fn is_answered(&self) -> bool {
        matches!(self, Self::Command(_) | Self::Question(_))
    }
}

impl Step {
    /// Whether it is to be done there.
    pub(crate) fn is_for(&self, kind: Kind) -> bool {
        self.only.is_empty() || self.only.contains(&kind) || kind == Kind::Mysql && self.only.contains(&Kind::MariaDb)
    }

    /// The lines below it that count there.
    pub(crate) fn body(&self, kind: Kind) -> Vec<String> {
        let of = |kind: Kind| self.bodies.iter().find(|body| body.databases.contains(&kind));
        let usual = || self.bodies.iter().find(|body| body.databases.is_empty());
        let lines = |body: &Body| body.lines.clone();
        match (of(kind), kind) {
            (Some(own), _) => lines(own),
            (None, Kind::Mysql) => {
                let body = of(Kind::MariaDb).or_else(usual).map(lines).unwrap_or_default();
                if self.action.is_answered() { as_on_mysql(&body) } else { body }
            }
            (None, _) => usual().map(lines).unwrap_or_default(),
        }
    }

    /// Takes what was seen as what is expected: what most databases show stands first.
    fn accept(&mut self) {
        let mut bodies: Vec<Body> = Vec::new();
        let mut seen = std::mem::take(&mut self.seen);
        if seen.get(&Kind::MariaDb).is_some_and(|lines| seen.get(&Kind::Mysql) == Some(&as_on_mysql(lines))) {
            seen.remove(&Kind::Mysql);
        }
        for (kind, lines) in seen {
            match bodies.iter_mut().find(|body| body.lines == lines) {
                Some(body) => body.databases.push(kind),
                None => bodies.push(Body { databases: vec![kind], lines }),
            }
        }
        bodies.sort_by_key(|body| std::cmp::Reverse(body.databases.len()));
        if let Some(most) = bodies.first_mut() {
            most.databases.clear();
        }
        self.bodies = bodies;
    }
}

/// What MariaDB shows, under the name of MySQL.
fn as_on_mysql(lines: &[String]) -> Vec<String> {
    lines.iter().map(|line| line.replace("MariaDB", "MySQL")).collect()
}

impl Script {
    pub(crate) fn read(path: &Path) -> Result<Self, String> {
        let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        Self::parse(&text).map_err(|problem| format!("{}:{problem}", path.display()))
    }

    fn parse(text: &str) -> Result<Self, String> {
        let mut script = Self { databases: Vec::new(), logins: None, entries: Vec::new() };
        let mut only = Vec::new();
        for (index, line) in text.lines().enumerate() {
            script.take_line(index + 1, line, &mut only).map_err(|problem| format!("{}: {problem}", index + 1))?;
        }
        if script.databases.is_empty() {
            return Err("1: no line says `databases: ...`".to_owned());
        }
        script.trim_bodies();
        Ok(script)
    }

    fn take_line(&mut self, number: usize, line: &str, only: &mut Vec<Kind>) -> Result<(), String> {
        if let Some(databases) = line.strip_prefix("databases:") {
            self.databases = Kind::parse_list(databases)?;
            self.entries.push(Entry::Text(line.to_owned()));
        } else if let Some(logins) = line.strip_prefix("logins:") {
            self.logins = Some(Logins::parse(logins.trim())?);
            self.entries.push(Entry::Text(line.to_owned()));
        } else if let Some(content) = line.strip_prefix(INDENT).or(line.is_empty().then_some("")) {
            self.take_content(content)?;
        } else if line.starts_with('#') {
            self.entries.push(Entry::Text(line.to_owned()));
        } else if let Some(databases) = line.strip_prefix("on ") {
            let body = Body { databases: Kind::parse_list(databases)?, lines: Vec::new() };
            self.last_step().ok_or("there is no step before this")?.bodies.push(body);
        } else if let Some(databases) = line.strip_prefix("only ") {
            *only = Kind::parse_list(databases)?;
        } else {
            let action = Action::read(line).ok_or_else(|| format!("`{line}` is no step"))?;
            let (head, only) = (line.to_owned(), std::mem::take(only));
            let step = Step { line: number, head, action, only, bodies: Vec::new(), seen: BTreeMap::new() };
            self.entries.push(Entry::Step(step));
        }
        Ok(())
    }

    fn take_content(&mut self, content: &str) -> Result<(), String> {
        match self.entries.last_mut() {
            Some(Entry::Step(step)) => {
                if step.bodies.is_empty() && !content.is_empty() {
                    step.bodies.push(Body { databases: Vec::new(), lines: Vec::new() });
                }
                if let Some(body) = step.bodies.last_mut() {
                    body.lines.push(content.to_owned());
                }
                Ok(())
            }
            _ if content.is_empty() => {
                self.entries.push(Entry::Text(String::new()));
                Ok(())
            }
            _ => Err("an indented line belongs to no step".to_owned()),
        }
    }

    fn last_step(&mut self) -> Option<&mut Step> {
        self.steps_mut().last()
    }

    fn steps_mut(&mut self) -> impl Iterator<Item = &mut Step> {
        self.entries.iter_mut().filter_map(|entry| match entry {
            Entry::Step(step) => Some(step),
            Entry::Text(_) => None,
        })
    }

    fn trim_bodies(&mut self) {
        for body in self.steps_mut().flat_map(|step| &mut step.bodies) {
            while body.lines.last().is_some_and(String::is_empty) {
                body.lines.pop();
            }
        }
    }

    /// What to do, in order.
    pub(crate) fn steps(&self) -> impl Iterator<Item = &Step> {
        self.entries.iter().filter_map(|entry| match entry {
            Entry::Step(step) => Some(step),
            Entry::Text(_) => None,
        })
    }

    /// Whether it has commands that make databases to compare or to try something in.
    pub(crate) fn compares(&self) -> bool {
        const VERBS: [&str; 5] = ["plan", "lint", "verify", "test", "diff"];
        self.steps().any(|step| match &step.action {
            Action::Command(line) => line.split_whitespace().any(|word| VERBS.contains(&word)),
            _ => false,
        })
    }

    /// Notes what each answered step, found by its line, showed on one database.
    pub(crate) fn note(&mut self, kind: Kind, seen: Vec<(usize, Vec<String>)>) {
        for (line, lines) in seen {
            if let Some(step) = self.steps_mut().find(|step| step.line == line) {
                step.seen.insert(kind, lines);
            }
        }
    }

    /// Takes all that was noted as what is expected.
    pub(crate) fn accept(&mut self) {
        self.steps_mut().filter(|step| step.action.is_answered()).for_each(Step::accept);
    }
}

impl Display for Script {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let mut previous_is_step = false;
        for entry in &self.entries {
            match entry {
                Entry::Text(line) => {
                    let separator = if previous_is_step { "\n" } else { "" };
                    writeln!(formatter, "{separator}{line}")?;
                    previous_is_step = false;
                }
                Entry::Step(step) => {
                    let separator = if previous_is_step { "\n" } else { "" };
                    write!(formatter, "{separator}{step}")?;
                    previous_is_step = true;
                }
            }
        }
        Ok(())
    }
}

impl Display for Step {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        if !self.only.is_empty() {
            writeln!(formatter, "only {}", Kind::list(&self.only))?;
        }
        writeln!(formatter, "{}", self.head)?;
        for body in &self.bodies {
            if !body.databases.is_empty() {
                writeln!(formatter, "on {}", Kind::list(&body.databases))?;
            }
            for line in &body.lines {
                let indent = if line.is_empty() { "" } else { INDENT };
                writeln!(formatter, "{indent}{line}")?;
            }
        }
        Ok(())
    }
}
