//! One file a use case. Each decides with what is pure, then does.

mod branches;
mod build;
mod current;
mod downgrade;
mod draw;
mod edit_path;
mod ensure_version;
mod heads;
mod history;
mod init;
mod revision;
mod show;
mod stamp;
mod templates;
mod upgrade;
mod write_sql;

pub use init::init;
