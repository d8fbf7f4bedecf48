//! World `aludel:migration/migration@0.1.0`: bindings made from `wit/0.1.0`, and the host's side of them.

use aludel_sql::Dialect;
use wasmtime::component::{HasData, InstancePre, Linker, Resource};
use wasmtime::{Result, Store};

use crate::call::Phase;
use crate::run_error::Failure;
use crate::state::State;

mod bindings;
mod bulk;
mod context;
mod convert;
mod crossing;
mod cursor;
mod database;
mod definition;
mod host_call;
mod inspection;
mod intake;
mod operations;
mod progress;
mod refusal;
#[expect(unreachable_pub, reason = "the bindings re-export these types, so they must be `pub`")]
mod resources;
mod savepoint;
mod settle;
mod statement;
mod target;

use bindings::exports::aludel::migration::{check, revision, target as target_export};
use crossing::FarCall;
use host_call::HostCall;
use resources::DatabaseHandle;

pub(crate) use bindings::exports::aludel::migration::target::Definition;
pub(crate) use crossing::answer;
pub(crate) use settle::{finish_tasks, settle};
pub(crate) use target::take as take_target;

/// The versions of the interfaces that guests of this world may ask for, as people read it.
pub(crate) const VERSION: &str = "0.1.x";

/// How such a version begins.
pub(crate) const VERSION_PREFIX: &str = "0.1.";

/// What a component of this world may import.
pub(crate) const IMPORTS: [&str; 8] = [
    "aludel:migration/context@0.1.0",
    "aludel:migration/failures@0.1.0",
    "aludel:migration/progress@0.1.0",
    "aludel:schema/inspection@0.1.0",
    "aludel:schema/model@0.1.0",
    "aludel:schema/operations@0.1.0",
    "aludel:sql/database@0.1.0",
    "aludel:sql/types@0.1.0",
];

/// What it must export, if it is a migration.
pub(crate) const EXPORT: &str = "aludel:migration/revision@0.1.0";

/// What it exports, if it can check its own work.
pub(crate) const CHECK_EXPORT: &str = "aludel:migration/check@0.1.0";

/// What a script imports, for the host to put its interpreter there.
pub(crate) const INTERPRETER: &str = "aludel:migration/interpreter@0.1.0";

/// What it must export, if it says what a database should look like.
pub(crate) const TARGET_EXPORT: &str = "aludel:migration/target@0.1.0";

/// What a component imports that changes tables and the like by request.
pub(crate) const OPERATIONS: &str = "aludel:schema/operations";

struct World;

impl HasData for World {
    type Data<'a> = HostCall<'a>;
}

/// The same with the host in another process.
struct FarWorld;

impl HasData for FarWorld {
    type Data<'a> = FarCall<'a>;
}

/// Gives components of this world what they may import, from a host in another process.
pub(crate) fn add_far_to_linker(linker: &mut Linker<State>) -> Result<()> {
    bindings::Everything::add_to_linker::<State, FarWorld>(linker, |state| FarCall::new(state))
}

/// Gives components of this world what they may import.
pub(crate) fn add_to_linker(linker: &mut Linker<State>) -> Result<()> {
    bindings::Everything::add_to_linker::<State, World>(linker, |state| HostCall::new(state))
}

/// The functions that a component of this world exports.
pub(crate) struct Exports {
    revision: Option<revision::GuestIndices>,
    check: Option<check::GuestIndices>,
    target: Option<target_export::GuestIndices>,
}

impl Exports {
    pub(crate) fn find(component: &InstancePre<State>) -> Result<Self> {
        let target = target_export::GuestIndices::new(component).ok();
        let revision = revision::GuestIndices::new(component);
        // A target need not be a migration too.
        let revision = if target.is_some() { revision.ok() } else { Some(revision?) };
        Ok(Self { revision, check: check::GuestIndices::new(component).ok(), target })
    }

    pub(crate) fn has_check(&self) -> bool {
        self.check.is_some()
    }

    pub(crate) fn has_target(&self) -> bool {
        self.target.is_some()
    }

    /// Instantiates the component and calls the function of the phase. None when it has no such function.
    pub(crate) async fn call(
        &self,
        component: &InstancePre<State>,
        store: &mut Store<State>,
        phase: Phase,
    ) -> Result<Option<Result<(), Failure>>> {
        let instance = component.instantiate_async(&mut *store).await?;
        // The guest has one database, so the number behind the handle says nothing.
        let database = Resource::<DatabaseHandle>::new_borrow(0);
        let answer = match (phase, &self.revision, &self.check) {
            (Phase::Upgrade, Some(revision), _) => {
                revision.load(&mut *store, &instance)?.call_upgrade(store, database).await?
            }
            (Phase::Downgrade, Some(revision), _) => {
                revision.load(&mut *store, &instance)?.call_downgrade(store, database).await?
            }
            (Phase::Verify, _, Some(check)) => check.load(&mut *store, &instance)?.call_verify(store, database).await?,
            _ => return Ok(None),
        };
        Ok(Some(answer.map_err(Failure::from)))
    }

    /// Instantiates the component and asks what a database should look like. None when it does not say.
    ///
    /// What it says is for [`take_target`] to look at.
    pub(crate) async fn target(
        &self,
        component: &InstancePre<State>,
        store: &mut Store<State>,
        dialect: Dialect,
    ) -> Result<Option<Result<Definition, Failure>>> {
        let Some(target) = &self.target else { return Ok(None) };
        let instance = component.instantiate_async(&mut *store).await?;
        let answer = target.load(&mut *store, &instance)?.call_target(&mut *store, dialect.into()).await?;
        Ok(Some(answer.map_err(Failure::from)))
    }
}
