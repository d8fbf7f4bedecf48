//! How a project is found and opened.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use crate::cancellation::Cancellation;
use crate::housing::GuestProcess;
use crate::identity::Identity;

/// Looks a variable up, such as one of the process environment.
pub type Variables = Arc<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// Whether `aludel.lock` must be what the project is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LockRule {
    /// Own migrations may have changed since it was written; packages may not.
    #[default]
    Follows,
    /// Nothing may have changed, and it is not written.
    Holds,
}

/// Whether packages may be fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Network {
    /// From registries.
    #[default]
    Open,
    /// Only from files.
    Closed,
}

/// Where a project is, which of its databases is meant, and who asks.
///
/// The library reads no environment of its own: `variables` is what `${NAME}` in the config and `ALUDEL_DATABASE_URL`
/// are looked up in.
#[derive(Clone)]
pub struct OpenOptions {
    /// The folder where the search for `aludel.toml` begins; it goes on upwards.
    pub directory: PathBuf,
    /// The config file itself, in place of the search.
    pub config: Option<PathBuf>,
    /// Which `[database.NAME]`.
    pub environment: Option<String>,
    /// The database's URL, before the variable `ALUDEL_DATABASE_URL` and before the config.
    pub url: Option<String>,
    /// The variables.
    pub variables: Variables,
    /// Folders with interpreters of scripts that came with the program, after the variable `ALUDEL_INTERPRETERS` and before
    /// the user's own.
    pub interpreters: Vec<PathBuf>,
    /// What starts a process for a guest; without it, none runs in a process of its own.
    pub guest_process: Option<GuestProcess>,
    /// Whether the lock file must be up to date.
    pub lock_rule: LockRule,
    /// Whether packages may be fetched.
    pub network: Network,
    /// Who asks.
    pub who: Identity,
    /// Asks a run to stop.
    pub cancellation: Cancellation,
}

impl OpenOptions {
    /// The project around a folder, with no variables.
    pub fn new(directory: impl Into<PathBuf>, who: Identity) -> Self {
        Self {
            directory: directory.into(),
            config: None,
            environment: None,
            url: None,
            variables: Arc::new(|_| None),
            interpreters: Vec::new(),
            guest_process: None,
            lock_rule: LockRule::default(),
            network: Network::default(),
            who,
            cancellation: Cancellation::new(),
        }
    }
}

impl fmt::Debug for OpenOptions {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The URL may hold a password.
        out.debug_struct("OpenOptions")
            .field("directory", &self.directory)
            .field("config", &self.config)
            .field("environment", &self.environment)
            .field("has_url", &self.url.is_some())
            .field("who", &self.who)
            .finish_non_exhaustive()
    }
}
