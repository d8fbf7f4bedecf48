//! A login of their own for migrations, beside that of the host.
//!
//! The host's login owns the tables of the house: the version table, the history, the lock and the journal. Guests have
//! another login, which owns what they change and has no rights on these tables. Where something of the house must
//! be written in a guest's transaction, it goes through a function that does nothing but what the host's own
//! connection has written down, or sealed, before.
//!
//! - [`abilities`]: what a guest's login can do that no wall is in the way of
//! - [`grants`]: what `MySQL` and `MariaDB` say that a login may do
//! - [`problem`]: what keeps a login from being a guest's
//! - [`setup`]: the SQL that an administrator runs once

mod abilities;
mod grants;
pub(crate) mod mysql;
pub(crate) mod postgres;
mod problem;
mod setup;

pub use abilities::{GuestAbility, GuestLogin, guest_login};
pub(crate) use grants::too_much;
pub use problem::GuestLoginProblem;
pub use setup::GuestLoginSetup;
