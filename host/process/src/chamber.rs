//! The process of one guest, as its host has it.

use std::io;
use std::time::Duration;

use serde::Serialize;
use tokio::io::BufReader;
use tokio::process::{Child, ChildStdin, ChildStdout};
use tokio::time::{Instant, timeout, timeout_at};

use crate::death;
use crate::frame::{self, Frame, FrameError, Kind};

/// How long a process may take to end that has nothing more to say.
const FAREWELL: Duration = Duration::from_secs(2);

/// The process of one guest. It is killed when this is dropped.
pub(crate) struct Chamber {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

/// Why nothing more is to be heard of a process.
#[derive(Debug)]
pub(crate) enum Broken {
    /// It took longer than it may.
    TooLate,
    /// The pipe is closed: the process ended, or is about to.
    Gone,
    /// It said what it never says.
    Nonsense(String),
}

impl From<FrameError> for Broken {
    fn from(error: FrameError) -> Self {
        match error {
            FrameError::Pipe(_) => Self::Gone,
            error => Self::Nonsense(error.to_string()),
        }
    }
}

impl Chamber {
    pub(crate) fn new(mut child: Child) -> Self {
        let input = child.stdin.take();
        let output = child.stdout.take().expect("the launcher asked for a pipe");
        Self { child, input, output: BufReader::new(output) }
    }

    /// Gives it an order with its parcel.
    pub(crate) async fn order(&mut self, order: &impl Serialize, parcel: &[u8], until: Instant) -> Result<(), Broken> {
        let order = postcard::to_allocvec(order).expect("an order is in memory");
        self.send(Kind::Order, &order, until).await?;
        self.send(Kind::Parcel, parcel, until).await
    }

    /// Sends a message. A process that does not read it is late, too.
    pub(crate) async fn send(&mut self, kind: Kind, bytes: &[u8], until: Instant) -> Result<(), Broken> {
        let Some(input) = &mut self.input else { return Err(Broken::Gone) };
        let sent = timeout_at(until, frame::send(input, kind, bytes)).await;
        sent.map_err(|_| Broken::TooLate)?.map_err(|_| Broken::Gone)
    }

    /// The next message, if it comes in time and is no longer than it may be.
    pub(crate) async fn hear(&mut self, until: Instant, bytes_max: impl Fn(Kind) -> usize) -> Result<Frame, Broken> {
        let heard = timeout_at(until, frame::hear(&mut self.output, bytes_max)).await;
        Ok(heard.map_err(|_| Broken::TooLate)??)
    }

    /// How a process ended that is gone, in words.
    pub(crate) async fn death(mut self) -> String {
        self.input = None;
        match timeout(FAREWELL, self.child.wait()).await {
            Ok(Ok(status)) => death::told(status),
            Ok(Err(error)) => format!("nobody knows how: {error}"),
            Err(_) => self.kill().await.map_or_else(
                |error| format!("it closed its pipe, and cannot be ended: {error}"),
                |()| "it closed its pipe, and was ended".to_owned(),
            ),
        }
    }

    /// Ends it, whatever it does.
    pub(crate) async fn kill(&mut self) -> io::Result<()> {
        self.child.kill().await
    }
}
