//! The `aludel` binary as a child that cannot take the machine with it.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

/// How much private memory the child may write to, in KiB: what a guest may have, and room for the host and its compiler.
const DATA_KIB_MAX: u64 = 768 * 1024;
/// The largest file that the child may write, in blocks of 512 bytes.
const FILE_BLOCKS_MAX: u64 = 256 * 2048;
/// Far more than anything here takes: a child that is still there then hangs.
const SECONDS_MAX: u64 = 120;
/// A folder of a project that is the user's cache for it. Without one, all projects share one, as a user's do.
pub(crate) const OWN_CACHE: &str = "own-cache";
/// What `timeout` exits with.
const HUNG: i32 = 124;
/// A line longer than all limits on a log together is none of the host's.
const OUTPUT_BYTES_MAX: usize = 64 * 1024 * 1024;

/// How a child ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ending {
    /// 0 for a run that went well.
    pub(crate) exit: i32,
    /// `error.cause.kind` of what `--json` printed, or `error.code`; empty where nothing failed.
    pub(crate) code: String,
    /// `error.message`.
    pub(crate) message: String,
    /// All of stdout.
    pub(crate) stdout: String,
    /// All of stderr.
    pub(crate) stderr: String,
}

/// Runs `aludel` in a folder, with its memory, its files and its time bounded by the system.
pub(crate) fn aludel(folder: &Path, arguments: &[&str]) -> Result<Ending, String> {
    let output = command(folder, arguments).output().map_err(|error| format!("sh cannot be started: {error}"))?;
    ending(&output).map_err(|problem| {
        let told = String::from_utf8_lossy(&output.stderr);
        format!("{problem}: {}", told.chars().take(4000).collect::<String>())
    })
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let script = format!(
        "ulimit -d {DATA_KIB_MAX} && ulimit -f {FILE_BLOCKS_MAX} && ulimit -c 0 && exec timeout -k 1 {SECONDS_MAX} \"$@\""
    );
    let mut command = Command::new("sh");
    command.args(["-c", &script, "sh", env!("CARGO_BIN_EXE_aludel")]);
    surround(command, folder, arguments)
}

/// The binary with nothing around it, so that a signal comes to itself.
pub(crate) fn bare(folder: &Path, arguments: &[&str]) -> Command {
    surround(Command::new(env!("CARGO_BIN_EXE_aludel")), folder, arguments)
}

fn surround(mut command: Command, folder: &Path, arguments: &[&str]) -> Command {
    command.args(arguments).current_dir(folder);
    for name in ["ALUDEL_CONFIG", "ALUDEL_DATABASE_URL", "ALUDEL_GUEST_URL", "NO_COLOR"] {
        command.env_remove(name);
    }
    let own_cache = folder.join(OWN_CACHE);
    let cache = if own_cache.exists() { own_cache } else { Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache") };
    // Without this what is written for people is stripped on its way into a pipe, and nobody would see what a terminal does.
    command.env("CLICOLOR_FORCE", "1");
    command.env("XDG_CACHE_HOME", cache).env("USER", "tester").env("RUST_BACKTRACE", "0");
    command
}

fn ending(output: &Output) -> Result<Ending, String> {
    let exit = output.status.code().ok_or_else(|| format!("it was killed: {}", output.status))?;
    if exit == HUNG || exit > 128 && exit != 130 {
        return Err(format!("it hung or was killed: exit code {exit}"));
    }
    let (stdout, stderr) = (text(&output.stdout)?, text(&output.stderr)?);
    if stderr.lines().any(|line| line.starts_with("thread '") && line.contains("panicked at")) {
        return Err("it panicked".to_owned());
    }
    let error = error_of(&stdout, &stderr);
    let code = error["cause"]["kind"].as_str().or(error["code"].as_str()).unwrap_or_default().to_owned();
    let message = error["message"].as_str().unwrap_or_default().to_owned();
    Ok(Ending { exit, code, message, stdout, stderr })
}

fn text(bytes: &[u8]) -> Result<String, String> {
    if bytes.len() > OUTPUT_BYTES_MAX {
        return Err(format!("it printed {} bytes", bytes.len()));
    }
    String::from_utf8(bytes.to_vec()).map_err(|_| "it printed what is no UTF-8".to_owned())
}

/// The last line of JSON with an error in it.
fn error_of(stdout: &str, stderr: &str) -> Value {
    let mut lines = stdout.lines().chain(stderr.lines()).filter(|line| line.starts_with("{\"error\""));
    lines
        .next_back()
        .and_then(|line| serde_json::from_str::<Value>(line).ok())
        .map_or(Value::Null, |it| it["error"].clone())
}
