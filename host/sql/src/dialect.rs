//! The databases, and how each writes identifiers and parameters.

/// A kind of database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// `SQLite`.
    Sqlite,
    /// `PostgreSQL`.
    Postgres,
    /// `MySQL`.
    Mysql,
    /// `MariaDB`.
    MariaDb,
}

/// Why a name cannot be used as an identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdentifierError {
    /// Identifiers have at least one character.
    #[error("an identifier is empty")]
    Empty,
    /// A NUL would end the statement early, or hang the driver.
    #[error("the identifier `{identifier}` holds a NUL character", identifier = .identifier.escape_default())]
    HoldsNul {
        /// The name as given.
        identifier: String,
    },
    /// Longer than the server keeps: it would cut the name silently, so that two could meet.
    #[error("the identifier `{identifier}` is longer than the {limit} {unit} that {dialect} keeps", dialect = .dialect.display_name())]
    TooLong {
        /// The name as given.
        identifier: String,
        /// How much the server keeps.
        limit: usize,
        /// `bytes` or `characters`.
        unit: &'static str,
        /// The server.
        dialect: Dialect,
    },
}

impl Dialect {
    /// The name in configuration, URLs, dialect sections and JSON: `sqlite`, `postgresql`, `mysql`, `mariadb`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgresql",
            Self::Mysql => "mysql",
            Self::MariaDb => "mariadb",
        }
    }

    /// The name as people write it.
    pub fn display_name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
            Self::Mysql => "MySQL",
            Self::MariaDb => "MariaDB",
        }
    }

    /// Whether this is `MySQL` or its relative.
    pub fn is_mysql_family(self) -> bool {
        matches!(self, Self::Mysql | Self::MariaDb)
    }

    /// Whether a statement that defines something (CREATE, ALTER, DROP) commits the transaction it runs in.
    pub fn commits_on_define(self) -> bool {
        self.is_mysql_family()
    }

    /// Whether a statement that fails (interrupted, disk full, `ON CONFLICT ROLLBACK`) may roll back the transaction
    /// that it runs in.
    pub fn rolls_back_on_failure(self) -> bool {
        self == Self::Sqlite
    }

    /// Whether a table is altered by building it anew at times, which foreign keys must not see: they can be switched
    /// off, outside of transactions.
    pub fn suspends_foreign_keys(self) -> bool {
        self == Self::Sqlite
    }

    /// The text of parameter `index`, counted from 1.
    pub fn placeholder(self, index: u32) -> String {
        match self {
            Self::Postgres => format!("${index}"),
            Self::Sqlite => format!("?{index}"),
            Self::Mysql | Self::MariaDb => "?".to_owned(),
        }
    }

    /// Quotes one identifier, after checking that the server keeps it whole.
    pub fn quote(self, identifier: &str) -> Result<String, IdentifierError> {
        self.check_identifier(identifier)?;
        let quote = if self.is_mysql_family() { '`' } else { '"' };
        let doubled = identifier.replace(quote, &format!("{quote}{quote}"));
        Ok(format!("{quote}{doubled}{quote}"))
    }

    fn check_identifier(self, identifier: &str) -> Result<(), IdentifierError> {
        if identifier.is_empty() {
            return Err(IdentifierError::Empty);
        }
        if identifier.contains('\0') {
            return Err(IdentifierError::HoldsNul { identifier: identifier.to_owned() });
        }
        let (length, limit, unit) = match self {
            Self::Sqlite => return Ok(()),
            Self::Postgres => (identifier.len(), 63, "bytes"),
            Self::Mysql | Self::MariaDb => (identifier.chars().count(), 64, "characters"),
        };
        if length > limit {
            return Err(IdentifierError::TooLong { identifier: identifier.to_owned(), limit, unit, dialect: self });
        }
        Ok(())
    }
}
