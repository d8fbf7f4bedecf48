//! What is asked: one question for each kind of object, whatever their number.

use aludel_sql::{Dialect, Value};

use super::super::super::{CatalogQuery, Namespaces, Scope};

/// A database with more tables asked for than this is read as a whole, and what was not asked for is left out.
const TABLES_ASKED_ONE_BY_ONE_MAX: usize = 16;

/// The first version of `MariaDB` that tells its periods.
const PERIODS_SINCE: (u32, u32, u32) = (11, 4, 1);

/// A question about the catalogue. The order is that of the answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Question {
    Databases,
    Tables,
    Columns,
    Indexes,
    ForeignKeys,
    Actions,
    Checks,
    Partitions,
    Views,
    Triggers,
    Routines,
    Parameters,
    Events,
    SequenceNames,
    Sequences,
    Periods,
}

/// A SELECT without its WHERE, and the columns by which it is narrowed.
struct Source {
    select: String,
    schema: &'static str,
    /// None for what belongs to no table.
    table: Option<&'static str>,
    /// A condition of its own.
    filter: Option<&'static str>,
}

impl Question {
    /// All questions for a server. `MySQL` has no sequences.
    pub(super) fn all(dialect: Dialect, version: (u32, u32, u32)) -> Vec<Self> {
        use Question::{
            Actions, Checks, Columns, Databases, Events, ForeignKeys, Indexes, Parameters, Partitions, Periods,
            Routines, SequenceNames, Sequences, Tables, Triggers, Views,
        };
        let mut all = vec![
            Databases,
            Tables,
            Columns,
            Indexes,
            ForeignKeys,
            Actions,
            Checks,
            Partitions,
            Views,
            Triggers,
            Routines,
            Parameters,
            Events,
        ];
        if dialect == Dialect::MariaDb {
            all.extend([SequenceNames, Sequences]);
            all.extend((version >= PERIODS_SINCE).then_some(Periods));
        }
        all
    }

    /// The word for it in messages.
    pub(super) fn about(self) -> &'static str {
        match self {
            Self::Databases => "databases",
            Self::Tables => "tables",
            Self::Columns => "columns",
            Self::Indexes => "indexes",
            Self::ForeignKeys => "columns of foreign keys",
            Self::Actions => "actions of foreign keys",
            Self::Checks => "checks",
            Self::Partitions => "partitions",
            Self::Views => "views",
            Self::Triggers => "triggers",
            Self::Routines => "routines",
            Self::Parameters => "parameters of routines",
            Self::Events => "events",
            Self::SequenceNames => "names of sequences",
            Self::Sequences => "sequences",
            Self::Periods => "periods",
        }
    }

    /// The query that asks it.
    pub(super) fn query(self, dialect: Dialect, version: (u32, u32, u32), scope: &Scope) -> CatalogQuery {
        match self {
            Self::Databases => databases(scope),
            Self::SequenceNames => CatalogQuery { about: self.about(), sql: sequence_names(scope), parameters: vec![] },
            Self::Sequences => CatalogQuery { about: self.about(), sql: READ_SEQUENCES.to_owned(), parameters: vec![] },
            _ => self.source(dialect, version).query(self.about(), scope),
        }
    }

    fn source(self, dialect: Dialect, version: (u32, u32, u32)) -> Source {
        let mysql = dialect == Dialect::Mysql;
        let (select, schema, table) = match self {
            Self::Columns => (columns(mysql), "TABLE_SCHEMA", Some("TABLE_NAME")),
            Self::Indexes => (indexes(mysql, version), "TABLE_SCHEMA", Some("TABLE_NAME")),
            Self::ForeignKeys => (FOREIGN_KEYS.to_owned(), "TABLE_SCHEMA", Some("TABLE_NAME")),
            Self::Actions => (ACTIONS.to_owned(), "CONSTRAINT_SCHEMA", Some("TABLE_NAME")),
            Self::Checks if mysql => (CHECKS_OF_MYSQL.to_owned(), "tc.TABLE_SCHEMA", Some("tc.TABLE_NAME")),
            Self::Checks => (CHECKS_OF_MARIADB.to_owned(), "CONSTRAINT_SCHEMA", Some("TABLE_NAME")),
            Self::Partitions => (PARTITIONS.to_owned(), "TABLE_SCHEMA", Some("TABLE_NAME")),
            Self::Views => (views(mysql), "TABLE_SCHEMA", Some("TABLE_NAME")),
            Self::Triggers => (TRIGGERS.to_owned(), "TRIGGER_SCHEMA", Some("EVENT_OBJECT_TABLE")),
            Self::Routines => (ROUTINES.to_owned(), "ROUTINE_SCHEMA", None),
            Self::Parameters => (PARAMETERS.to_owned(), "SPECIFIC_SCHEMA", None),
            Self::Events => (EVENTS.to_owned(), "EVENT_SCHEMA", None),
            Self::Periods => (PERIODS.to_owned(), "TABLE_SCHEMA", Some("TABLE_NAME")),
            Self::Tables | Self::Databases | Self::SequenceNames | Self::Sequences => {
                (TABLES.to_owned(), "TABLE_SCHEMA", Some("TABLE_NAME"))
            }
        };
        Source { select, schema, table, filter: self.filter(mysql) }
    }

    fn filter(self, mysql: bool) -> Option<&'static str> {
        match self {
            Self::ForeignKeys => Some("REFERENCED_TABLE_NAME IS NOT NULL"),
            Self::Partitions => Some("PARTITION_NAME IS NOT NULL"),
            Self::Checks if mysql => Some("tc.CONSTRAINT_TYPE = 'CHECK'"),
            _ => None,
        }
    }
}

