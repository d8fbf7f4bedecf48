//! Code, fault and hint of each error.

use aludel_build::{BuildError, BuildErrors};
use aludel_db::{ConnectError, IntrospectError, LedgerError, LockError, ScratchError};
use aludel_project::{ConfigError, DatabaseSection, DirectoryError};
use aludel_sandbox::LoadError;
use aludel_schema::ScriptError;
use aludel_sql::ErrorKind;

use crate::agreement::file::PlanFileError;
use crate::event::Direction;

use super::packages;
use super::room::{MAKE_ROOM, is_lock_full};
use super::{DatabaseState, Error, FailureCause, Fault, MigrationFailure};

impl Error {
    /// A stable name in `snake_case`, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::MigrationFailed(failure) if matches!(failure.cause, FailureCause::Refused(_)) => "refused",
            Self::MigrationFailed(_) => "migration_failed",
            Self::HalfApplied(_) => "half_applied",
            Self::NeedsRefused { .. } => "refused",
            Self::Cancelled { .. } => "cancelled",
            Self::PlanFile(error) => error.code(),
            Self::PlanOutdated { .. } => "plan_outdated",
            Self::OffPlan { .. } => "off_plan",
            Self::ConfigMissing { .. } => "config_missing",
            Self::FolderMissing { .. } => "folder_missing",
            Self::Config(errors) => errors.errors.first().map_or("config", ConfigError::code),
            Self::Choice(error) => error.code(),
            Self::Directory(errors) => errors.errors.first().map_or("migrations", DirectoryError::code),
            Self::Graph { source, .. } => source.code(),
            Self::Target(error) => error.code(),
            Self::UrlMissing { .. } => "url_missing",
            Self::Url(_) => "bad_url",
            Self::Connect(error) => connect_code(error),
            Self::VersionTableName(_) => "version_table_name",
            Self::Ledger(error) => ledger_code(error),
            Self::Lock(error) | Self::LockTaken { error, .. } => lock_code(error),
            Self::Build(error) => error.code(),
            Self::Builds { errors } => errors.errors.first().map_or("build_failed", BuildError::code),
            Self::Lockfile(error) => error.code(),
            Self::Package { source, .. } | Self::Packing(source) => source.code(),
            Self::Registry(error) => error.code(),
            Self::Installation(error) => error.code(),
            Self::Write { .. } => "file_unwritable",
            Self::Interpreter { source, .. } | Self::InterpreterFile(source) => source.code(),
            Self::Recipe(source) => source.code(),
            Self::Load { source, .. } => load_code(source),
            Self::Sandbox(_) => "limit_out_of_range",
            Self::Manifest { .. } => "bad_manifest",
            Self::Transaction { .. } => "transaction_failed",
            Self::Output { .. } => "output_failed",
            Self::Unexpected { .. } => "unexpected",
            Self::Scaffold(error) => error.code(),
            Self::AlembicProject(error) => error.code(),
            Self::NewRevision(error) => error.code(),
            Self::Hook { .. } => "hook_failed",
            Self::SourceChanged { .. } => "source_changed",
            Self::NotRecorded { .. } => "not_recorded",
            Self::LeftTransaction { .. } => "left_transaction",
            Self::Introspect(_) => "catalogue_unreadable",
            Self::Scratch(error) => error.code(),
            Self::SchemaTarget(error) => error.code(),
            Self::Script(error) => script_code(error),
            Self::Rename(_) => "rename_misfit",
            Self::NotUpToDate { .. } => "not_up_to_date",
            Self::RenameUndecided { .. } => "rename_undecided",
            Self::EmptyTarget { .. } => "empty_target",
            Self::Trust(error) => error.code(),
            Self::Usage { code, .. } => code,
        }
    }

    /// Whose fault it is.
    pub fn fault(&self) -> Fault {
        match self {
            Self::MigrationFailed(failure) => migration_fault(failure),
            Self::Cancelled { .. } => Fault::Cancelled,
            Self::Installation(error) => error.fault(),
            Self::Directory(errors) if errors.is_integrity() => Fault::Integrity,
            Self::Build(error) if error.is_integrity() => Fault::Integrity,
            Self::Builds { errors } if errors.errors.iter().any(BuildError::is_integrity) => Fault::Integrity,
            Self::Config(_)
            | Self::Directory(_)
            | Self::VersionTableName(_)
            | Self::Hook { .. }
            | Self::Interpreter { .. }
            | Self::InterpreterFile(_)
            | Self::Recipe(_)
            | Self::Build(_)
            | Self::Builds { .. }
            | Self::Lockfile(_)
            | Self::Write { .. }
            | Self::Sandbox(_)
            | Self::Manifest { .. }
            | Self::Packing(_)
            | Self::SchemaTarget(_) => Fault::Project,
            Self::PlanFile(error) => plan_file_fault(error),
            Self::Ledger(error) => ledger_fault(error),
            Self::Package { source, .. } => packages::fault(source),
            Self::Registry(error) => packages::registry_fault(error),
            Self::LockTaken { state: DatabaseState::InDoubt { .. }, .. } | Self::HalfApplied(_) => {
                Fault::MigrationInDoubt
            }
            Self::Lock(error) | Self::LockTaken { error, .. } => lock_fault(error),
            Self::Transaction { state, .. } => transaction_fault(state),
            Self::Load { .. } | Self::NeedsRefused { .. } => Fault::SandboxRefused,
            Self::Introspect(error) => introspect_fault(error),
            Self::Scratch(error) => scratch_fault(error),
            Self::Script(error) => script_fault(error),
            Self::Output { .. } | Self::Unexpected { .. } => Fault::Unexpected,
            Self::Graph { .. } | Self::Target(_) => Fault::Graph,
            Self::Connect(_) => Fault::DatabaseUnreachable,
            Self::SourceChanged { .. }
            | Self::PlanOutdated { .. }
            | Self::OffPlan { .. }
            | Self::NotRecorded { .. }
            | Self::LeftTransaction { .. } => Fault::Integrity,
            Self::Trust(error) => error.fault(),
            Self::NotUpToDate { .. } => Fault::Behind,
            Self::Rename(_)
            | Self::RenameUndecided { .. }
            | Self::EmptyTarget { .. }
            | Self::ConfigMissing { .. }
            | Self::FolderMissing { .. }
            | Self::Scaffold(_)
            | Self::AlembicProject(_)
            | Self::NewRevision(_)
            | Self::Choice(_)
            | Self::UrlMissing { .. }
            | Self::Url(_)
            | Self::Usage { .. } => Fault::Usage,
        }
    }

    /// What to do next, with a command that can be pasted.
    pub fn hint(&self) -> Option<String> {
        match self {
            error if error.is_out_of_room() => Some(MAKE_ROOM.to_owned()),
            Self::MigrationFailed(failure) => Some(failure.next.clone()),
            Self::NeedsRefused { needs } => needs.first().map(|needs| {
                format!("if it is meant to, write this into aludel.toml and run the command again:\n{}", needs.grant)
            }),
            Self::Cancelled { state, .. } | Self::Transaction { state, .. } => Some(after_cancel(state)),
            Self::HalfApplied(half) => Some(half.hint()),
            Self::PlanFile(error) => error.hint(),
            Self::PlanOutdated { again, .. } => Some(format!("plan again and look at it: `{again}`")),
            Self::OffPlan { direction, state, .. } => Some(after_leaving_plan(*direction, state)),
            Self::Installation(error) => error.hint(),
            Self::FolderMissing { directory } => {
                Some(format!("`aludel init {}` makes a project there", directory.display()))
            }
            Self::ConfigMissing { .. } => {
                Some("`aludel init` makes a project here; `-C DIR` looks elsewhere".to_owned())
            }
            Self::Config(errors) => errors.errors.iter().find_map(ConfigError::hint),
            Self::Choice(error) => error.hint(),
            Self::Directory(errors) => errors.errors.iter().find_map(DirectoryError::hint),
            Self::Graph { source, .. } => source.hint(),
            Self::Target(error) => error.hint(),
            Self::UrlMissing { section, .. } => Some(url_missing_hint(section)),
            Self::Url(error) => error.hint(),
            Self::Connect(error) => error.hint(),
            Self::VersionTableName(_) => Some("choose a shorter name in aludel.toml".to_owned()),
            Self::Ledger(error) => error.hint(),
            Self::Lock(error) | Self::LockTaken { error, .. } => error.hint(),
            Self::Build(error) => error.hint(),
            Self::Builds { errors } => one_hint(errors),
            Self::Lockfile(error) => error.hint(),
            Self::Package { source, .. } | Self::Packing(source) => source.hint(),
            Self::Registry(error) => error.hint(),
            Self::Interpreter { source, .. } | Self::InterpreterFile(source) => source.hint(),
            Self::Recipe(source) => source.hint(),
            Self::Load { source, .. } => source.hint(),
            Self::Manifest { source, .. } => source.hint().map(str::to_owned),
            Self::Scratch(error) => error.hint(),
            Self::SchemaTarget(error) => error.hint(),
            Self::Script(error) => script_hint(error),
            Self::Introspect(_)
            | Self::Write { .. }
            | Self::Sandbox(_)
            | Self::Output { .. }
            | Self::Unexpected { .. } => None,
            Self::Scaffold(error) => error.hint(),
            Self::AlembicProject(error) => error.hint(),
            Self::NewRevision(error) => error.hint(),
            Self::Hook { path, .. } => Some(format!("the new file stays: {}", path.display())),
            Self::SourceChanged { changes } => changes.first().map(|change| {
                format!("put {} back as it was and write a new migration with `aludel revision -m ...`", change.path)
            }),
            Self::NotRecorded { .. } => {
                Some("look at the database, then set the version rows with `aludel stamp REVISION`".to_owned())
            }
            Self::LeftTransaction { .. } => Some(
                "take COMMIT, ROLLBACK and BEGIN out of the migration; one that must run outside of a transaction \
                 says `transaction = false` in its header"
                    .to_owned(),
            ),
            Self::NotUpToDate { .. } => Some(
                "run `aludel upgrade heads`, or start at what the migrations make: add `--from-migrations`".to_owned(),
            ),
            Self::Rename(_) => Some("`aludel diff` shows what differs".to_owned()),
            Self::RenameUndecided { .. } => Some("add one of the two to the command for each of them".to_owned()),
            Self::EmptyTarget { .. } => Some(
                "look at `[target]` in aludel.toml; if everything is meant to go, add `--allow-empty-target`"
                    .to_owned(),
            ),
            Self::Trust(error) => error.hint(),
            Self::Usage { hint, .. } => hint.clone(),
        }
    }
}

