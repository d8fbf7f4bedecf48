//! Interpreters: components that run the texts of others.

use std::sync::Arc;

/// An interpreter, which the host has from a place that it trusts.
#[derive(Debug, Clone)]
pub struct Interpreter {
    /// What it is called in errors.
    pub name: String,
    /// A component of world `checked-migration`, which asks for its script by `context.section("script")`.
    pub component: Arc<[u8]>,
    /// The digest of all these bytes, by which what was compiled of them is found again. Whoever gives it has computed
    /// it of these very bytes.
    pub digest: [u8; 32],
}
