//! One function of a migration, with the cancellation beside it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use aludel_db::Canceller;
use aludel_sandbox::{Call, LogLevel as GuestLevel, Observer as GuestObserver, Phase, Program, RunError};

use crate::cancellation::Cancellation;
use crate::event::{Event, LogLevel, Observer};
use crate::journal::Desk;
use crate::monitor::{Monitor, Warded};

/// How long a guest may go on after it was asked to stop.
const STOP_GRACE: Duration = Duration::from_secs(5);

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
    let _armed = stopper.arm();
    tokio::select! {
        biased;
        result = &mut running => ended(result, cancellation),
        () = cancellation.cancelled() => {
            // After the grace the guest is dropped as it is, and whatever the server still does is rolled back.
            let _ = tokio::time::timeout(STOP_GRACE, running).await;
            Ended::Stopped
        }
    }
}

/// Has the running statement cancelled, again and again, once somebody asked to stop while a guest runs.
///
/// It is a task of its own, because a driver that works on the caller's thread leaves no room beside it. There is one
/// for a run, since a task for each guest would wake a thread each time.
pub(crate) struct Stopper {
    task: tokio::task::JoinHandle<()>,
    is_armed: Arc<AtomicBool>,
    cancellation: Cancellation,
}

/// While it lives, statements belong to a guest and may be cancelled.
struct Armed<'run>(&'run AtomicBool);

impl Stopper {
    pub(crate) fn start(canceller: Box<dyn Canceller>, cancellation: Cancellation) -> Self {
        let is_armed = Arc::new(AtomicBool::new(false));
        let task = tokio::spawn(stop(canceller, cancellation.clone(), Arc::clone(&is_armed)));
        Self { task, is_armed, cancellation }
    }

    fn arm(&self) -> Armed<'_> {
        self.is_armed.store(true, Ordering::SeqCst);
        Armed(&self.is_armed)
    }
}

async fn stop(canceller: Box<dyn Canceller>, cancellation: Cancellation, is_armed: Arc<AtomicBool>) {
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