impl Source {
    /// One SELECT for each pair of database and table: the server finds rows at once by an equality, and walks all of
    /// its databases for anything else.
    fn query(&self, about: &'static str, scope: &Scope) -> CatalogQuery {
        let mut parameters = Vec::new();
        let mut arms = Vec::new();
        for (database, table) in self.places(scope) {
            let mut conditions = vec![match database {
                None => format!("{} = DATABASE()", self.schema),
                Some(database) => {
                    parameters.push(Value::Text(database));
                    format!("{} = ?", self.schema)
                }
            }];
            if let (Some(column), Some(table)) = (self.table, table) {
                parameters.push(Value::Text(table));
                conditions.push(format!("{column} = ?"));
            }
            conditions.extend(self.filter.map(str::to_owned));
            arms.push(format!("{} WHERE {}", self.select, conditions.join(" AND ")));
        }
        if arms.is_empty() {
            arms.push(format!("{} WHERE FALSE", self.select));
        }
        CatalogQuery { about, sql: arms.join(" UNION ALL "), parameters }
    }

    /// Which databases (none for the default one) and tables (none for all) are asked about.
    fn places(&self, scope: &Scope) -> Vec<(Option<String>, Option<String>)> {
        match &scope.tables {
            // What belongs to no table is not asked for when tables are.
            Some(_) if self.table.is_none() => Vec::new(),
            Some(tables) if tables.len() <= TABLES_ASKED_ONE_BY_ONE_MAX => {
                tables.iter().map(|table| (table.schema.clone(), Some(table.name.clone()))).collect()
            }
            _ => databases_of(scope).into_iter().map(|database| (database, None)).collect(),
        }
    }
}

/// The databases that are read; none stands for the default one.
fn databases_of(scope: &Scope) -> Vec<Option<String>> {
    let named = match &scope.namespaces {
        Namespaces::Named(named) => named.as_slice(),
        // Other databases of the server are no part of this one.
        Namespaces::All | Namespaces::Default => &[],
    };
    std::iter::once(None).chain(named.iter().cloned().map(Some)).collect()
}

fn databases(scope: &Scope) -> CatalogQuery {
    let named: Vec<String> = databases_of(scope).into_iter().flatten().collect();
    let sql = format!(
        "SELECT SCHEMA_NAME, DATABASE(), DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME \
         FROM information_schema.SCHEMATA WHERE SCHEMA_NAME IN (DATABASE(){})",
        ", ?".repeat(named.len())
    );
    CatalogQuery { about: Question::Databases.about(), sql, parameters: named.into_iter().map(Value::Text).collect() }
}

const TABLES: &str = "SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE, ENGINE, TABLE_COLLATION, CREATE_OPTIONS, \
                      TABLE_COMMENT FROM information_schema.TABLES";

const FOREIGN_KEYS: &str = "SELECT TABLE_SCHEMA, TABLE_NAME, CONSTRAINT_NAME, ORDINAL_POSITION, COLUMN_NAME, \
                            REFERENCED_TABLE_SCHEMA, REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME \
                            FROM information_schema.KEY_COLUMN_USAGE";

const ACTIONS: &str = "SELECT CONSTRAINT_SCHEMA, TABLE_NAME, CONSTRAINT_NAME, UPDATE_RULE, DELETE_RULE \
                       FROM information_schema.REFERENTIAL_CONSTRAINTS";

const CHECKS_OF_MARIADB: &str = "SELECT CONSTRAINT_SCHEMA, TABLE_NAME, CONSTRAINT_NAME, LEVEL, CHECK_CLAUSE, 'YES' \
                                 FROM information_schema.CHECK_CONSTRAINTS";

/// The names of checks are unique in a database there.
const CHECKS_OF_MYSQL: &str = "SELECT tc.TABLE_SCHEMA, tc.TABLE_NAME, tc.CONSTRAINT_NAME, 'Table', cc.CHECK_CLAUSE, \
                               tc.ENFORCED FROM information_schema.TABLE_CONSTRAINTS tc \
                               JOIN information_schema.CHECK_CONSTRAINTS cc \
                               ON cc.CONSTRAINT_SCHEMA = tc.CONSTRAINT_SCHEMA \
                               AND cc.CONSTRAINT_NAME = tc.CONSTRAINT_NAME";

