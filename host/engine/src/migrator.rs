//! A project that is open: what all use cases start from.

use std::sync::{Arc, OnceLock};

use aludel_build::{Builder, Interpreters, ToolEnvironment};
use aludel_db::DatabaseUrl;
use aludel_process::Launcher;
use aludel_project::{Config, Directory};
use aludel_sandbox::{Sandbox, SandboxOptions};

use crate::address::Address;
use crate::artifacts::Artifacts;
use crate::cancellation::Cancellation;
use crate::catalogue::Catalogue;
use crate::connection::{Connector, Drivers};
use crate::error::Error;
use crate::housing::GuestProcess;
use crate::in_memory::{self, Component};
use crate::installation::held;
use crate::interpreters;
use crate::limits;
use crate::options::{LockRule, OpenOptions};

/// The folder of compiled components in a project's state folder.
const COMPILED_FOLDER: &str = "compiled";

/// A project, its migrations, and one of its databases.
///
/// Opening it reads the config only. The migrations are read when a use case first needs them, once; the database is
/// connected to by each use case that needs it, for as long as it runs.
pub struct Migrator {
    pub(crate) config: Arc<Config>,
    pub(crate) options: OpenOptions,
    pub(crate) connector: Arc<dyn Connector>,
    pub(crate) artifacts: Arc<Artifacts>,
    pub(crate) interpreters: Arc<Interpreters>,
    sandbox: OnceLock<Sandbox>,
    catalogue: OnceLock<Arc<Catalogue>>,
    /// The database that is meant, in place of the one that config and options name.
    elsewhere: Option<DatabaseUrl>,
}

impl Migrator {
    /// Finds the project and reads its config.
    pub fn open(options: OpenOptions) -> Result<Self, Error> {
        if !options.directory.is_dir() {
            // Looked up from, it would lead to the project of a folder above it.
            return Err(Error::FolderMissing { directory: options.directory });
        }
        let path = match &options.config {
            Some(path) => options.directory.join(path),
            None => Config::find(&options.directory)
                .ok_or_else(|| Error::ConfigMissing { directory: options.directory.clone() })?,
        };
        let config = Config::read(&path, &*options.variables).map_err(Error::Config)?;
        let environment = ToolEnvironment::from_variables(&*options.variables);
        let interpreters = Arc::new(interpreters::known(&options));
        // Whoever packs a project can pack its state folder too, so the secret is in the user's own.
        let secrets = environment.cache_folder().map(|folder| folder.join(COMPILED_FOLDER));
        let builder = Builder::new(&config, environment, Arc::clone(&interpreters))
            .sealing_with(move || secrets.as_deref().and_then(aludel_sandbox::secret));
        Ok(Self::assembled(config, options, Artifacts::Project(Box::new(builder)), interpreters))
    }

    /// Migrations without files: components that a program brings with it, and the URL of the database.
    ///
    /// Paths in a `SQLite` URL start at the options' folder. Each component can hold several revisions.
    pub fn in_memory(components: Vec<Component>, options: OpenOptions) -> Result<Self, Error> {
        let (migrations, artifacts) = in_memory::read(components)?;
        let config = Config::defaults(&options.directory.join(aludel_project::config::FILE_NAME));
        let interpreters = Arc::new(interpreters::known(&options));
        let migrator = Self::assembled(config, options, artifacts, interpreters);
        let catalogue = Arc::new(Catalogue::of(migrations)?);
        migrator.catalogue.get_or_init(|| catalogue);
        Ok(migrator)
    }

    fn assembled(config: Config, options: OpenOptions, artifacts: Artifacts, interpreters: Arc<Interpreters>) -> Self {
        Self {
            interpreters,
            config: Arc::new(config),
            options,
            connector: Arc::new(Drivers),
            artifacts: Arc::new(artifacts),
            sandbox: OnceLock::new(),
            catalogue: OnceLock::new(),
            elsewhere: None,
        }
    }

    /// The same with other connections, in a sandbox that others use as well.
    #[cfg(test)]
    pub(crate) fn with(mut self, connector: Arc<dyn Connector>, sandbox: Sandbox) -> Self {
        self.connector = connector;
        self.sandbox = OnceLock::from(sandbox);
        self
    }

