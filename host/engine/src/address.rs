//! Which database is meant, and how it is connected to.

use std::path::Path;

use aludel_db::{ConnectOptions, DatabaseUrl};
use aludel_project::{Config, DatabaseSection};

use crate::error::Error;
use crate::options::OpenOptions;

/// The variable that names the database, after `--url` and before the config.
pub const URL_VARIABLE: &str = "ALUDEL_DATABASE_URL";

/// The variable that names the login of migrations, before the config.
pub const GUEST_URL_VARIABLE: &str = "ALUDEL_GUEST_URL";

/// One database of the project, ready to be connected to.
#[derive(Debug, Clone)]
pub(crate) struct Address {
    pub(crate) url: DatabaseUrl,
    /// The same database with the login of migrations, where they have one.
    pub(crate) guest_url: Option<Box<DatabaseUrl>>,
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
        let guest_url = match Self::guest_text(&section, options)? {
            Some(text) => Some(Box::new(DatabaseUrl::parse(&text, &config.root).map_err(Error::Url)?)),
            None => None,
        };
        Ok(Self { url, guest_url, section })
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

    fn guest_text(section: &DatabaseSection, options: &OpenOptions) -> Result<Option<String>, Error> {
        if let Some(url) = (options.variables)(GUEST_URL_VARIABLE).filter(|url| !url.is_empty()) {
            return Ok(Some(url));
        }
        Ok(section.guest_url().map_err(Error::Choice)?.map(str::to_owned))
    }

    /// The database with the login that migrations run with.
    pub(crate) fn url_of_guests(&self) -> &DatabaseUrl {
        self.guest_url.as_deref().unwrap_or(&self.url)
    }

    /// How a scratch database is connected to, with the login that migrations run with: what is written down is run there
    /// too, and it may come from elsewhere.
    pub(crate) fn scratch_options(&self, access: Access) -> ConnectOptions {
        ConnectOptions { guest_url: None, ..self.connect_options(access) }
    }

    pub(crate) fn connect_options(&self, access: Access) -> ConnectOptions {
        ConnectOptions {
            statement_timeout: self.section.statement_timeout,
            lock_timeout: self.section.lock_timeout,
            on_connect: self.section.on_connect.clone(),
            read_only: access == Access::Read,
            allow_superuser: self.section.allow_superuser,
            guest_url: self.guest_url.clone(),
            ..ConnectOptions::default()
        }
    }
}
