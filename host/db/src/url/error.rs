//! Why a URL cannot be used.

/// Why a URL cannot be used. No message shows a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    /// Nothing was given.
    #[error("the database URL is empty")]
    Empty,
    /// A NUL would end the URL early.
    #[error("the database URL `{url}` holds a NUL character")]
    HoldsNul {
        /// The URL without its password.
        url: String,
    },
    /// It does not say which kind of database.
    #[error("`{url}` is not a database URL: it has no scheme")]
    SchemeMissing {
        /// The URL without its password.
        url: String,
    },
    /// No such kind of database.
    #[error("`{url}`: `{scheme}` is not a scheme that Aludel knows (sqlite, postgres, postgresql, mysql, mariadb)")]
    SchemeUnknown {
        /// The URL without its password.
        url: String,
        /// Its scheme.
        scheme: String,
        /// The nearest known one, if one is near.
        nearest: Option<&'static str>,
    },
    /// `SQLAlchemy` names the driver in the scheme; there is one driver here.
    #[error("`{url}`: the scheme names the driver `{driver}`, and Aludel brings its own")]
    SchemeNamesDriver {
        /// The URL without its password.
        url: String,
        /// The dialect part of the scheme.
        dialect: String,
        /// The driver part.
        driver: String,
    },
    /// A `SQLite` URL without a file.
    #[error("`{url}` names no file")]
    FileMissing {
        /// The URL.
        url: String,
    },
    /// Not a URL by the standard's rules.
    #[error("`{url}` is not a URL: {reason}")]
    Malformed {
        /// The URL without its password.
        url: String,
        /// What the parser says.
        reason: String,
    },
    /// Percent-encoding that does not give text.
    #[error("`{url}`: the {part}, percent-decoded, is not UTF-8 text without NUL")]
    NotText {
        /// The URL without its password.
        url: String,
        /// Which part.
        part: &'static str,
    },
    /// A server needs a database name.
    #[error("`{url}` names no database")]
    DatabaseNameMissing {
        /// The URL without its password.
        url: String,
    },
    /// A parameter that nothing would read.
    #[error("`{url}`: there is no parameter `{parameter}`")]
    ParameterUnknown {
        /// The URL without its password.
        url: String,
        /// Its name.
        parameter: String,
        /// The nearest known one, if one is near.
        nearest: Option<&'static str>,
    },
    /// A parameter with a value that it cannot have.
    #[error("`{url}`: `{parameter}` cannot be `{value}`; it is one of {allowed}")]
    ParameterValue {
        /// The URL without its password.
        url: String,
        /// Its name.
        parameter: String,
        /// Its value.
        value: String,
        /// What it may be.
        allowed: &'static str,
    },
}

impl UrlError {
    /// What to write instead, where that can be told.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Empty => Some("such as `sqlite://app.db` or `postgres://user:password@localhost/app`".to_owned()),
            Self::SchemeMissing { url } => Some(format!("for a SQLite file write `sqlite://{url}`")),
            Self::SchemeUnknown { url, scheme, nearest: Some(nearest) } => {
                Some(format!("did you mean `{}`?", url.replacen(scheme.as_str(), nearest, 1)))
            }
            Self::SchemeNamesDriver { url, dialect, driver } => {
                Some(format!("write `{}`", url.replacen(&format!("{dialect}+{driver}"), dialect, 1)))
            }
            Self::FileMissing { .. } => {
                Some("`sqlite://app.db` is a file, `sqlite://:memory:` one in memory".to_owned())
            }
            Self::Malformed { .. } | Self::NotText { .. } => Some(
                "percent-encode what is special in user and password: `@` is %40, `:` %3A, `/` %2F, `#` %23, `%` %25"
                    .to_owned(),
            ),
            Self::DatabaseNameMissing { url } => Some(format!("write `{}/NAME`", url.trim_end_matches('/'))),
            Self::ParameterUnknown { nearest: Some(nearest), .. } => Some(format!("did you mean `{nearest}`?")),
            _ => None,
        }
    }
}