    /// The same project with another database, which is connected to otherwise.
    pub(crate) fn beside(&self, url: DatabaseUrl, connector: Arc<dyn Connector>) -> Self {
        Self {
            config: Arc::clone(&self.config),
            options: self.options.clone(),
            connector,
            artifacts: Arc::clone(&self.artifacts),
            interpreters: Arc::clone(&self.interpreters),
            sandbox: self.sandbox.clone(),
            catalogue: self.catalogue.clone(),
            elsewhere: Some(url),
        }
    }

    /// The same project with other migrations.
    pub(crate) fn with_migrations(&self, migrations: Vec<aludel_project::Migration>) -> Result<Self, Error> {
        Ok(Self {
            config: Arc::clone(&self.config),
            options: self.options.clone(),
            connector: Arc::clone(&self.connector),
            artifacts: Arc::clone(&self.artifacts),
            interpreters: Arc::clone(&self.interpreters),
            sandbox: self.sandbox.clone(),
            catalogue: OnceLock::from(Arc::new(Catalogue::of(migrations)?)),
            elsewhere: self.elsewhere.clone(),
        })
    }

    /// Where guests run. Made on first use; its engine waits for the first component.
    pub(crate) fn sandbox(&self) -> Result<Sandbox, Error> {
        if let Some(sandbox) = self.sandbox.get() {
            return Ok(sandbox.clone());
        }
        let limits = limits::configured(&self.config.limits);
        let interpreter_cache_directory = ToolEnvironment::from_variables(&*self.options.variables)
            .cache_folder()
            .map(|folder| folder.join(COMPILED_FOLDER));
        // Whoever packs a project can pack its state folder too, so the key is in the user's own.
        let key_directory = interpreter_cache_directory.clone();
        let cache_directory = match (&*self.artifacts, &key_directory) {
            (Artifacts::Project(_), Some(_)) => Some(self.config.state_folder().join(COMPILED_FOLDER)),
            _ => None,
        };
        let options = SandboxOptions {
            cache_directory,
            interpreter_cache_directory,
            key_directory,
            limits,
            ..SandboxOptions::default()
        };
        let sandbox = Sandbox::new(options).map_err(Error::Sandbox)?;
        Ok(self.sandbox.get_or_init(|| sandbox).clone())
    }

    /// What starts a process for a guest.
    pub(crate) fn launcher(&self) -> Option<Launcher> {
        self.options.guest_process.as_ref().map(GuestProcess::launcher)
    }

    /// The migrations and their graph, read on first use.
    pub(crate) fn catalogue(&self) -> Result<&Catalogue, Error> {
        if let Some(catalogue) = self.catalogue.get() {
            return Ok(catalogue);
        }
        let catalogue = Catalogue::of(self.read_migrations()?)?;
        if self.options.lock_rule == LockRule::Holds {
            held::check(&self.config, catalogue.migrations())?;
        }
        Ok(self.catalogue.get_or_init(|| Arc::new(catalogue)))
    }

    pub(crate) fn read_migrations(&self) -> Result<Vec<aludel_project::Migration>, Error> {
        Directory::read(&self.config).map(Directory::into_migrations).map_err(Error::Directory)
    }

    /// The database that is meant.
    pub(crate) fn address(&self) -> Result<Address, Error> {
        let address = Address::resolve(&self.config, &self.options)?;
        Ok(match &self.elsewhere {
            Some(url) => Address { url: url.clone(), guest_url: None, ..address },
            None => address,
        })
    }

    /// Whether its database is one that was made for a while, and that nobody else has.
    pub(crate) fn is_on_scratch(&self) -> bool {
        self.elsewhere.is_some()
    }

    /// The token that asks its runs to stop.
    pub fn cancellation(&self) -> &Cancellation {
        &self.options.cancellation
    }
}

impl std::fmt::Debug for Migrator {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Migrator").field("config", &self.config.path).finish_non_exhaustive()
    }
}