fn migration_fault(failure: &MigrationFailure) -> Fault {
    match (&failure.state, &failure.cause) {
        // What stays of it is told by its state; that it reached for more than it may is what nobody should miss.
        (DatabaseState::InDoubt { .. }, FailureCause::Refused(_)) => Fault::SandboxRefused,
        (DatabaseState::InDoubt { .. } | DatabaseState::Unknown { .. }, _) => Fault::MigrationInDoubt,
        (_, FailureCause::LimitReached { .. } | FailureCause::Refused(_)) => Fault::SandboxRefused,
        (
            DatabaseState::AtRest { .. }
            | DatabaseState::RolledBack { .. }
            | DatabaseState::Committed { .. }
            | DatabaseState::Scratch,
            _,
        ) => Fault::MigrationRolledBack,
    }
}

fn plan_file_fault(error: &PlanFileError) -> Fault {
    match error {
        PlanFileError::Changed { .. } => Fault::Integrity,
        _ => Fault::Usage,
    }
}

fn after_leaving_plan(direction: Direction, state: &DatabaseState) -> String {
    let verb = direction.verb();
    match state {
        DatabaseState::InDoubt { .. } => {
            format!("what it did before stays; `aludel {verb}` without a plan goes on where it stopped")
        }
        _ => {
            "what it asks for depends on rows or on what it was given: plan again with `--with-data 1000` and the same \
              `-x` and `--tag`, and look at it"
                .to_owned()
        }
    }
}

