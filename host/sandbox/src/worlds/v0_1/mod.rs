//! World `aludel:migration/migration@0.1.0`: bindings made from `wit/0.1.0`, and the host's side of them.

use wasmtime::component::{HasData, InstancePre, Linker, Resource};
use wasmtime::{Result, Store};

use crate::call::Phase;
use crate::run_error::Failure;
use crate::state::State;

mod bindings;
mod bulk;
mod context;
mod convert;
mod cursor;
mod database;
mod host_call;
mod intake;
mod progress;
mod refusal;
#[expect(unreachable_pub, reason = "the bindings re-export these types, so they must be `pub`")]
mod resources;
mod savepoint;
mod settle;
mod statement;

use bindings::exports::aludel::migration::{check, revision};
use host_call::HostCall;
use resources::DatabaseHandle;

pub(crate) use settle::{finish_tasks, settle};

/// The versions of the interfaces that guests of this world may ask for, as people read it.
pub(crate) const VERSION: &str = "0.1.x";

/// How such a version begins.
pub(crate) const VERSION_PREFIX: &str = "0.1.";

/// What a component of this world may import.
pub(crate) const IMPORTS: [&str; 5] = [
    "aludel:migration/context@0.1.0",
    "aludel:migration/failures@0.1.0",
    "aludel:migration/progress@0.1.0",
    "aludel:sql/database@0.1.0",
    "aludel:sql/types@0.1.0",
];

/// What it must export.
pub(crate) const EXPORT: &str = "aludel:migration/revision@0.1.0";

struct World;

impl HasData for World {
    type Data<'a> = HostCall<'a>;
}

/// Gives components of this world what they may import.
pub(crate) fn add_to_linker(linker: &mut Linker<State>) -> Result<()> {
    bindings::CheckedMigration::add_to_linker::<State, World>(linker, |state| HostCall::new(state))
}

/// The functions that a component of this world exports.
pub(crate) struct Exports {
    revision: revision::GuestIndices,
    check: Option<check::GuestIndices>,
}

impl Exports {
    pub(crate) fn find(component: &InstancePre<State>) -> Result<Self> {
        let revision = revision::GuestIndices::new(component)?;
        Ok(Self { revision, check: check::GuestIndices::new(component).ok() })
    }

    pub(crate) fn has_check(&self) -> bool {
        self.check.is_some()
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
        let answer = match (phase, &self.check) {
            (Phase::Upgrade, _) => self.revision.load(&mut *store, &instance)?.call_upgrade(store, database).await?,
            (Phase::Downgrade, _) => {
                self.revision.load(&mut *store, &instance)?.call_downgrade(store, database).await?
            }
            (Phase::Verify, Some(check)) => check.load(&mut *store, &instance)?.call_verify(store, database).await?,
            (Phase::Verify, None) => return Ok(None),
        };
        Ok(Some(answer.map_err(Failure::from)))
    }
}
