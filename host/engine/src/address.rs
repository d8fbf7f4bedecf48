//! Which database is meant, and how it is connected to.

use std::path::Path;

use aludel_db::{ConnectOptions, DatabaseUrl};
use aludel_project::{Config, DatabaseSection};

use crate::error::Error;
use crate::options::OpenOptions;

/// The variable that names the database, after `--url` and before the config.
pub const URL_VARIABLE: &str = "ALUDEL_DATABASE_URL";

/// One database of the project, ready to be connected to.
#[derive(Debug, Clone)]
pub(crate) struct Address {
    pub(crate) url: DatabaseUrl,
    pub(crate) section: DatabaseSection,
}

/// Whether a connection will write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    Read,
    Write,
}

impl Address {
    /// The database that options and config name, in this order: `--url`, the variable, the config.
    pub(crate) fn resolve(config: &Config, options: &OpenOptions) -> Result<Self, Error> {
        let section = config.database(options.environment.as_deref()).map_err(Error::Choice)?;
        let (text, base) = Self::text(config, &section, options)?;
        let url = DatabaseUrl::parse(&text, base).map_err(Error::Url)?;
        Ok(Self { url, section })
    }

    fn text<'a>(
        config: &'a Config,
        section: &DatabaseSection,
        options: &'a OpenOptions,
    ) -> Result<(String, &'a Path), Error> {
        // What was typed is relative to where it was typed; what is set for good, to the project.
        if let Some(url) = &options.url {
            return Ok((url.clone(), &options.directory));
        }
        if let Some(url) = (options.variables)(URL_VARIABLE).filter(|url| !url.is_empty()) {
            return Ok((url, &config.root));
        }
        match section.url().map_err(Error::Choice)? {
            Some(url) => Ok((url.to_owned(), &config.root)),
            None => Err(Error::UrlMissing { config: config.path.clone(), section: section.name.clone() }),
        }
    }

    pub(crate) fn connect_options(&self, access: Access) -> ConnectOptions {
        ConnectOptions {
            statement_timeout: self.section.statement_timeout,
            lock_timeout: self.section.lock_timeout,
            on_connect: self.section.on_connect.clone(),
            read_only: access == Access::Read,
            allow_superuser: self.section.allow_superuser,
            ..ConnectOptions::default()
        }
    }
}
