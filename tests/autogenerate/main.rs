//! What a comparison must say and do, on real servers.
//!
//! Each case of `tests/cases/autogenerate*.json` is two scripts, which make the database before and the one after. The
//! difference of the two must be told in the expected words; carried out, it must lead from one to the other; and its
//! way back must lead to the beginning. The schema after must also come out of nothing, and go back to nothing.

mod case;
mod check;
mod server;

use std::process::ExitCode;
use std::sync::Arc;

use libtest_mimic::{Arguments, Failed, Trial};

use case::Case;
use server::Server;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let trials = case::all().into_iter().flat_map(trials).collect();
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// One for each server that speaks the dialect.
fn trials(case: Case) -> Vec<Trial> {
    let case = Arc::new(case);
    let servers: &[&'static str] = match case.dialect.as_str() {
        "sqlite" => &["sqlite"],
        "postgresql" => &["postgresql"],
        _ => &["mariadb", "mysql"],
    };
    let (_, what) = case.name.split_once(": ").expect("the name of a case begins with its dialect");
    let trial = |server: &&'static str| {
        let (case, server) = (Arc::clone(&case), *server);
        Trial::test(format!("{server}::{}", what.replace(' ', "_")), move || run(&case, server))
    };
    servers.iter().map(trial).collect()
}

#[expect(clippy::print_stderr, reason = "the reader of a test run is told what was not run")]
fn run(case: &Case, server: &str) -> Result<(), Failed> {
    let server = match Server::find(server) {
        Ok(server) => server,
        Err(missing) if server::is_required() => return Err(missing.into()),
        Err(missing) => {
            eprintln!("not run: {missing}");
            return Ok(());
        }
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let problems = runtime.block_on(check::check(case, &server));
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n\n").into()) }
}
