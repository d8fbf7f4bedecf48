//! The schema from the catalogue (`information_schema`).
//!
//! Nothing is asked of each table: `SHOW CREATE` is not used. The name of the connection's own database is taken out of
//! every text, so that two databases compare whatever they are called.

mod cells;
mod checks;
mod columns;
mod draft;
mod foreign_keys;
mod indexes;
mod partitions;
mod periods;
mod question;
mod routines;
mod sequences;
mod tables;
mod triggers;
mod view_text;
mod views;

#[cfg(test)]
mod tests;

use aludel_sql::{Dialect, Row};

use self::cells::Cells;
use self::draft::Drafts;
use self::question::Question;
use super::super::{CatalogError, CatalogQuery, Scope};
use crate::model::{ObjectName, Schema, Uncompared};

/// What to ask the server.
pub(super) fn queries(dialect: Dialect, version: (u32, u32, u32), scope: &Scope) -> Vec<CatalogQuery> {
    Question::all(dialect, version).into_iter().map(|question| question.query(dialect, version, scope)).collect()
}

/// Reads the answers.
pub(super) fn read(
    dialect: Dialect,
    version: (u32, u32, u32),
    scope: &Scope,
    answers: &[Vec<Row>],
) -> Result<Schema, CatalogError> {
    let mut reader = Reader { dialect, version, scope, answers, database: String::new() };
    let mut schema = Schema::empty(dialect, version);
    reader.read_databases(&mut schema)?;
    let mut drafts = Drafts::default();
    tables::read(&reader, &mut schema, &mut drafts)?;
    columns::read(&reader, &mut drafts)?;
    indexes::read(&reader, &mut schema, &mut drafts)?;
    foreign_keys::read(&reader, &mut drafts)?;
    checks::read(&reader, &mut drafts)?;
    partitions::read(&reader, &mut drafts)?;
    if dialect == Dialect::MariaDb {
        periods::read(&reader, &mut schema, &mut drafts)?;
    }
    drafts.finish(&mut schema);
    views::read(&reader, &mut schema)?;
    triggers::read(&reader, &mut schema)?;
    routines::read(&reader, &mut schema)?;
    sequences::read(&reader, &mut schema)?;
    reader.read_events(&mut schema)?;
    schema.uncompared.sort();
    Ok(schema)
}

/// The answers, and what is needed to understand them.
struct Reader<'answers> {
    dialect: Dialect,
    version: (u32, u32, u32),
    scope: &'answers Scope,
    answers: &'answers [Vec<Row>],
    /// The database of the connection.
    database: String,
}

impl<'answers> Reader<'answers> {
    /// The rows of an answer; none where this server was not asked.
    fn rows(&self, question: Question) -> impl Iterator<Item = Cells<'answers>> {
        let position = Question::all(self.dialect, self.version).into_iter().position(|asked| asked == question);
        let rows = position.and_then(|position| self.answers.get(position)).map_or(&[][..], Vec::as_slice);
        rows.iter().map(move |row| Cells::new(question.about(), row))
    }

    /// Whether this server was asked that.
    fn is_asked(&self, question: Question) -> bool {
        Question::all(self.dialect, self.version).contains(&question)
    }

    /// A name in the model: that of the connection's database is left out.
    fn object(&self, database: &str, name: &str) -> ObjectName {
        if database == self.database { ObjectName::local(name) } else { ObjectName::in_schema(database, name) }
    }

    /// Whether a table or view was asked for.
    fn is_wanted(&self, name: &ObjectName) -> bool {
        let is_asked = |tables: &Vec<ObjectName>| tables.iter().any(|asked| self.is_same(asked, name));
        self.scope.tables.as_ref().is_none_or(is_asked) && !self.scope.without.contains(&name.name)
    }

    fn is_same(&self, asked: &ObjectName, name: &ObjectName) -> bool {
        let schema = asked.schema.as_deref().filter(|schema| *schema != self.database);
        asked.name == name.name && schema == name.schema.as_deref()
    }

    fn read_databases(&mut self, schema: &mut Schema) -> Result<(), CatalogError> {
        let databases: Vec<_> = self.rows(Question::Databases).collect();
        let Some(first) = databases.first() else { return Ok(()) };
        first.optional(1)?.unwrap_or_default().clone_into(&mut self.database);
        for cells in databases {
            if cells.text(0)? == self.database {
                schema.options.insert("charset".to_owned(), cells.text(2)?.to_owned());
                schema.options.insert("collation".to_owned(), cells.text(3)?.to_owned());
            } else {
                schema.namespaces.insert(cells.text(0)?.to_owned());
            }
        }
        Ok(())
    }

    fn read_events(&self, schema: &mut Schema) -> Result<(), CatalogError> {
        for cells in self.rows(Question::Events) {
            let name = self.object(cells.text(0)?, cells.text(1)?);
            schema.uncompared.push(Uncompared { kind: "event".to_owned(), name });
        }
        Ok(())
    }
}
