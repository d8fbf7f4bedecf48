//! The way of a guest to its host.

use std::fs::File;
use std::io;
use std::sync::Arc;

use aludel_sandbox::Line;

use crate::frame::{self, FrameError, Kind};

/// The two pipes that a process was started with.
#[derive(Clone)]
pub(super) struct Pipes {
    pub(super) input: Arc<File>,
    pub(super) output: Arc<File>,
}

impl Pipes {
    /// Those that are stdin and stdout, without what a library puts before them.
    #[cfg(unix)]
    pub(super) fn take() -> io::Result<Self> {
        use std::os::fd::AsFd as _;
        let (input, output) = (io::stdin().as_fd().try_clone_to_owned()?, io::stdout().as_fd().try_clone_to_owned()?);
        Ok(Self { input: Arc::new(input.into()), output: Arc::new(output.into()) })
    }

    #[cfg(not(unix))]
    pub(super) fn take() -> io::Result<Self> {
        use std::os::windows::io::AsHandle as _;
        let input = io::stdin().as_handle().try_clone_to_owned()?;
        let output = io::stdout().as_handle().try_clone_to_owned()?;
        Ok(Self { input: Arc::new(input.into()), output: Arc::new(output.into()) })
    }
}

impl Line for Pipes {
    fn ask(&mut self, question: &[u8]) -> io::Result<Vec<u8>> {
        frame::write(&mut &*self.output, Kind::Question, question)?;
        frame::read(&mut &*self.input, Kind::Answer).map_err(|error| match error {
            FrameError::Pipe(error) => error,
            error => io::Error::other(error),
        })
    }
}
