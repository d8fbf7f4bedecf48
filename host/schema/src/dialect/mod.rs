//! What each server calls things.
//!
//! Every dialect has a folder with the same files: `quote` (names and texts), `types` (abstract types and the
//! server's), `render` (operations as statements), `catalog` (the schema from the server's catalogue), `compare` (which
//! spellings mean the same).

mod again;
mod mysql;
mod postgres;
mod sqlite;

use aludel_sql::{Dialect, Row, Value};

pub use again::{Outline, ReadAgain};

use crate::data_type::DataType;
use crate::model::{Column, Constraint, Index, Schema, Table, Trigger, View};
use crate::operation::{Modifiers, Operation};

/// One question to the catalogue of a server.
#[derive(Debug, Clone, PartialEq)]
pub struct CatalogQuery {
    /// What is asked about, for messages: `columns`, `indexes`.
    pub about: &'static str,
    /// One SELECT.
    pub sql: String,
    /// Its parameters.
    pub parameters: Vec<Value>,
}

/// Which part of a database is read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scope {
    /// Which schemas.
    pub namespaces: Namespaces,
    /// Only these tables, with what hangs on them; none for everything. On `SQLite` everything is read all the same.
    pub tables: Option<Vec<crate::ObjectName>>,
    /// Tables that are never read: those of Aludel itself.
    pub without: Vec<String>,
}

/// Which schemas of a database are read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Namespaces {
    /// All but the server's own.
    #[default]
    All,
    /// The default one of the connection.
    Default,
    /// The default one, and these.
    Named(Vec<String>),
}

/// Why rows of a catalogue could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the server's answer about {about} cannot be read: {problem}")]
pub struct CatalogError {
    /// What was asked about.
    pub about: &'static str,
    /// What is wrong with the answer.
    pub problem: String,
}

/// A statement that carries out an operation, or a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// One statement without a semicolon at the end.
    pub sql: String,
    /// Where it can run.
    pub placement: Placement,
}

/// Where a statement can run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placement {
    /// Anywhere.
    Anywhere,
    /// Only outside of a transaction (`CREATE INDEX CONCURRENTLY`).
    OutsideTransaction,
}

/// An operation as statements.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rendered {
    /// In order.
    pub statements: Vec<Statement>,
    /// Whether foreign keys must not be enforced while they run: a `SQLite` table that others point at is rebuilt.
    pub suspends_foreign_keys: bool,
}

/// A dialect cannot do what an operation asks for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} cannot {operation}", .dialect.display_name())]
pub struct Unsupported {
    /// In words that follow `cannot`: `drop the primary key of t`.
    pub operation: String,
    /// The server.
    pub dialect: Dialect,
    /// A way round.
    pub hint: Option<String>,
}

/// What is known about one kind of server.
pub trait Rules: Sync {
    /// The statements that carry out an operation.
    ///
    /// `state` is the database just before it, as far as it is known: renderers look up there what the statement needs
    /// beside the operation itself (the rest of a table that is rebuilt, the columns that use an enum).
    fn render(&self, state: &Schema, operation: &Operation, modifiers: &Modifiers) -> Result<Rendered, Unsupported>;

    /// Looks at the statements of operations that run one after the other, each beside its operation, and settles what
    /// no operation knows alone: where they can run.
    fn settle(&self, steps: &mut [(&Operation, &mut Rendered)]) {
        let _ = steps;
    }

    /// What to ask the server; a number of questions that does not depend on the size of the schema.
    fn catalog_queries(&self, version: (u32, u32, u32), scope: &Scope) -> Vec<CatalogQuery>;

    /// Reads the answers, one list of rows for each question.
    fn read_catalog(
        &self,
        version: (u32, u32, u32),
        scope: &Scope,
        answers: &[Vec<Row>],
    ) -> Result<Schema, CatalogError>;

    /// How a schema is read again after a definition, where that is possible without reading all of it.
    fn reads_again(&self) -> Option<&'static dyn ReadAgain> {
        None
    }

    /// The text of a type that a server of this version has; 0 where the version is not known.
    fn type_text(&self, version: (u32, u32, u32), data_type: &DataType) -> Result<String, Unsupported>;

    /// The type that a text of the server means; [`DataType::Custom`] where none of the common ones is exactly that.
    fn read_type(&self, text: &str) -> DataType;

    /// Whether a table has this option when nothing is said of it.
    fn is_usual_option(&self, name: &str, value: &str) -> bool {
        let _ = (name, value);
        false
    }

    /// Whether two columns of the same name are the same in meaning, apart from their comments.
    fn same_column(&self, before: (&Table, &Column), after: (&Table, &Column)) -> bool {
        let _ = (before.0, after.0);
        before.1 == after.1
    }

    /// Whether two constraints demand the same, whatever they are called.
    fn same_constraint(&self, before: &Constraint, after: &Constraint) -> bool {
        before.body == after.body && before.deferral == after.deferral && before.options == after.options
    }

    /// Whether two indexes are made the same way, whatever they are called.
    fn same_index(&self, before: &Index, after: &Index) -> bool {
        Index { name: String::new(), ..before.clone() } == Index { name: String::new(), ..after.clone() }
    }

    /// Whether two views read the same.
    fn same_view(&self, before: &View, after: &View) -> bool {
        before.query == after.query
            && before.columns == after.columns
            && before.materialized == after.materialized
            && before.options == after.options
    }

    /// Whether two triggers do the same.
    fn same_trigger(&self, before: &Trigger, after: &Trigger) -> bool {
        before.definition == after.definition && before.options == after.options
    }
}

/// The rules of a kind of server.
pub fn rules(dialect: Dialect) -> &'static dyn Rules {
    match dialect {
        Dialect::Sqlite => &sqlite::SqliteRules,
        Dialect::Postgres => &postgres::PostgresRules,
        Dialect::Mysql => &mysql::MysqlRules::MYSQL,
        Dialect::MariaDb => &mysql::MysqlRules::MARIADB,
    }
}
