//! What the database is to look like: SQL files, what a program prints, or what a component says, made real on a
//! scratch database and read from there.
//!
//! - [`text`]: the SQL texts
//! - [`program`]: those that a program prints
//! - [`component`]: what a component defines
//! - [`load`]: their statements, run on a scratch database
//! - [`client`]: statements that are no part of a schema
//! - [`hint`], [`ignore`]: what comments say
//! - [`position`]: where a program has its statements from
//! - [`words`]: what can be told from a statement's words

mod client;
mod component;
mod error;
mod hint;
mod ignore;
mod load;
mod outside;
mod position;
mod program;
mod text;
mod words;

use std::path::Path;

use aludel_db::{ScratchDatabase, Session, introspect};
use aludel_project::config::{TargetPath, TargetSection};
use aludel_schema::request::definition::SchemaDefinition;
use aludel_schema::{ObjectName, Rename, Schema, Scope};

use crate::error::{DatabaseState, Error};
use crate::migrator::Migrator;
use crate::scratch::scope_in;
use hint::Hint;
use text::TargetText;

pub use error::TargetError;
use ignore::Ignored;
pub(crate) use outside::{check_outside, refused};

/// What the database is to look like.
#[derive(Debug, Clone)]
pub(crate) struct TargetSchema {
    /// Read from a scratch database, without what is left out.
    pub(crate) schema: Schema,
    /// The renames that comments tell.
    pub(crate) renames: Vec<Rename>,
    /// What comments leave out of the comparison; to be left out of the other side too.
    pub(crate) ignored: Vec<Ignored>,
}

/// What the database is to look like, as it is written down.
enum Wanted {
    Texts(Vec<TargetText>),
    Definition { file: String, definition: Box<SchemaDefinition> },
}

impl TargetSchema {
    /// Whether it holds no table at all, so that everything would go.
    pub(crate) fn is_empty(&self) -> bool {
        self.schema.tables.is_empty() && self.schema.views.is_empty()
    }

    /// Takes what comments leave out of the comparison out of its other side.
    pub(crate) fn leave_out(&self, other: &mut Schema) {
        self.ignored.iter().for_each(|ignored| ignored.leave_out(other));
    }
}

impl Migrator {
    /// What `[target]` of the config asks for.
    pub(crate) async fn target_schema(&self, scope: &Scope) -> Result<TargetSchema, Error> {
        let missing = || TargetError::Missing { config: self.config.display_path(&self.config.path) };
        let section = self.config.target.as_ref().ok_or_else(missing)?;
        // Nothing of this needs a scratch database yet, and it may take a while.
        let wanted = match section {
            TargetSection::Sql(paths) => Wanted::Texts(read_all(paths)?),
            TargetSection::Program(program) => {
                let dialect = self.address()?.url.dialect().name();
                let printed = self.unless_cancelled(program::run(program, &self.config.root, dialect)).await?;
                Wanted::Texts(vec![printed?])
            }
            TargetSection::Component(path) => component::ask(self, path, self.address()?.url.dialect()).await?,
        };
        self.schema_of(wanted, scope).await
    }

    /// What a SQL file, or a folder of them, makes.
    pub(crate) async fn sql_schema(&self, path: &Path, scope: &Scope) -> Result<TargetSchema, Error> {
        let texts = text::read(path, &self.config.display_path(path))?;
        self.schema_of(Wanted::Texts(texts), scope).await
    }

    /// Ends the work when somebody asks to stop.
    async fn unless_cancelled<T>(&self, work: impl Future<Output = T>) -> Result<T, Error> {
        tokio::select! {
            biased;
            () = self.cancellation().cancelled() => {
                Err(Error::Cancelled { revision: None, state: DatabaseState::AtRest { heads: Vec::new() } })
            }
            done = work => Ok(done),
        }
    }

