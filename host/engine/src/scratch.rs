//! Scratch databases of a project: where what is only written down becomes a schema that can be compared.

use std::borrow::Cow;

use aludel_db::{DatabaseUrl, ScratchDatabase, ScratchRequest, Session};
use aludel_schema::{Namespaces, Scope};

use crate::address::{Access, Address};
use crate::error::Error;
use crate::migrator::Migrator;

impl Migrator {
    /// Makes a scratch database for the database that is meant, with the connection to it. Whoever takes it closes the
    /// connection and has it removed.
    pub(crate) async fn scratch_database(&self) -> Result<(ScratchDatabase, Box<dyn Session>), Error> {
        let address = self.address()?;
        let at = self.scratch_url(&address)?;
        let options = address.scratch_options(Access::Write);
        let request = ScratchRequest { like: address.url_of_guests(), at: at.as_ref(), options: &options };
        Ok(ScratchDatabase::create(request).await?)
    }

    /// Where scratch databases are made, if that is not the database's own server.
    fn scratch_url(&self, address: &Address) -> Result<Option<DatabaseUrl>, Error> {
        let Some(text) = address.section.scratch_url().map_err(Error::Choice)? else { return Ok(None) };
        DatabaseUrl::parse(text, &self.config.root).map(Some).map_err(Error::Url)
    }
}

/// What is read of a scratch database: where a schema stands for it, the others around it are the live database's.
pub(crate) fn scope_in<'a>(scratch: &ScratchDatabase, scope: &'a Scope) -> Cow<'a, Scope> {
    if scratch.is_schema() {
        return Cow::Owned(Scope { namespaces: Namespaces::Default, ..scope.clone() });
    }
    Cow::Borrowed(scope)
}
