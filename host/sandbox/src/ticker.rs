//! The clock that bounds how long a guest runs: epochs of the engine, one every 10 ms while something runs.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use wasmtime::{Engine, EngineWeak};

/// The time between two ticks.
pub(crate) const TICK: Duration = Duration::from_millis(10);

/// Advances the epoch of one engine from a thread of its own, which starts with the first run, sleeps while nothing
/// runs, and ends with the ticker.
pub(crate) struct Ticker {
    shared: Arc<Shared>,
    engine: EngineWeak,
}

#[derive(Default)]
struct Shared {
    ticks: AtomicU64,
    demand: Mutex<Demand>,
    changed: Condvar,
}

#[derive(Default)]
struct Demand {
    runs: usize,
    is_started: bool,
    is_over: bool,
}

/// Keeps the ticker ticking for one run.
pub(crate) struct Ticking {
    shared: Arc<Shared>,
}

/// Counts the ticks since the guest last came back from the host, and the time since it began.
pub(crate) struct GuestClock {
    shared: Arc<Shared>,
    returned_at: u64,
    began: Instant,
}

impl Ticker {
    pub(crate) fn new(engine: &Engine) -> Self {
        Self { shared: Arc::default(), engine: engine.weak() }
    }

    /// Ticks until the guard is dropped.
    pub(crate) fn start(&self) -> std::io::Result<Ticking> {
        let mut demand = self.shared.demand();
        if !demand.is_started {
            let (shared, engine) = (Arc::clone(&self.shared), self.engine.clone());
            thread::Builder::new().name("aludel-ticker".to_owned()).spawn(move || shared.tick_until_over(&engine))?;
            demand.is_started = true;
        }
        demand.runs += 1;
        self.shared.changed.notify_all();
        Ok(Ticking { shared: Arc::clone(&self.shared) })
    }

    /// A clock for one run.
    pub(crate) fn clock(&self) -> GuestClock {
        let mut clock = GuestClock { shared: Arc::clone(&self.shared), returned_at: 0, began: Instant::now() };
        clock.restart();
        clock
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        self.shared.demand().is_over = true;
        self.shared.changed.notify_all();
    }
}

impl Drop for Ticking {
    fn drop(&mut self) {
        self.shared.demand().runs -= 1;
    }
}

impl Shared {
    // The counts stay right whoever panics, so a poisoned lock is as good as any.
    fn demand(&self) -> MutexGuard<'_, Demand> {
        self.demand.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tick_until_over(&self, engine: &EngineWeak) {
        while self.wait_for_run() {
            thread::sleep(TICK);
            let Some(engine) = engine.upgrade() else { return };
            self.ticks.fetch_add(1, Ordering::Relaxed);
            engine.increment_epoch();
        }
    }

    fn wait_for_run(&self) -> bool {
        let is_idle = |demand: &mut Demand| demand.runs == 0 && !demand.is_over;
        let demand = self.changed.wait_while(self.demand(), is_idle).unwrap_or_else(PoisonError::into_inner);
        !demand.is_over
    }
}

impl GuestClock {
    /// The guest begins here.
    pub(crate) fn begin(&mut self) {
        self.began = Instant::now();
        self.restart();
    }

    /// The guest goes on from here.
    pub(crate) fn restart(&mut self) {
        self.returned_at = self.shared.ticks.load(Ordering::Relaxed);
    }

    /// Whether the guest ran for longer than `limit` without a call of the host.
    pub(crate) fn is_over(&self, limit: Duration) -> bool {
        let ticks = self.shared.ticks.load(Ordering::Relaxed) - self.returned_at;
        u128::from(ticks) * TICK.as_nanos() > limit.as_nanos()
    }

    /// Whether more than `limit` has passed since the guest began, whoever took it.
    pub(crate) fn is_past(&self, limit: Duration) -> bool {
        self.began.elapsed() > limit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: Duration = Duration::from_secs(30);

    fn wait_until(mut is_done: impl FnMut() -> bool) {
        let start = Instant::now();
        while !is_done() {
            assert!(start.elapsed() < PATIENCE, "it never comes to that");
            thread::sleep(Duration::from_millis(1));
        }
    }

    #[test]
    fn it_ticks_while_something_runs_and_ends_with_its_owner() {
        let engine = Engine::default();
        let ticker = Ticker::new(&engine);
        let shared = Arc::downgrade(&ticker.shared);
        let ticks = || shared.upgrade().map_or(0, |shared| shared.ticks.load(Ordering::Relaxed));

        let ticking = ticker.start().expect("a thread can be had");
        wait_until(|| ticks() >= 3);
        drop(ticking);
        thread::sleep(TICK * 5);
        let rest = ticks();
        thread::sleep(TICK * 5);
        assert_eq!(ticks(), rest, "nothing runs, so nothing ticks");

        drop(ticker);
        wait_until(|| shared.strong_count() == 0);
    }

    #[test]
    fn a_clock_is_over_after_its_limit_and_begins_anew() {
        let engine = Engine::default();
        let ticker = Ticker::new(&engine);
        let _ticking = ticker.start().expect("a thread can be had");
        let mut clock = ticker.clock();
        assert!(!clock.is_over(TICK * 3));
        wait_until(|| clock.is_over(TICK * 3));
        clock.restart();
        assert!(!clock.is_over(PATIENCE));
    }
}