const PARTITIONS: &str = "SELECT TABLE_SCHEMA, TABLE_NAME, PARTITION_ORDINAL_POSITION, SUBPARTITION_ORDINAL_POSITION, \
                          PARTITION_NAME, PARTITION_METHOD, PARTITION_EXPRESSION, SUBPARTITION_METHOD, \
                          SUBPARTITION_EXPRESSION, PARTITION_DESCRIPTION, PARTITION_COMMENT \
                          FROM information_schema.PARTITIONS";

const TRIGGERS: &str = "SELECT EVENT_OBJECT_SCHEMA, EVENT_OBJECT_TABLE, TRIGGER_NAME, ACTION_TIMING, \
                        EVENT_MANIPULATION, ACTION_ORDER, ACTION_STATEMENT FROM information_schema.TRIGGERS";

const ROUTINES: &str = "SELECT ROUTINE_SCHEMA, ROUTINE_NAME, ROUTINE_TYPE, DTD_IDENTIFIER, COLLATION_NAME, \
                        ROUTINE_BODY, ROUTINE_DEFINITION, IS_DETERMINISTIC, SQL_DATA_ACCESS, SECURITY_TYPE, \
                        ROUTINE_COMMENT, DATABASE_COLLATION, EXTERNAL_LANGUAGE FROM information_schema.ROUTINES";

/// Position 0 is what a function returns.
const PARAMETERS: &str = "SELECT SPECIFIC_SCHEMA, SPECIFIC_NAME, ROUTINE_TYPE, ORDINAL_POSITION, PARAMETER_MODE, \
                          PARAMETER_NAME, DTD_IDENTIFIER, COLLATION_NAME FROM information_schema.PARAMETERS";

const EVENTS: &str = "SELECT EVENT_SCHEMA, EVENT_NAME FROM information_schema.EVENTS";

const PERIODS: &str = "SELECT TABLE_SCHEMA, TABLE_NAME, START_COLUMN_NAME FROM information_schema.PERIODS";

/// A sequence is read like a table of one row. The question before this one has written the SELECTs of all of them.
/// Alone, `EXECUTE IMMEDIATE` cannot be prepared.
const READ_SEQUENCES: &str = "BEGIN NOT ATOMIC EXECUTE IMMEDIATE \
                              IFNULL(@aludel_sequences, 'SELECT 1 FROM DUAL WHERE FALSE'); END";

fn columns(mysql: bool) -> String {
    let srid = if mysql { "SRS_ID" } else { "NULL" };
    format!(
        "SELECT TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION, COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, COLLATION_NAME, \
         COLUMN_DEFAULT, EXTRA, GENERATION_EXPRESSION, COLUMN_COMMENT, {srid} FROM information_schema.COLUMNS"
    )
}

fn indexes(mysql: bool, version: (u32, u32, u32)) -> String {
    // MySQL says what can be seen, MariaDB what is ignored.
    let hidden = if mysql { "IF(IS_VISIBLE = 'NO', 'YES', 'NO')" } else { "IGNORED" };
    let expression = if mysql && version >= (8, 0, 13) { "EXPRESSION" } else { "NULL" };
    format!(
        "SELECT TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX, NON_UNIQUE, COLUMN_NAME, COLLATION, SUB_PART, \
         INDEX_TYPE, INDEX_COMMENT, {hidden}, {expression}, (SELECT COUNT(*) FROM information_schema.PLUGINS \
         WHERE PLUGIN_TYPE = 'FTPARSER' AND PLUGIN_STATUS = 'ACTIVE') FROM information_schema.STATISTICS"
    )
}

fn views(mysql: bool) -> String {
    let algorithm = if mysql { "NULL" } else { "ALGORITHM" };
    format!(
        "SELECT TABLE_SCHEMA, TABLE_NAME, VIEW_DEFINITION, CHECK_OPTION, SECURITY_TYPE, {algorithm} \
         FROM information_schema.VIEWS"
    )
}

/// Writes one SELECT for each sequence of the default database into a variable of the session.
fn sequence_names(scope: &Scope) -> String {
    // Nothing but tables was asked for.
    let condition = if scope.tables.is_some() { "FALSE" } else { "TABLE_SCHEMA = DATABASE()" };
    format!(
        "SELECT @aludel_sequences := (SELECT GROUP_CONCAT('SELECT ', QUOTE(TABLE_NAME), ', start_value, \
         minimum_value, maximum_value, increment, cache_size, cycle_option FROM `', \
         REPLACE(TABLE_SCHEMA, '`', '``'), '`.`', REPLACE(TABLE_NAME, '`', '``'), '`' SEPARATOR ' UNION ALL ') \
         FROM information_schema.TABLES WHERE {condition} AND TABLE_TYPE = 'SEQUENCE')"
    )
}
