//! The calls of a guest that is in another process, on their way to the host and back.
//!
//! On the guest's side a [`FarCall`] stands where a [`HostCall`] would: it writes each call down as a [`Question`] and waits
//! for the answer. On the host's side the question becomes the call of a [`HostCall`] again. So what a guest may and
//! gets is said once, and the process that asks can do no more than the guest in it could.
//!
//! - [`sql`], [`schema`], [`migration`]: the calls, interface by interface
//! - [`far_call`]: the guest's side
//! - [`answer`]: the host's side

mod answer;
mod far_call;
mod migration;
mod schema;
mod sql;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use wasmtime::component::Resource;

use super::bindings::aludel::migration::{context, progress};
use super::bindings::aludel::schema::{model, operations};
use super::bindings::aludel::sql::{database, types};
use crate::limits::Limit;
use aludel_sql::SqlError;

pub(crate) use answer::answer;
pub(crate) use far_call::FarCall;

/// One call.
#[derive(Serialize, Deserialize)]
enum Question {
    Database(sql::DatabaseCall),
    Cursor(sql::CursorCall),
    Statement(sql::StatementCall),
    BulkWriter(sql::BulkWriterCall),
    Savepoint(sql::SavepointCall),
    Operation(schema::OperationCall),
    Inspection(schema::InspectionCall),
    Context(migration::ContextCall),
    Progress(migration::ProgressCall),
    Task(migration::TaskCall),
}

/// What comes before the result of a call.
#[derive(Serialize, Deserialize)]
struct Head {
    /// Whether the guest's time begins anew.
    did_something: bool,
    outcome: Outcome,
}

/// How a call went.
#[derive(Serialize, Deserialize)]
enum Outcome {
    /// The result follows.
    Done,
    /// The guest is told, and may go on.
    Refused(SqlError),
    /// The guest ends at a limit.
    AtLimit(Limit),
    /// The call makes no sense, so the guest ends.
    Trap(String),
}

/// What can be written down: parameters and results of calls.
trait Crosses: Sized {
    type Wire: Serialize + DeserializeOwned;

    fn out(self) -> Self::Wire;

    fn back(wire: Self::Wire) -> Self;
}

/// A handle is the number that the host knows it by, and the host looks it up whoever says it.
impl<T: 'static> Crosses for Resource<T> {
    type Wire = u32;

    fn out(self) -> u32 {
        self.rep()
    }

    fn back(number: u32) -> Self {
        Self::new_own(number)
    }
}

/// What is written as it is.
macro_rules! plain {
    ($($plain:ty),+ $(,)?) => {$(
        impl Crosses for $plain {
            type Wire = Self;

            fn out(self) -> Self {
                self
            }

            fn back(wire: Self) -> Self {
                wire
            }
        }
    )+};
}

plain!((), bool, u32, u64, String, Vec<String>, Option<String>, Option<u64>, Option<Vec<u8>>, Vec<(String, String)>);
plain!(context::Phase, progress::Level);
plain!(database::DatabaseInfo, types::Outcome, types::Batch, Vec<types::Column>);
plain!(Vec<types::Value>, Option<Vec<types::Value>>, Vec<Vec<types::Value>>);
plain!(model::ObjectName, Vec<model::ObjectName>, model::TableDef, Option<model::TableDef>, model::SchemaDef);
plain!(model::EnumDef, model::SequenceDef, model::ViewDef, model::RoutineDef);
plain!(model::RoutineKind, model::TriggerDef, model::ExtensionDef);
plain!(operations::Guard, Vec<operations::GuardedChange>, operations::Rebuild);
plain!(Vec<operations::EnumChange>, operations::SequenceChange);

/// The calls of one interface or resource: what is written down, who asks and who answers.
///
/// The word before a name says what a call is: one that `asks` is answered at once, one that `waits` has no error of its
/// own, and one that `tries` may be refused.
macro_rules! crossing {
    ($(#[$doc:meta])* $calls:ident, $question:ident, $trait:path {
        $($kind:ident $name:ident($($argument:ident: $type:ty),*) -> $answer:ty;)+
    }) => {
        $(#[$doc])*
        #[derive(serde::Serialize, serde::Deserialize)]
        #[expect(non_camel_case_types, reason = "a case is called as its function is")]
        pub(super) enum $calls {
            $($name { $($argument: <$type as super::Crosses>::Wire),* }),+
        }

        impl $calls {
            /// Has the host do it.
            pub(super) async fn answer(
                self,
                host: &mut crate::worlds::v0_1::host_call::HostCall<'_>,
            ) -> super::answer::Given {
                match self {
                    $(Self::$name { $($argument),* } => {
                        $(let $argument = super::Crosses::back($argument);)*
                        let called = <crate::worlds::v0_1::host_call::HostCall<'_> as $trait>::$name(host, $($argument),*);
                        super::answer::given::<$answer>(crossing!(@finish $kind called))
                    })+
                }
            }
        }

        impl $trait for super::FarCall<'_> {
            $(crossing!(@far $kind $question $calls $name($($argument: $type),*) -> $answer);)+
        }
    };
    (@finish asks $called:expr) => { $called.map_err(crate::worlds::v0_1::refusal::Refusal::Trap) };
    (@finish waits $called:expr) => { $called.await.map_err(crate::worlds::v0_1::refusal::Refusal::Trap) };
    (@finish tries $called:expr) => { $called.await };
    (@far asks $question:ident $calls:ident $name:ident($($argument:ident: $type:ty),*) -> $answer:ty) => {
        fn $name(&mut self, $($argument: $type),*) -> wasmtime::Result<$answer> {
            let call = $calls::$name { $($argument: super::Crosses::out($argument)),* };
            self.demand(super::Question::$question(call))
        }
    };
    (@far waits $question:ident $calls:ident $name:ident($($argument:ident: $type:ty),*) -> $answer:ty) => {
        async fn $name(&mut self, $($argument: $type),*) -> wasmtime::Result<$answer> {
            let call = $calls::$name { $($argument: super::Crosses::out($argument)),* };
            self.demand(super::Question::$question(call))
        }
    };
    (@far tries $question:ident $calls:ident $name:ident($($argument:ident: $type:ty),*) -> $answer:ty) => {
        async fn $name(
            &mut self,
            $($argument: $type),*
        ) -> Result<$answer, crate::worlds::v0_1::refusal::Refusal> {
            let call = $calls::$name { $($argument: super::Crosses::out($argument)),* };
            self.ask(super::Question::$question(call))
        }
    };
}

use crossing;
