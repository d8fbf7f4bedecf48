//! Goes up and down the line while blows fall, and looks at the database after each of them.

use std::time::{Duration, Instant};

use crate::databases::{Kind, Server};
use crate::dice::Dice;
use crate::line::{Line, ROWS_ARGUMENT};
use crate::look;
use crate::project::{Project, Reference};
use crate::run::{Run, Told};
use crate::suite::Luck;
use crate::table::Tally;

/// What befalls a run that is under way.
pub(crate) trait Blow {
    /// Lets it fall, and gives what the run told. When this is over, the database can be asked again.
    fn fall(&mut self, run: Run, dice: &mut Dice) -> Result<Told, String>;
}

/// Up or down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Up,
    Down,
}

impl Way {
    /// As the history has it.
    pub(crate) fn word(self) -> &'static str {
        if self == Self::Up { "up" } else { "down" }
    }

    fn arguments(self) -> [&'static str; 5] {
        let (verb, target) = if self == Self::Up { ("upgrade", "head") } else { ("downgrade", "base") };
        [verb, target, "--json", "-x", ROWS_ARGUMENT]
    }
}

/// When a blow falls: after so many events, and so much later.
#[derive(Debug)]
struct Point {
    events: usize,
    then: Duration,
}

/// How long things take that nothing disturbs.
#[derive(Debug, Default)]
struct Pace {
    until_locked: Duration,
    step: Duration,
}

/// Blows of one kind on one database.
struct Ordeal<'run> {
    server: &'run Server,
    line: Line,
    blow: &'run mut dyn Blow,
    reference: Reference,
    pace: Pace,
    dice: Dice,
    blows_left: usize,
    tally: Tally,
}

/// Lets so many blows fall on runs of a line.
pub(crate) fn run(
    (server, line): (&Server, Line),
    luck: Luck,
    blows: usize,
    blow: &mut dyn Blow,
) -> Result<Tally, String> {
    let reference = Reference::walk(server, line)?;
    let (pace, dice) = (Pace::default(), Dice::new(luck.seed));
    let mut ordeal = Ordeal { server, line, blow, reference, pace, dice, blows_left: 0, tally: Tally::new() };
    // Nothing befalls the first round: what comes after it is held against the steps one by one, and so is this.
    ordeal.round(0)?;
    ordeal.blows_left = blows;
    for round in 1.. {
        if ordeal.blows_left == 0 {
            break;
        }
        ordeal.round(round)?;
    }
    Ok(ordeal.tally)
}

impl Ordeal<'_> {
    /// All the way up and down again, on a database of its own.
    fn round(&mut self, round: usize) -> Result<(), String> {
        let project = Project::with_line(self.server, self.line)?;
        if self.server.kind() == Kind::Sqlite && round % 2 == 1 {
            project.database.run("PRAGMA journal_mode = WAL;")?;
        }
        for way in [Way::Up, Way::Down] {
            self.walk(&project, way).map_err(|problem| {
                let left = self.blows_left;
                format!("round {round}, {}, {left} blows left: {problem}\n{}", way.word(), project.stderr())
            })?;
        }
        Ok(())
    }

    /// One way, however many runs it takes.
    fn walk(&mut self, project: &Project, way: Way) -> Result<(), String> {
        let mut promises = Vec::new();
        loop {
            let mut run = Run::start(project.path(), &way.arguments())?;
            let point = self.point();
            if self.blows_left == 0 || !run.goes_on_until_event(point.events, point.then)? {
                promises.push(self.undisturbed(run)?);
                return look::at_end(project, way, &self.reference, &promises);
            }
            promises.push(self.blow.fall(run, &mut self.dice)?);
            self.blows_left -= 1;
            let seen = self.look(project, way, &mut promises).map_err(|problem| format!("{point:?}: {problem}"))?;
            *self.tally.entry(seen.to_owned()).or_default() += 1;
        }
    }

    /// Hears a run to its end, which has to be a good one, and learns how long things take.
    fn undisturbed(&mut self, mut run: Run) -> Result<Told, String> {
        let started = Instant::now();
        if self.pace.step.is_zero() && run.goes_on_until_event(1, Duration::ZERO)? {
            self.pace.until_locked = started.elapsed();
        }
        let told = run.end()?;
        if self.pace.step.is_zero() {
            let steps = started.elapsed().saturating_sub(self.pace.until_locked);
            self.pace.step = steps / u32::try_from(self.line.count()).unwrap_or(1);
        }
        if told.exit == Some(0) && told.is_done { Ok(told) } else { Err(format!("it does not go on: {told:?}")) }
    }

    /// Sometimes before anything is told, sometimes at an event, and mostly between two.
    fn point(&mut self) -> Point {
        let within = |dice: &mut Dice, time: Duration| {
            Duration::from_micros(dice.roll(u64::try_from(time.as_micros()).unwrap_or(u64::MAX)))
        };
        let events = usize::try_from(1 + self.dice.roll(7)).unwrap_or(1);
        match self.dice.roll(10) {
            0 | 1 => Point { events: 0, then: within(&mut self.dice, self.pace.until_locked * 2) },
            2..5 => Point { events, then: Duration::ZERO },
            _ => Point { events, then: within(&mut self.dice, self.pace.step) },
        }
    }

    /// Now and then nobody looks, and the next run begins while the server is still busy with the last one.
    fn look(&mut self, project: &Project, way: Way, promises: &mut Vec<Told>) -> Result<&'static str, String> {
        if self.dice.roll(4) == 0 {
            return Ok("taken up at once");
        }
        project.await_silence()?;
        let seen = look::at_blow(project, way, &self.reference, promises)?;
        promises.clear();
        Ok(seen)
    }
}
