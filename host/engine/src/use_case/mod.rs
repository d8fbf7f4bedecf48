//! One file a use case. Each decides with what is pure, then does.

pub(crate) mod autogenerate;
mod branches;
mod build;
pub(crate) mod check;
mod current;
pub(crate) mod diff;
pub(crate) mod doctor;
mod downgrade;
mod draw;
mod edit_path;
mod ensure_version;
pub(crate) mod guest_login;
mod heads;
mod history;
pub(crate) mod import_alembic;
mod init;
pub(crate) mod inspect;
mod interpreter;
pub(crate) mod lint;
pub(crate) mod lock;
pub(crate) mod package;
pub(crate) mod plan;
pub(crate) mod report;
mod revision;
pub(crate) mod settle;
mod show;
mod stamp;
mod templates;
pub(crate) mod test;
mod upgrade;
pub(crate) mod wait;
mod write_sql;

pub use import_alembic::import_alembic;
pub use init::init;
pub use interpreter::{install_interpreter, list_interpreters, make_interpreter, remove_interpreter};
