//! One function of a migration, with the cancellation beside it.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use aludel_db::Canceller;
use aludel_sandbox::{Call, LogLevel as GuestLevel, Observer as GuestObserver, Phase, Program, RunError};

use crate::cancellation::Cancellation;
use crate::event::{Event, LogLevel, Observer};
use crate::monitor::{Monitor, Trace};
use crate::run::shared::SharedSession;

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

/// Runs one function of a migration on the session.
pub(crate) async fn run(
    program: &Program,
    call: Call,
    session: &SharedSession,
    trace: &Arc<Trace>,
    cancellation: &Cancellation,
    observer: &Arc<dyn Observer>,
) -> Ended {
    let lent = session.lend().await;
    let canceller = lent.canceller();
    let monitor = Monitor::new(lent, Arc::clone(trace), cancellation.clone());
    let listener = Arc::new(Listener { revision: call.revision.clone(), observer: Arc::clone(observer) });
    let mut running = Box::pin(program.run(call, Box::new(monitor), listener));
    tokio::select! {
        biased;
        result = &mut running => ended(result, cancellation),
        () = cancellation.cancelled() => {
            stop(&*canceller, running.as_mut()).await;
            Ended::Stopped
        }
    }
}

fn ended(result: Result<(), RunError>, cancellation: &Cancellation) -> Ended {
    match result {
        Ok(()) => Ended::Well,
        Err(_) if cancellation.is_cancelled() => Ended::Stopped,
        Err(error) => Ended::Failed(error),
    }
}

/// Has the running statement cancelled until the guest is gone; after the grace, the guest is dropped as it is.
async fn stop(canceller: &dyn Canceller, mut running: Pin<&mut (dyn Future<Output = Result<(), RunError>> + Send)>) {
    let deadline = tokio::time::Instant::now() + STOP_GRACE;
    while tokio::time::Instant::now() < deadline {
        // A server that cannot be told will be told again; in the end the connection is closed.
        let _ = canceller.cancel().await;
        if tokio::time::timeout(STOP_REPEAT, running.as_mut()).await.is_ok() {
            return;
        }
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
