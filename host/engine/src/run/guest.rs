//! One function of a migration, with the cancellation beside it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use aludel_db::Canceller;
use aludel_sandbox::{
    Allowance, Call, Limit, Limits, LogLevel as GuestLevel, Observer as GuestObserver, Phase, RunError,
};
use tokio::sync::oneshot;

use crate::cancellation::Cancellation;
use crate::event::{Event, LogLevel, Observer};
use crate::housing::Program;
use crate::journal::Desk;
use crate::monitor::{Monitor, Warded};

/// How long a guest may go on after it was asked to stop.
pub(crate) const STOP_GRACE: Duration = Duration::from_secs(5);

/// How often the server is asked again to stop a statement: the first question may have come before it began.
const STOP_REPEAT: Duration = Duration::from_millis(200);

/// How a guest's function ended.
#[derive(Debug)]
pub(crate) enum Ended {
    Well,
    Failed(RunError),
    /// Somebody asked to stop, and the guest is gone.
    Stopped,
}

/// Runs one function of a migration on the session, in a cage; it never sees the tables of the house.
pub(crate) async fn run(
    program: &Program,
    call: Call,
    (desk, warded): (Desk, Warded),
    stopper: &Stopper,
    observer: &Arc<dyn Observer>,
) -> Ended {
    let cancellation = &stopper.cancellation;
    let monitor = Monitor::new(desk, cancellation.clone(), warded);
    let listener = Arc::new(Listener { revision: call.revision.clone(), observer: Arc::clone(observer) });
    let mut running = Box::pin(program.run(call, Box::new(monitor), listener));
    let run_time = program.limits().run_time;
    let _armed = stopper.arm();
    let end = stopper.end_after(run_time);
    let ended = tokio::select! {
        biased;
        result = &mut running => ended(result, cancellation),
        () = cancellation.cancelled() => {
            // After the grace the guest is dropped as it is, and whatever the server still does is rolled back.
            let _ = tokio::time::timeout(STOP_GRACE, running).await;
            Ended::Stopped
        }
        () = pass(run_time.saturating_add(STOP_GRACE)) => Ended::Failed(out_of_time(run_time)),
    };
    if let Some(end) = end {
        end.withdraw().await;
    }
    ended
}

/// Waits, or for ever where there is no end.
async fn pass(time: Duration) {
    match time {
        Limits::NO_END => std::future::pending().await,
        time => tokio::time::sleep(time).await,
    }
}

/// The sandbox says the same of a guest that comes back from the database.
fn out_of_time(run_time: Duration) -> RunError {
    RunError::LimitReached { limit: Limit::RunTime, allowed: Allowance::Time(run_time), frames: Vec::new() }
}

/// Has the running statement cancelled, again and again, once somebody asked to stop while a guest runs.
///
/// It is a task of its own, because a driver that works on the caller's thread leaves no room beside it. There is one
/// for a run, since a task for each guest would wake a thread each time.
pub(crate) struct Stopper {
    canceller: Arc<dyn Canceller>,
    task: tokio::task::JoinHandle<()>,
    is_armed: Arc<AtomicBool>,
    cancellation: Cancellation,
}

/// While it lives, statements belong to a guest and may be cancelled.
struct Armed<'run>(&'run AtomicBool);

impl Stopper {
    pub(crate) fn start(canceller: Box<dyn Canceller>, cancellation: Cancellation) -> Self {
        let is_armed = Arc::new(AtomicBool::new(false));
        let canceller: Arc<dyn Canceller> = canceller.into();
        let task = tokio::spawn(stop(Arc::clone(&canceller), cancellation.clone(), Arc::clone(&is_armed)));
        Self { canceller, task, is_armed, cancellation }
    }

    /// Has the running statement cancelled, again and again, once that time has passed; none where there is no end.
    fn end_after(&self, time: Duration) -> Option<End> {
        if time == Limits::NO_END {
            return None;
        }
        Some(End::after(Arc::clone(&self.canceller), time))
    }

    fn arm(&self) -> Armed<'_> {
        self.is_armed.store(true, Ordering::SeqCst);
        Armed(&self.is_armed)
    }
}

/// The end of a guest's time, to come.
pub(crate) struct End {
    withdrawal: oneshot::Sender<()>,
    task: tokio::task::JoinHandle<()>,
}

impl End {
    /// Has the running statement cancelled, again and again, once that time has passed.
    pub(crate) fn after(canceller: Arc<dyn Canceller>, time: Duration) -> Self {
        let (withdrawal, withdrawn) = oneshot::channel();
        Self { withdrawal, task: tokio::spawn(end(canceller, time, withdrawn)) }
    }

    /// Waits for a word to the server that is under way: it must not meet a statement of the host.
    pub(crate) async fn withdraw(self) {
        let _ = self.withdrawal.send(());
        let _ = tokio::time::timeout(STOP_GRACE, self.task).await;
    }
}

async fn end(canceller: Arc<dyn Canceller>, time: Duration, mut withdrawn: oneshot::Receiver<()>) {
    let mut pause = time;
    while tokio::time::timeout(pause, &mut withdrawn).await.is_err() {
        // A server that cannot be told now is told again.
        let _ = canceller.cancel().await;
        pause = STOP_REPEAT;
    }
}

async fn stop(canceller: Arc<dyn Canceller>, cancellation: Cancellation, is_armed: Arc<AtomicBool>) {
    cancellation.cancelled().await;
    loop {
        if is_armed.load(Ordering::SeqCst) {
            // A server that cannot be told now is told again.
            let _ = canceller.cancel().await;
        }
        tokio::time::sleep(STOP_REPEAT).await;
    }
}

impl Drop for Stopper {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Drop for Armed<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::SeqCst);
    }
}

fn ended(result: Result<(), RunError>, cancellation: &Cancellation) -> Ended {
    match result {
        Ok(()) => Ended::Well,
        Err(_) if cancellation.is_cancelled() => Ended::Stopped,
        Err(error) => Ended::Failed(error),
    }
}

/// The exported function for a direction.
pub(crate) fn phase(direction: crate::event::Direction) -> Phase {
    match direction {
        crate::event::Direction::Up => Phase::Upgrade,
        crate::event::Direction::Down => Phase::Downgrade,
    }
}

/// Turns what a guest tells into events.
pub(crate) struct Listener {
    pub(crate) revision: String,
    pub(crate) observer: Arc<dyn Observer>,
}

impl GuestObserver for Listener {
    fn log(&self, level: GuestLevel, message: &str, fields: &[(String, String)]) {
        self.observer.event(&Event::Log {
            revision: self.revision.clone(),
            level: level.into(),
            message: message.to_owned(),
            fields: fields.to_vec(),
        });
    }

    fn task_started(&self, task: u64, label: &str, total: Option<u64>) {
        let revision = self.revision.clone();
        self.observer.event(&Event::TaskStarted { revision, task, label: label.to_owned(), total });
    }

    fn task_advanced(&self, task: u64, by: u64) {
        self.observer.event(&Event::TaskAdvanced { task, by });
    }

    fn task_total(&self, task: u64, total: u64) {
        self.observer.event(&Event::TaskTotal { task, total });
    }

    fn task_finished(&self, task: u64) {
        self.observer.event(&Event::TaskFinished { task });
    }
}

impl From<GuestLevel> for LogLevel {
    fn from(level: GuestLevel) -> Self {
        match level {
            GuestLevel::Trace => Self::Trace,
            GuestLevel::Debug => Self::Debug,
            GuestLevel::Info => Self::Info,
            GuestLevel::Warn => Self::Warn,
            GuestLevel::Error => Self::Error,
        }
    }
}
