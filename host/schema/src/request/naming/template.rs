//! One template: `fk_%(table_name)s_%(column_0_name)s`.

use aludel_sql::Dialect;

use super::digest;

/// Why something cannot be named.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NamingError {
    /// There is no such kind of constraint.
    #[error("the naming convention has a template for `{kind}`; there are `pk`, `uq`, `fk`, `ck`, `ex` and `ix`")]
    UnknownKind {
        /// The word.
        kind: String,
    },
    /// There is no such token.
    #[error("`{template}` holds the token `{token}`, which no name has")]
    UnknownToken {
        /// The template.
        template: String,
        /// The token.
        token: String,
    },
    /// A token has no end.
    #[error("`{template}` holds a token without `)s` at its end")]
    OpenToken {
        /// The template.
        template: String,
    },
    /// What is to be named does not have what a token asks for.
    #[error("`{template}` cannot name a constraint or index of `{table}`: it has no `{token}`; give it a name")]
    Lacking {
        /// The template.
        template: String,
        /// The table.
        table: String,
        /// The token.
        token: String,
    },
}

/// What is named.
pub(super) struct Subject<'a> {
    pub(super) table: &'a str,
    /// None for an expression.
    pub(super) columns: Vec<Option<&'a str>>,
    pub(super) referred_table: Option<&'a str>,
    pub(super) referred_columns: &'a [String],
    pub(super) given: Option<&'a str>,
}

/// A template, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Template {
    text: String,
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Token { token: Token, text: String },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Table,
    ReferredTable,
    Constraint,
    Column { of: Side, which: Which, with_table: bool },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Here,
    Referred,
}

/// Which columns a token stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    One(usize),
    All { divided: bool },
}

impl Template {
    pub(super) fn parse(text: &str) -> Result<Self, NamingError> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("%(") {
            let (token, after) =
                after.split_once(")s").ok_or_else(|| NamingError::OpenToken { template: text.to_owned() })?;
            let unknown = || NamingError::UnknownToken { template: text.to_owned(), token: token.to_owned() };
            parts.push(Part::Text(before.to_owned()));
            parts.push(Part::Token { token: Token::parse(token).ok_or_else(unknown)?, text: token.to_owned() });
            rest = after;
        }
        parts.push(Part::Text(rest.to_owned()));
        Ok(Self { text: text.to_owned(), parts })
    }

    /// The name of a subject. One that was given stays, unless the template builds on it.
    pub(super) fn name(&self, subject: &Subject<'_>, dialect: Dialect) -> Result<Option<String>, NamingError> {
        let builds_on_given =
            self.parts.iter().any(|part| matches!(part, Part::Token { token: Token::Constraint, .. }));
        if subject.given.is_some() && !builds_on_given {
            return Ok(subject.given.map(str::to_owned));
        }
        let mut name = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => name.push_str(text),
                Part::Token { token, text } => name.push_str(&self.value(*token, text, subject)?),
            }
        }
        Ok(Some(shortened(name, dialect)))
    }

    fn value(&self, token: Token, text: &str, subject: &Subject<'_>) -> Result<String, NamingError> {
        token.value(subject).ok_or_else(|| NamingError::Lacking {
            template: self.text.clone(),
            table: subject.table.to_owned(),
            token: text.to_owned(),
        })
    }
}

impl Token {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "table_name" => Some(Self::Table),
            "referred_table_name" => Some(Self::ReferredTable),
            "constraint_name" => Some(Self::Constraint),
            _ => match text.strip_prefix("referred_column_") {
                Some(rest) => Self::parse_column(rest, Side::Referred),
                None => Self::parse_column(text.strip_prefix("column_")?, Side::Here),
            },
        }
    }

    /// What follows `column_`: `0_name`, `0N_name`, `0_N_label`.
    fn parse_column(text: &str, of: Side) -> Option<Self> {
        let (which, what) = text.rsplit_once('_')?;
        let with_table = match what {
            "name" | "key" => false,
            "label" => true,
            _ => return None,
        };
        let which = match which {
            "0N" => Which::All { divided: false },
            "0_N" => Which::All { divided: true },
            number => Which::One(number.parse().ok()?),
        };
        Some(Self::Column { of, which, with_table })
    }

    fn value(self, subject: &Subject<'_>) -> Option<String> {
        match self {
            Self::Table => Some(subject.table.to_owned()),
            Self::ReferredTable => subject.referred_table.map(str::to_owned),
            Self::Constraint => subject.given.map(str::to_owned),
            Self::Column { of, which, with_table } => {
                let columns = subject.columns_of(of);
                let prefix = if with_table { format!("{}_", subject.table) } else { String::new() };
                let label = |column: Option<&str>| column.map(|column| format!("{prefix}{column}"));
                match which {
                    Which::One(place) => label(*columns.get(place)?),
                    Which::All { divided } => {
                        let labels: Vec<String> = columns.iter().copied().map(label).collect::<Option<_>>()?;
                        (!labels.is_empty()).then(|| labels.join(if divided { "_" } else { "" }))
                    }
                }
            }
        }
    }
}

impl<'a> Subject<'a> {
    fn columns_of(&self, side: Side) -> Vec<Option<&'a str>> {
        match side {
            Side::Here => self.columns.clone(),
            Side::Referred => self.referred_columns.iter().map(|column| Some(&**column)).collect(),
        }
    }
}

/// A name that the server keeps whole: of a longer one the beginning, and the end of its digest.
fn shortened(name: String, dialect: Dialect) -> String {
    let limit = match dialect {
        Dialect::Sqlite => return name,
        Dialect::Postgres => 63,
        Dialect::Mysql | Dialect::MariaDb => 64,
    };
    if dialect.quote(&name).is_ok() {
        return name;
    }
    let digest = digest::md5_hex(name.as_bytes());
    let mut start: String = name.chars().take(limit - 8).collect();
    // PostgreSQL counts bytes.
    while dialect == Dialect::Postgres && start.len() > limit - 8 {
        start.pop();
    }
    format!("{start}_{}", &digest[digest.len() - 4..])
}
