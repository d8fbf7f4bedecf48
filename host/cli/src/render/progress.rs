//! Progress bars on a terminal.

use std::collections::HashMap;
use std::fmt::Write;
use std::time::Duration;

use indicatif::{HumanDuration, MultiProgress, ProgressBar, ProgressState, ProgressStyle};

use crate::render::printable::one_line;

/// How often a bar without known end moves.
const TICK: Duration = Duration::from_millis(120);

/// Whether bars are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bars {
    /// On a terminal that wants them.
    Drawn,
    /// Elsewhere.
    Hidden,
}

/// The bar of the run and those of the guest's own tasks.
#[derive(Debug)]
pub(crate) struct Progress {
    area: MultiProgress,
    steps: Option<ProgressBar>,
    tasks: HashMap<u64, ProgressBar>,
    /// By the revision that is built.
    builds: HashMap<String, ProgressBar>,
}

impl Progress {
    pub(crate) fn new(bars: Bars) -> Self {
        let area = MultiProgress::new();
        if bars == Bars::Hidden {
            area.set_draw_target(indicatif::ProgressDrawTarget::hidden());
        }
        Self { area, steps: None, tasks: HashMap::new(), builds: HashMap::new() }
    }

    /// Prints something above the bars.
    pub(crate) fn above(&self, print: impl FnOnce()) {
        self.area.suspend(print);
    }

    pub(crate) fn begin_run(&mut self, steps: usize) {
        if steps > 1 {
            self.steps = Some(self.bar(Some(steps as u64)));
        }
    }

    pub(crate) fn begin_step(&self, revision: &str, message: &str) {
        if let Some(bar) = &self.steps {
            bar.set_message(format!("{} {}", one_line(revision), one_line(message)));
        }
    }

    pub(crate) fn finish_step(&mut self) {
        self.tasks.clear();
        if let Some(bar) = &self.steps {
            bar.inc(1);
        }
    }

    pub(crate) fn finish_run(&mut self) {
        self.tasks.clear();
        if let Some(bar) = self.steps.take() {
            bar.finish_and_clear();
        }
    }

    /// Shows for how long a compiler is at work.
    pub(crate) fn begin_build(&mut self, revision: &str, language: &str) {
        let bar = self.area.add(ProgressBar::new_spinner().with_style(build_style()));
        bar.set_message(format!("building {} ({language})", one_line(revision)));
        if !self.area.is_hidden() {
            bar.enable_steady_tick(TICK);
        }
        self.builds.insert(revision.to_owned(), bar);
    }

    pub(crate) fn finish_build(&mut self, revision: &str) {
        if let Some(bar) = self.builds.remove(revision) {
            bar.finish_and_clear();
        }
    }

    pub(crate) fn begin_task(&mut self, task: u64, label: &str, total: Option<u64>) {
        let bar = self.bar(total);
        bar.set_message(one_line(label));
        self.tasks.insert(task, bar);
    }

    pub(crate) fn advance_task(&self, task: u64, by: u64) {
        if let Some(bar) = self.tasks.get(&task) {
            bar.inc(by);
        }
    }

    pub(crate) fn set_task_total(&self, task: u64, total: u64) {
        if let Some(bar) = self.tasks.get(&task) {
            bar.set_length(total);
            bar.set_style(style(Some(total)));
        }
    }

    pub(crate) fn finish_task(&mut self, task: u64) {
        if let Some(bar) = self.tasks.remove(&task) {
            bar.finish_and_clear();
        }
    }

    fn bar(&self, total: Option<u64>) -> ProgressBar {
        let bar = match total {
            Some(total) => ProgressBar::new(total),
            None => ProgressBar::new_spinner(),
        };
        let bar = self.area.add(bar.with_style(style(total)));
        if !self.area.is_hidden() {
            bar.enable_steady_tick(TICK);
        }
        bar
    }
}

fn style(total: Option<u64>) -> ProgressStyle {
    let template = match total {
        Some(_) => "  [{bar:24}] {pos}/{len}  {rate}  {left}  {wide_msg}",
        None => "  {spinner} {pos}  {rate}  {wide_msg}",
    };
    let style = ProgressStyle::with_template(template).expect("the templates are constants and parse");
    style.with_key("rate", write_rate).with_key("left", write_left).progress_chars("=> ")
}

fn build_style() -> ProgressStyle {
    ProgressStyle::with_template("  {spinner} {elapsed}  {wide_msg}").expect("the template is constant and parses")
}

// A bar that cannot be written shows less; there is nobody to tell.
fn write_rate(state: &ProgressState, out: &mut dyn Write) {
    let _ = write!(out, "{:.0}/s", state.per_sec());
}

/// Before the first unit is done nothing is known of the rest.
fn write_left(state: &ProgressState, out: &mut dyn Write) {
    if state.pos() > 0 {
        let _ = write!(out, "{:#} left", HumanDuration(state.eta()));
    }
}
