//! Connections that are cut: at every COMMIT, and at messages of all kinds, before they arrive, after, and on the way.

use crate::databases::Server;
use crate::line::{Line, ROWS_ARGUMENT};
use crate::look;
use crate::ordeal::Way;
use crate::project::{Project, Reference, State};
use crate::proxy::{Cut, Place, Proxy};
use crate::run::{Run, Told};
use crate::suite::Luck;
use crate::table::Tally;

/// The run starts here, where nothing but SQL is left: rows, definitions, both, no transaction, and names that change.
const FROM: &str = "r1";
const STEPS: usize = 5;

/// Cuts at each COMMIT of a run, in each way; in the short run at every third in one way.
pub(crate) fn commits(server: &Server, luck: Luck) -> Result<Tally, String> {
    along(server, luck, luck.size.choose(3, 1), Place::Commit)
}

/// Cuts at messages of a run: at every one in the long run.
pub(crate) fn messages(server: &Server, luck: Luck) -> Result<Tally, String> {
    along(server, luck, luck.size.choose(61, 1), Place::Message)
}

fn along(server: &Server, luck: Luck, stride: usize, place: fn(usize) -> Place) -> Result<Tally, String> {
    let sweep = Sweep::new(server)?;
    let mut tally = Tally::new();
    for (number, cut) in Cut::ALL.into_iter().enumerate() {
        let start = (number + usize::try_from(luck.seed).unwrap_or_default()) % stride;
        let seen = sweep.along((start..).step_by(stride).map(place), cut, &mut tally)?;
        if (seen + 1) * stride < STEPS {
            return Err(format!("{cut:?}: only {seen} places were seen"));
        }
    }
    Ok(tally)
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

    /// What one cut came to; none where the run was over before it.
    fn cut(&self, place: Place, cut: Cut) -> Result<Option<&'static str>, String> {
        let project = Project::with_line(self.server, self.line)?;
        let first = project.aludel(&["upgrade", FROM, "--json", "-x", ROWS_ARGUMENT])?;
        if first.exit != 0 {
            return Err(format!("the start fails: {first:?}"));
        }
        let proxy = Proxy::start(self.server.kind(), project.database.url(), place, cut)?;
        project.connect_to(proxy.url(), "")?;
        let told = Run::start(project.path(), &["upgrade", "head", "--json"])?.end()?;
        project.connect_to(project.database.url(), "")?;
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
