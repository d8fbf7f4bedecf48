//! Connections that are cut: at every COMMIT, and at messages of all kinds, before they arrive, after, and on the way.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::databases::Server;
use crate::dice::Dice;
use crate::line::{Line, ROWS_ARGUMENT};
use crate::look;
use crate::ordeal::Way;
use crate::project::{Project, Reference, State};
use crate::proxy::{Cut, Place, Proxy};
use crate::run::{Run, Told};
use crate::size::Size;
use crate::suite::{Luck, say};
use crate::table::Tally;

/// The run starts here, where nothing but SQL is left: rows, definitions, both, no transaction, and names that change.
const FROM: &str = "r1";
const STEPS: usize = 5;

/// How many messages the short run draws, and the long one that nothing else is said to.
const DRAWN: [usize; 2] = [12, 400];
/// How many runs there are at once in the long run.
const WORKERS: usize = 4;
/// After how many cuts it says how far it is.
const PACE: usize = 20;

/// Cuts at each COMMIT of a run, in each way; in the short run at every third in one way.
pub(crate) fn commits(server: &Server, luck: Luck) -> Result<Tally, String> {
    let stride = luck.size.choose(3, 1);
    let sweep = Sweep::new(server)?;
    let mut tally = Tally::new();
    for (number, cut) in Cut::ALL.into_iter().enumerate() {
        let start = (number + usize::try_from(luck.seed).unwrap_or_default()) % stride;
        let seen = sweep.along((start..).step_by(stride).map(Place::Commit), cut, &mut tally)?;
        if (seen + 1) * stride < STEPS {
            return Err(format!("{cut:?}: only {seen} places were seen"));
        }
    }
    Ok(tally)
}

/// Which messages are cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Share {
    /// Each of them, in each way.
    All,
    /// So many of them, by lot.
    Drawn(usize),
}

impl Share {
    /// What `FAULTS_CUTS` says: `all`, or a number; without it the usual number.
    pub(crate) fn of(words: Option<&str>, size: Size) -> Result<Self, String> {
        match words {
            None => Ok(Self::Drawn(size.choose(DRAWN[0], DRAWN[1]))),
            Some("all") => Ok(Self::All),
            Some(number) => match number.parse() {
                Ok(count @ 1..) => Ok(Self::Drawn(count)),
                _ => Err(format!("FAULTS_CUTS is `all` or a number above 0, not `{number}`")),
            },
        }
    }
}

/// Cuts at messages of a run.
pub(crate) fn messages(server: &Server, luck: Luck, share: Share) -> Result<Tally, String> {
    let sweep = Sweep::new(server)?;
    let count = sweep.messages()?;
    let places = draw(count, share, luck.seed);
    say(&format!("{} of {} cuts at {count} messages, seed {}", places.len(), count * Cut::ALL.len(), luck.seed));
    let bench = Bench { sweep: &sweep, places: &places, next: AtomicUsize::new(0), seen: Mutex::default() };
    thread::scope(|scope| {
        for _ in 0..luck.size.choose(1, WORKERS) {
            scope.spawn(|| bench.work());
        }
    });
    let Seen { mut tally, mut problems } = bench.seen.into_inner().map_err(|error| error.to_string())?;
    // One run sends a message more or less than another: it renews what it holds by the clock.
    let missed = tally.remove(OVER).unwrap_or_default();
    if missed * 10 > places.len() {
        problems.push(format!("{missed} of {} runs were over before their cut", places.len()));
    }
    if problems.is_empty() { Ok(tally) } else { Err(format!("{} problems\n{}", problems.len(), problems.join("\n"))) }
}

/// What several work on at once: a run mostly waits for its server, and the proxy for both.
struct Bench<'sweep> {
    sweep: &'sweep Sweep<'sweep>,
    places: &'sweep [(usize, Cut)],
    next: AtomicUsize,
    seen: Mutex<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    tally: Tally,
    problems: Vec<String>,
}

impl Bench<'_> {
    /// Until nothing is left.
    fn work(&self) {
        while let Some((place, cut)) = self.places.get(self.next.fetch_add(1, Ordering::SeqCst)).copied() {
            let ending = self.sweep.cut(Place::Message(place), cut);
            // Whoever panicked has failed the test.
            let Ok(mut seen) = self.seen.lock() else { return };
            match ending {
                Ok(ending) => *seen.tally.entry(ending.unwrap_or(OVER).to_owned()).or_default() += 1,
                Err(problem) => seen.problems.push(format!("{cut:?} {place}: {problem}")),
            }
            let done = seen.tally.values().sum::<usize>() + seen.problems.len();
            if done.is_multiple_of(PACE) {
                say(&format!("{done} of {} cuts, {} problems", self.places.len(), seen.problems.len()));
            }
        }
    }
}

/// A run that ended before its cut.
const OVER: &str = "over before";

