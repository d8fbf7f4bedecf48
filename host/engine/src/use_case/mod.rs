//! One file a use case. Each decides with what is pure, then does.

mod branches;
mod current;
mod edit_path;
mod ensure_version;
mod heads;
mod history;
mod init;
mod revision;
mod show;
mod templates;

pub use init::init;
