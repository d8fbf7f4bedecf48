//! `aludel doctor`.

use aludel_engine::{RunMode, RunRequest, SettleRequest, Settlement};

use crate::commands::run_options::{Output, parse_duration};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::doctor;
use crate::shell::Shell;

/// Tell the state of the database and what is to be done about it; exit with 3 if something is
///
/// Without an option nothing is written: the version rows are held against the files and the history, a migration that
/// stopped half way is explained, and so are the lock, indexes that are not valid, damage, and what killed runs left.
///
/// Each option acts on the migration that stopped half way, with the migration lock held.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option that is given or not")]
pub(crate) struct Args {
    /// Go on with the migration that stopped half way, as upgrade or downgrade would, and run no other one
    #[arg(long, group = "act")]
    resume: bool,
    /// The statement in doubt was carried out: the next run goes on after it. Refused when none is in doubt, or the
    /// database itself tells. Runs nothing
    #[arg(long, group = "act")]
    mark_done: bool,
    /// The statement in doubt was not carried out: the next run sends it again. Refused as --mark-done is
    #[arg(long, group = "act")]
    not_done: bool,
    /// The migration was undone by hand: forget that it was begun. Refused unless each table, index, view and so on
    /// that it names is as it was before; rows are not looked at. Runs nothing, and undoes nothing by itself
    #[arg(long, group = "act")]
    roll_back: bool,
    /// Print the SQL that gives migrations a login of their own, that of `guest_url`, and keeps them away from the tables of
    /// Aludel, which come to belong to the login of `url`. For an administrator; not on SQLite. Asks no server
    #[arg(long, conflicts_with_all = ["act", "lock_timeout"])]
    setup_guest_login: bool,
    /// The role that owns the application's tables, where migrations' login is to work as a member of it
    #[arg(long, value_name = "NAME", requires = "setup_guest_login")]
    role: Option<String>,
    /// How long to wait for another run to end, such as 30s
    #[arg(long, value_name = "TIME", value_parser = parse_duration, requires = "act")]
    lock_timeout: Option<std::time::Duration>,
}

impl Args {
    fn settlement(&self) -> Option<Settlement> {
        let settlements = [
            (self.mark_done, Settlement::Done),
            (self.not_done, Settlement::NotDone),
            (self.roll_back, Settlement::RolledBack),
        ];
        settlements.into_iter().find(|(is_asked_for, _)| *is_asked_for).map(|(_, settlement)| settlement)
    }
}

pub(crate) async fn run(args: Args, shell: &Shell) -> Result<Exit, Failure> {
    if args.setup_guest_login {
        let report = shell.migrator()?.guest_login_sql(args.role.as_deref())?;
        shell.answer(&report, |report| report.sql.clone())?;
        return Ok(Exit::Done);
    }
    if args.resume {
        return resume(args, shell).await;
    }
    match args.settlement() {
        Some(settlement) => settle(SettleRequest { settlement, lock_timeout: args.lock_timeout }, shell).await,
        None => tell(shell).await,
    }
}

async fn tell(shell: &Shell) -> Result<Exit, Failure> {
    let report = shell.migrator()?.doctor().await?;
    shell.answer(&report, doctor::report)?;
    for note in doctor::notes(&report) {
        shell.remark(&note);
    }
    Ok(if report.needs_care() { Exit::Drift } else { Exit::Done })
}

async fn resume(args: Args, shell: &Shell) -> Result<Exit, Failure> {
    let reporter = shell.reporter(Output::Steps);
    shell.stop_on_signals(&reporter);
    let request = RunRequest {
        mode: RunMode::Apply,
        lock_timeout: args.lock_timeout,
        arguments: shell.arguments(),
        ..RunRequest::to("")
    };
    shell.migrator()?.resume(request, reporter).await?;
    Ok(Exit::Done)
}

async fn settle(request: SettleRequest, shell: &Shell) -> Result<Exit, Failure> {
    let reporter = shell.reporter(Output::Steps);
    let report = shell.migrator()?.settle(request, reporter).await?;
    shell.answer(&report, |report| doctor::settled(request.settlement, report))?;
    Ok(Exit::Done)
}
