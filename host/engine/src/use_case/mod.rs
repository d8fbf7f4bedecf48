//! One file a use case. Each decides with what is pure, then does.

mod branches;
mod edit_path;
mod heads;
mod show;
