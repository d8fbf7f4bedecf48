//! Guests made by hand, each of which means harm in its own way.

mod halfway;
mod handles;
mod memory;
mod metadata;
mod pointers;
mod shapes;
mod time;
mod values;
mod words;

pub(crate) use halfway::busy;

use crate::GUESTS_ON;
use crate::child::Ending;
use crate::databases::{Kind, Server};
use crate::guest::Guest;
use crate::project::Project;
use crate::size::Size;
use crate::table::Tally;

/// The file that a guest is.
const FILE: &str = "migrations/hostile.wasm";

/// Time enough for everything that does not try to take all of it.
const LIMITS: &str = "guest_time = \"30s\"\nmemory = \"64MiB\"\nlog_lines = 200\nlog_size = \"64KiB\"\nhandles = 500\n";

/// Where the guests run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Housing {
    /// In the process of the host.
    Sandbox,
    /// In processes of their own. The short run takes every fourth of them.
    Process,
}

impl Housing {
    fn configuration(self) -> &'static str {
        match self {
            Self::Sandbox => "isolation = \"sandbox\"",
            Self::Process => "isolation = \"process\"",
        }
    }

    fn takes(self, size: Size, place: usize) -> bool {
        self == Self::Sandbox || size == Size::Long || place.is_multiple_of(4)
    }
}

/// A guest, and how the host has to end it.
#[derive(Debug, Clone)]
pub(crate) struct Hostile {
    pub(crate) name: String,
    component: Vec<u8>,
    /// Lines of `[limits]` in place of the usual ones.
    limits: Option<&'static str>,
    databases: &'static [Kind],
    ends: Ends,
}

/// How the host has to end it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ends {
    /// It may do what it does.
    Well,
    /// At a limit, which is named.
    AtLimit(&'static str),
    /// In a trap.
    InTrap,
    /// In a crash with these words.
    InCrash(&'static str),
    /// In a trap, or at a limit, whichever comes first.
    InTrapOrAtLimit,
    /// With an exit code, and the error's own code.
    With(i32, &'static str),
}

impl Ends {
    /// As the table has it.
    fn words(self) -> &'static str {
        match self {
            Self::Well => "did no harm",
            Self::AtLimit(_) => "ended at a limit",
            Self::InTrap | Self::InCrash(_) | Self::InTrapOrAtLimit => "ended in a trap",
            Self::With(10, _) => "failed and rolled back",
            Self::With(12, "refused") => "refused",
            Self::With(..) => "refused before they ran",
        }
    }
}

impl Hostile {
    fn new(name: impl Into<String>, component: Vec<u8>, ends: Ends) -> Self {
        Self { name: name.into(), component, limits: None, databases: &[Kind::Sqlite], ends }
    }

    fn guest(name: impl Into<String>, guest: &Guest, ends: Ends) -> Self {
        Self::new(name, guest.build(), ends)
    }

    /// With these limits in place of the usual ones.
    fn within(mut self, limits: &'static str) -> Self {
        self.limits = Some(limits);
        self
    }

    /// Not on `SQLite` alone.
    fn everywhere(mut self) -> Self {
        self.databases = &GUESTS_ON;
        self
    }

    fn check(&self, project: &Project, housing: Housing) -> Result<(), String> {
        let limits = self.limits.unwrap_or(LIMITS);
        project.configure(&format!("[grants]\n{}\n[limits]\n{limits}", housing.configuration()))?;
        project.write(FILE, &self.component)?;
        let before = project.canaries()?;
        let ending = project.aludel(&["upgrade", "--json"])?;
        if ending.exit == 0 {
            let down = project.aludel(&["downgrade", "-1", "--json"])?;
            if down.exit != 0 {
                return Err(format!("it cannot be taken back: {} {}", down.code, down.message));
            }
            return self.check_ending(&ending);
        }
        self.check_ending(&ending)?;
        check_words(&project.aludel(&["upgrade"])?)?;
        let after = project.canaries()?;
        if before == after { Ok(()) } else { Err(format!("the database changed:\n{before}\n-- to --\n{after}")) }
    }

    fn check_ending(&self, ending: &Ending) -> Result<(), String> {
        let is_trap = (ending.exit, ending.code.as_str()) == (10, "trapped");
        let is_limit = (ending.exit, ending.code.as_str()) == (12, "limit_reached");
        let is_right = match self.ends {
            Ends::Well => ending.exit == 0,
            Ends::AtLimit(limit) => is_limit && ending.message.contains(&format!("the limit `{limit}`")),
            Ends::InTrap => is_trap,
            Ends::InCrash(words) => is_trap && ending.message.contains(words),
            Ends::InTrapOrAtLimit => is_trap || is_limit,
            Ends::With(exit, code) => (ending.exit, ending.code.as_str()) == (exit, code),
        };
        if is_right {
            return Ok(());
        }
        let message: String = ending.message.chars().take(500).collect();
        Err(format!("exit {} `{}`, not {:?}: {message}", ending.exit, ending.code, self.ends))
    }
}

/// What people are shown must not be able to move their cursor; colours are the host's own.
pub(crate) fn check_words(ending: &Ending) -> Result<(), String> {
    let texts = [&ending.stdout, &ending.stderr].map(|text| without_colours(text));
    let is_harmful =
        |character: &char| character.is_control() && !matches!(character, '\n' | '\t') || TURNING.contains(character);
    match texts.iter().flat_map(|text| text.chars()).find(is_harmful) {
        None => Ok(()),
        Some(character) => Err(format!("it wrote {character:?} to the terminal")),
    }
}

/// What has text read in another order than it stands.
const TURNING: [char; 9] =
    ['\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}', '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}'];

/// What hides text, which the host never does.
const HIDDEN: &str = "8m";

/// Takes `ESC [ digits m` out.
fn without_colours(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.trim_start_matches(|character: char| character.is_ascii_digit() || character == ';');
        match rest.strip_prefix('m').filter(|_| !part.starts_with(HIDDEN)) {
            Some(rest) => out.push_str(rest),
            None => out.extend(["\u{1b}[", part]),
        }
    }
    out
}

/// All of them.
pub(crate) fn all(size: Size) -> Vec<Hostile> {
    [
        time::all(),
        memory::all(),
        pointers::all(size),
        handles::all(),
        halfway::all(),
        values::all(),
        words::all(),
        shapes::all(),
        metadata::all(),
        // After all of that the database is free, and takes a guest that means well.
        vec![Hostile::guest("a guest that means well", &Guest::new(), Ends::Well).everywhere()],
    ]
    .concat()
}

/// Runs those that are for that database, one after the other.
pub(crate) fn run(server: &Server, (size, housing): (Size, Housing), only: Option<&str>) -> Result<Tally, String> {
    let project = Project::create(server)?;
    let mut tally = Tally::new();
    let mut problems = Vec::new();
    let kept = project.kept_canaries()?;
    let guests = all(size);
    let guests = guests.iter().filter(|it| it.databases.contains(&server.kind())).enumerate();
    for (place, hostile) in guests {
        if only.is_some_and(|only| !hostile.name.contains(only)) || !housing.takes(size, place) {
            continue;
        }
        *tally.entry(hostile.ends.words().to_owned()).or_default() += 1;
        let checked = hostile
            .check(&project, housing)
            .and_then(|()| if project.kept_canaries()? == kept { Ok(()) } else { Err("a canary is gone".to_owned()) });
        problems.extend(checked.err().map(|problem| format!("{}: {problem}", hostile.name)));
    }
    if problems.is_empty() { Ok(tally) } else { Err(problems.join("\n")) }
}
