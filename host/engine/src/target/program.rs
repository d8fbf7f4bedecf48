//! A target that a program prints.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};

use aludel_project::config::TargetProgram;
use tokio::io::{AsyncRead, AsyncReadExt as _};
use tokio::process::{Child, Command};

use super::error::TargetError;
use super::text::{Origin, SIZE_MAX, TargetText, checked};

/// How much of the end of what a program says is kept.
const SAID_BYTES_MAX: usize = 8 << 10;

/// Runs the program in the project's folder and takes what it prints.
pub(super) async fn run(program: &TargetProgram, root: &Path, dialect: &str) -> Result<TargetText, TargetError> {
    let words = program.arguments(dialect);
    let shown = words.join(" ");
    let (mut child, mut group) = start(&words, root, &shown)?;
    let mut said = Vec::new();
    let ended = tokio::time::timeout(program.timeout, output(&mut child, &mut said)).await;
    let stderr = String::from_utf8_lossy(&said).trim().to_owned();
    let (printed, status) = match ended {
        Err(_) => {
            let timeout_ms = program.timeout.as_millis();
            return Err(TargetError::ProgramTimeout { command: shown, timeout_ms, stderr });
        }
        Ok(Err(error)) => {
            let (reason, is_missing) = (error.to_string(), false);
            return Err(TargetError::ProgramNotStarted { command: shown, reason, is_missing });
        }
        Ok(Ok(ended)) => ended,
    };
    let origin = Origin::Program(shown.clone());
    let Some(status) = status else {
        return Err(TargetError::TooLarge { origin: origin.whole(), allowed_bytes: SIZE_MAX });
    };
    group.leave_alone();
    if !status.success() {
        return Err(TargetError::ProgramFailed { command: shown, status: status.to_string(), stderr });
    }
    let text = checked(printed, &origin)?;
    if text.trim().is_empty() {
        return Err(TargetError::ProgramSilent { command: shown, stderr });
    }
    Ok(TargetText { origin, text })
}

fn start(words: &[String], root: &Path, shown: &str) -> Result<(Child, Group), TargetError> {
    let (program, arguments) = words.split_first().expect("the config refuses a target without a program");
    let mut command = Command::new(located(program, root));
    command.args(arguments).current_dir(root).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    // Its children are stopped with it.
    #[cfg(unix)]
    command.process_group(0);
    let child = command.kill_on_drop(true).spawn().map_err(|error| TargetError::ProgramNotStarted {
        command: shown.to_owned(),
        is_missing: error.kind() == ErrorKind::NotFound,
        reason: error.to_string(),
    })?;
    let group = Group { leader: child.id() };
    Ok((child, group))
}

/// A path is one in the project's folder; a name is looked up as a shell does.
fn located(program: &str, root: &Path) -> PathBuf {
    if program.contains('/') { root.join(program) } else { PathBuf::from(program) }
}

/// What it prints, and how it ends; not how it ends, where it prints too much.
async fn output(child: &mut Child, said: &mut Vec<u8>) -> std::io::Result<(Vec<u8>, Option<ExitStatus>)> {
    let stdout = child.stdout.take().expect("it was piped");
    let stderr = child.stderr.take().expect("it was piped");
    let mut printed = Vec::new();
    let mut print = stdout.take(SIZE_MAX + 1);
    // Both at once: a full pipe on one side would stop it on the other.
    let reading = async {
        let read = print.read_to_end(&mut printed).await;
        let is_whole = printed.len() as u64 <= SIZE_MAX;
        read.map(|_| is_whole)
    };
    let listening = listen(stderr, said);
    tokio::pin!(reading, listening);
    let is_whole = tokio::select! {
        is_whole = &mut reading => {
            let is_whole = is_whole?;
            if is_whole {
                listening.await;
            }
            is_whole
        }
        () = &mut listening => reading.await?,
    };
    let status = if is_whole { Some(child.wait().await?) } else { None };
    Ok((printed, status))
}

/// Keeps the end of what a program says.
async fn listen(mut stderr: impl AsyncRead + Unpin, said: &mut Vec<u8>) {
    let mut page = [0_u8; 4096];
    while let Ok(count @ 1..) = stderr.read(&mut page).await {
        said.extend_from_slice(&page[..count]);
        let surplus = said.len().saturating_sub(SAID_BYTES_MAX);
        said.drain(..surplus);
    }
}

/// The program and what it started; stopped when this is dropped.
struct Group {
    leader: Option<u32>,
}

impl Group {
    /// It has ended by itself; what it left running is its own affair.
    fn leave_alone(&mut self) {
        self.leader = None;
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        #[cfg(unix)]
        if let Some(leader) = self.leader.and_then(|id| i32::try_from(id).ok()).and_then(rustix::process::Pid::from_raw)
        {
            // It may be gone already.
            let _ = rustix::process::kill_process_group(leader, rustix::process::Signal::KILL);
        }
    }
}
