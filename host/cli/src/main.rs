//! The `aludel` command line.

mod args;
mod commands;
mod exit;
mod failure;
mod passphrase;
mod question;
mod render;
mod shell;

use std::process::ExitCode;

use clap::Parser as _;

use args::Arguments;
use exit::Exit;
use shell::Shell;

fn main() -> ExitCode {
    if std::env::args_os().nth(1).is_some_and(|argument| argument == shell::GUEST_PROCESS) {
        return serve_guest();
    }
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return args::explain(&error).into(),
    };
    let (global, command) = arguments.into_parts();
    let shell = Shell::new(&global);
    match run(command, &shell) {
        Ok(exit) => exit.into(),
        Err(failure) => shell.fail(&failure).into(),
    }
}

/// Before anything else is read or started: this process gives up all that it could do.
fn serve_guest() -> ExitCode {
    match aludel_engine::serve_guest() {
        Ok(()) => Exit::Done.into(),
        Err(problem) => {
            shell::write_err(&format!("error: {problem}\n"));
            Exit::Usage.into()
        }
    }
}

fn run(command: commands::Command, shell: &Shell) -> Result<Exit, failure::Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let exit = runtime.block_on(command.run(shell));
    // A guest's compilation or a blocked driver thread must not hold up the exit.
    runtime.shutdown_background();
    exit
}