    async fn schema_of(&self, wanted: Wanted, scope: &Scope) -> Result<TargetSchema, Error> {
        let (scratch, mut session) = self.scratch_database().await?;
        let made = self.unless_cancelled(make(&scratch, &mut *session, wanted, scope)).await.flatten();
        if scratch.is_schema() {
            // Its transaction is not to be kept, and a rollback that fails ends with the connection.
            let _ = session.rollback().await;
        }
        let _ = session.close().await;
        // What was found out stays true; a scratch database that stays behind is swept by a later one.
        let _ = scratch.remove().await;
        made
    }
}

fn read_all(paths: &[TargetPath]) -> Result<Vec<TargetText>, TargetError> {
    let read = paths.iter().map(|path| text::read(&path.path, &path.text)).collect::<Result<Vec<_>, _>>()?;
    Ok(read.into_iter().flatten().collect())
}

async fn make(
    scratch: &ScratchDatabase,
    session: &mut dyn Session,
    wanted: Wanted,
    scope: &Scope,
) -> Result<TargetSchema, Error> {
    let failed = |error| refused(scratch, error);
    let scope = &*scope_in(scratch, scope);
    if scratch.is_schema() {
        session.begin().await.map_err(failed)?;
    }
    let search_path = outside::search_path(session).await.map_err(failed)?;
    let mut hints = Vec::new();
    match wanted {
        Wanted::Definition { file, definition } => component::make(session, &file, *definition, scope).await?,
        Wanted::Texts(texts) => {
            for text in &texts {
                hints.extend(load::load(session, text).await?);
                load::restore_search_path(session, search_path.as_deref()).await.map_err(failed)?;
            }
        }
    }
    if scratch.is_schema() {
        check_outside(session).await.map_err(failed)??;
    }
    let default_schema = session.info().default_schema.clone();
    let schema = introspect(session, scope).await?;
    Ok(with_hints(schema, hints, default_schema.as_deref()))
}

fn with_hints(schema: Schema, hints: Vec<Hint>, default_schema: Option<&str>) -> TargetSchema {
    let mut target = TargetSchema { schema, renames: Vec::new(), ignored: Vec::new() };
    for hint in hints {
        match hint {
            Hint::Renamed { table, column, from } => {
                target.renames.push(rename(&target.schema, table, column, from, default_schema));
            }
            Hint::Ignored { kind, name, table } => {
                let name = object_name(name, default_schema);
                let table = table.map(|table| object_name(table, default_schema));
                target.ignored.push(Ignored { kind, name, table });
            }
        }
    }
    for ignored in &target.ignored {
        ignored.leave_out(&mut target.schema);
    }
    target
}

fn rename(
    schema: &Schema,
    table: Vec<String>,
    column: Option<String>,
    mut from: Vec<String>,
    default_schema: Option<&str>,
) -> Rename {
    let table = stored_table(schema, object_name(table, default_schema));
    let Some(column) = column else {
        // A table that moves keeps its schema unless the hint names another.
        let from = match from.len() {
            1 => ObjectName { schema: table.schema.clone(), name: from.remove(0) },
            _ => object_name(from, default_schema),
        };
        return Rename::Table { from, to: table };
    };
    let stored = schema
        .tables
        .get(&table)
        .and_then(|found| found.columns.iter().find(|candidate| candidate.name.eq_ignore_ascii_case(&column)));
    let to = stored.map_or(column, |found| found.name.clone());
    Rename::Column { table, from: from.pop().unwrap_or_default(), to }
}

/// The name as the server has stored it, which may be in other letters.
fn stored_table(schema: &Schema, name: ObjectName) -> ObjectName {
    if schema.tables.contains_key(&name) {
        return name;
    }
    let is_same = |found: &&ObjectName| found.schema == name.schema && found.name.eq_ignore_ascii_case(&name.name);
    schema.tables.keys().find(is_same).cloned().unwrap_or(name)
}

fn object_name(mut parts: Vec<String>, default_schema: Option<&str>) -> ObjectName {
    let name = parts.pop().unwrap_or_default();
    let schema = parts.pop().filter(|schema| Some(schema.as_str()) != default_schema);
    ObjectName { schema, name }
}

#[cfg(test)]
mod server_tests;
#[cfg(test)]
mod tests;