fn url_missing_hint(section: &str) -> String {
    let table = if section == DatabaseSection::DEFAULT_NAME { String::new() } else { format!(".{section}") };
    format!("write `url = \"sqlite://app.db\"` under `[database{table}]`, or give `--url URL`")
}

fn connect_code(error: &ConnectError) -> &'static str {
    match error {
        ConnectError::Unreachable { .. } => "unreachable",
        ConnectError::TimedOut { .. } => "connect_timeout",
        ConnectError::LoginRefused { .. } => "login_refused",
        ConnectError::DatabaseMissing { .. } => "database_missing",
        ConnectError::FolderMissing { .. } => "folder_missing",
        ConnectError::IsAFolder { .. } | ConnectError::NotADatabase { .. } => "not_a_database",
        ConnectError::PermissionDenied { .. } => "permission_denied",
        ConnectError::ReadOnly { .. } => "read_only",
        ConnectError::RecoveryNeeded { .. } => "recovery_needed",
        ConnectError::WrongKind { .. } => "wrong_kind",
        ConnectError::VersionUnsupported { .. } => "server_version_unsupported",
        ConnectError::Superuser { .. } => "superuser",
        ConnectError::GuestLogin { .. } => "guest_login",
        ConnectError::Encryption { .. } => "encryption",
        ConnectError::OnConnect { .. } => "on_connect_failed",
        ConnectError::DriverMissing { .. } => "driver_missing",
        ConnectError::Database { .. } => "connect_failed",
    }
}

fn lock_code(error: &LockError) -> &'static str {
    match error {
        LockError::TimedOut { .. } => "lock_timeout",
        LockError::File { .. } => "lock_file",
        LockError::Database { .. } => "lock_failed",
        LockError::Lost => "lock_lost",
        LockError::TakenOver { .. } => "lock_taken",
        LockError::NotHeld => "lock_not_held",
        LockError::Moved => "lock_moved",
        LockError::Unreadable { .. } => "lock_unreadable",
        LockError::Table(error) => ledger_code(error),
    }
}