/// The places and ways of so many cuts, in no order.
fn draw(messages: usize, share: Share, seed: u64) -> Vec<(usize, Cut)> {
    let mut places: Vec<(usize, Cut)> = Cut::ALL.iter().flat_map(|cut| (0..messages).map(|it| (it, *cut))).collect();
    let mut dice = Dice::new(seed);
    for last in (1..places.len()).rev() {
        let other = dice.roll(u64::try_from(last + 1).unwrap_or(u64::MAX));
        places.swap(last, usize::try_from(other).unwrap_or(last));
    }
    if let Share::Drawn(count) = share {
        places.truncate(count);
    }
    places
}

/// Runs whose connection is cut, each on a database of its own.
struct Sweep<'server> {
    server: &'server Server,
    line: Line,
    reference: Reference,
}

impl<'server> Sweep<'server> {
    fn new(server: &'server Server) -> Result<Self, String> {
        let line = Line::shortest(server.kind());
        Ok(Self { server, line, reference: Reference::walk(server, line)? })
    }

    /// Until the run ends before the place; gives how many places there were.
    fn along(&self, places: impl Iterator<Item = Place>, cut: Cut, tally: &mut Tally) -> Result<usize, String> {
        for (seen, place) in places.enumerate() {
            let ending = self.cut(place, cut).map_err(|problem| format!("{cut:?} {place:?}: {problem}"))?;
            match ending {
                Some(ending) => *tally.entry(ending.to_owned()).or_default() += 1,
                None => return Ok(seen),
            }
        }
        Ok(0)
    }

    /// How many messages a run sends that nothing befalls.
    fn messages(&self) -> Result<usize, String> {
        let project = self.project()?;
        let (proxy, told) = self.run(&project, Place::Message(usize::MAX), Cut::Before)?;
        if told.exit == Some(0) { Ok(proxy.messages()) } else { Err(format!("the line itself fails: {told:?}")) }
    }

    /// One whose run is to begin.
    fn project(&self) -> Result<Project, String> {
        let project = Project::with_line(self.server, self.line)?;
        let first = project.aludel(&["upgrade", FROM, "--json", "-x", ROWS_ARGUMENT])?;
        if first.exit == 0 { Ok(project) } else { Err(format!("the start fails: {first:?}")) }
    }

    fn run(&self, project: &Project, place: Place, cut: Cut) -> Result<(Proxy, Told), String> {
        let proxy = Proxy::start(self.server.kind(), project.database.url(), place, cut)?;
        project.connect_to(proxy.url(), "")?;
        let told = Run::start(project.path(), &["upgrade", "head", "--json"])?.end()?;
        project.connect_to(project.database.url(), "")?;
        Ok((proxy, told))
    }

    /// What one cut came to; none where the run was over before it.
    fn cut(&self, place: Place, cut: Cut) -> Result<Option<&'static str>, String> {
        let project = self.project()?;
        let (proxy, told) = self.run(&project, place, cut)?;
        project.await_silence()?;
        let ending = self.check(&project, told)?;
        self.check_next_run(&project)?;
        Ok(proxy.has_cut().then_some(ending))
    }

    /// The database is whole, and what the run told of it is so.
    fn check(&self, project: &Project, told: Told) -> Result<&'static str, String> {
        let state = project.state()?;
        let promises = [told];
        let seen = look::check_state(&state, project.kind(), Way::Up, &self.reference, &promises)?;
        let [Told { exit, error, finished, run_id, .. }] = promises;
        let applied = |revision: &str| state.history.iter().any(|[found, _, run]| found == revision && *run == run_id);
        if exit == Some(0) {
            let is_there = self.is_at_end(&state) && finished.len() == STEPS;
            return if is_there { Ok("applied, after asking again") } else { Err(format!("exit 0 at {}", state.head)) };
        }
        let says = format!("exit {exit:?}, the database is at {}, {seen}: {error}", state.head);
        if error["revision"].as_str().is_some_and(applied) {
            return Err(format!("told that what is applied failed: {says}"));
        }
        match error["database"]["state"].as_str() {
            Some("rolled_back" | "committed") if error["database"]["heads"][0] != state.head => Err(says),
            Some("rolled_back") if !state.journal.is_empty() => Err(says),
            Some("unknown") => Err(format!("nobody asked: {says}")),
            Some("in_doubt") => Ok("stopped half way, as was said"),
            _ => Ok("stopped and said where"),
        }
    }

    /// The next run goes on to the end, without the proxy.
    fn check_next_run(&self, project: &Project) -> Result<(), String> {
        let again = project.aludel(&["upgrade", "head", "--json"])?;
        let state = project.state()?;
        look::check_state(&state, project.kind(), Way::Up, &self.reference, &[])?;
        if again.exit == 0 && self.is_at_end(&state) {
            return Ok(());
        }
        Err(format!("the next run does not go on: exit {}, {}: {}", again.exit, state.head, again.message))
    }

    fn is_at_end(&self, state: &State) -> bool {
        self.reference.line.last() == Some(&state.head) && state.journal.is_empty()
    }
}