fn lock_fault(error: &LockError) -> Fault {
    match error {
        LockError::Lost | LockError::Unreadable { .. } => Fault::Integrity,
        LockError::Table(error) => ledger_fault(error),
        LockError::NotHeld => Fault::Usage,
        error if is_lock_full(error) => Fault::Unexpected,
        LockError::Database { error } if error.kind == ErrorKind::Connection => Fault::DatabaseUnreachable,
        _ => Fault::LockNotObtained,
    }
}

/// The hint that all share, where they do: a toolchain that is missing is missing for all.
fn one_hint(errors: &BuildErrors) -> Option<String> {
    let mut hints = errors.errors.iter().map(BuildError::hint);
    let first = hints.next()??;
    hints.all(|hint| hint.as_ref() == Some(&first)).then_some(first)
}

fn load_code(error: &LoadError) -> &'static str {
    match error {
        LoadError::TooLarge { .. } => "component_too_large",
        LoadError::NotWasm { .. } => "not_wasm",
        LoadError::Precompiled { .. } => "precompiled_component",
        LoadError::CoreModule { .. } => "core_module",
        LoadError::Truncated { .. } => "truncated_component",
        LoadError::Invalid { .. } => "invalid_component",
        LoadError::OtherWorld { .. } => "other_world",
        LoadError::UnknownImport { .. } => "unknown_import",
        LoadError::InterpreterMissing { .. } => "interpreter_not_named",
        LoadError::UnknownVersion { .. } => "unknown_wit_version",
        LoadError::Mismatch { .. } => "interface_mismatch",
        LoadError::CompileTime { .. } => "compile_timeout",
        LoadError::ProcessEnded { .. } => "process_ended",
        LoadError::Engine { .. } => "no_engine",
    }
}

fn transaction_fault(state: &DatabaseState) -> Fault {
    match state {
        DatabaseState::InDoubt { .. } | DatabaseState::Unknown { .. } => Fault::MigrationInDoubt,
        DatabaseState::Committed { .. } => Fault::Unexpected,
        _ => Fault::MigrationRolledBack,
    }
}

fn ledger_code(error: &LedgerError) -> &'static str {
    match error {
        LedgerError::Database { .. } => "ledger_failed",
        LedgerError::WrongShape { .. } => "version_table_shape",
        LedgerError::IllegalId { .. } => "illegal_id",
        LedgerError::Unreadable { .. } => "ledger_unreadable",
        LedgerError::HeadsMoved { .. } => "heads_moved",
        LedgerError::Elsewhere { .. } => "version_table_elsewhere",
    }
}

fn ledger_fault(error: &LedgerError) -> Fault {
    match error {
        LedgerError::Database { error, .. } if error.kind == ErrorKind::Connection => Fault::DatabaseUnreachable,
        LedgerError::Database { .. } => Fault::Unexpected,
        _ => Fault::Integrity,
    }
}

fn introspect_fault(error: &IntrospectError) -> Fault {
    match error {
        IntrospectError::Refused { source, .. } if source.kind == ErrorKind::Connection => Fault::DatabaseUnreachable,
        _ => Fault::Unexpected,
    }
}

fn scratch_fault(error: &ScratchError) -> Fault {
    match error {
        ScratchError::Connect(_) | ScratchError::NotAllowed { .. } => Fault::DatabaseUnreachable,
        ScratchError::OtherKind { .. } => Fault::Usage,
        ScratchError::Refused { .. } | ScratchError::NoRandomness { .. } => Fault::Unexpected,
    }
}

fn script_code(error: &ScriptError) -> &'static str {
    match error {
        ScriptError::Unsupported(_) => "unsupported",
        ScriptError::Misfit(_) => "unexpected",
    }
}

fn script_fault(error: &ScriptError) -> Fault {
    match error {
        ScriptError::Unsupported(_) => Fault::Usage,
        ScriptError::Misfit(_) => Fault::Unexpected,
    }
}

fn script_hint(error: &ScriptError) -> Option<String> {
    match error {
        ScriptError::Unsupported(unsupported) => unsupported.hint.clone(),
        ScriptError::Misfit(_) => None,
    }
}

fn after_cancel(state: &DatabaseState) -> String {
    match state {
        DatabaseState::AtRest { .. }
        | DatabaseState::RolledBack { .. }
        | DatabaseState::Committed { .. }
        | DatabaseState::Scratch => "run the same command again to go on".to_owned(),
        DatabaseState::InDoubt { .. } => "run the same command again: it goes on where it stopped".to_owned(),
        DatabaseState::Unknown { .. } => "look at the database before anything else: `aludel current -v`".to_owned(),
    }
}
