//! What keeps a login from being a guest's.

use aludel_sql::{Dialect, IdentifierError};

use crate::ledger::HOUSE_SCHEMA;

/// Why a login would not keep guests away from what is the host's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GuestLoginProblem {
    /// Two logins are not supported there, or the URLs lead to servers of two kinds.
    #[error("a second login is supported on PostgreSQL, MySQL and MariaDB, and not with {own} as `url` and {guest} as `guest_url`", own = .own.display_name(), guest = .guest.display_name())]
    Unsupported {
        /// The host's kind of database.
        own: Dialect,
        /// The guests' kind of database.
        guest: Dialect,
    },
    /// What binds the two together is for one session each.
    #[error("it works with another login in one session, and a pooler lends its connections for one transaction")]
    Pooled,
    /// The URLs lead to two databases.
    #[error("`url` leads to another database or server")]
    OtherDatabase,
    /// Nothing was set up yet.
    #[error("there is no {what} `{name}` for the tables of Aludel")]
    NotSetUp {
        /// `schema`, or `database` where schemas are databases.
        what: &'static str,
        /// What it would be called.
        name: String,
    },
    /// The database that would hold the tables of the house would have too long a name.
    #[error("the tables of Aludel would be in the database `{name}`, and no name has more than 64 characters")]
    NameTooLong {
        /// What it would be called.
        name: String,
    },
    /// A login, a role or a database is called as nothing can be called there.
    #[error("{problem}")]
    Name {
        /// What is wrong with the name.
        problem: IdentifierError,
    },
    /// Roles own nothing there.
    #[error("tables have no owners on MySQL and MariaDB, so no role can own what migrations make")]
    NoOwners,
    /// The host's own login.
    #[error("`{login}` is the login of `url` too")]
    SameLogin {
        /// The login.
        login: String,
    },
    /// It is, or may become, somebody who may do anything.
    #[error("`{login}` is or may become the superuser `{role}`")]
    Superuser {
        /// The login.
        login: String,
        /// The superuser.
        role: String,
    },
    /// It is, or may become, somebody to whom the tables of the house belong.
    #[error("`{login}` is or may become `{role}`, which owns `{what}`")]
    Owner {
        /// The login.
        login: String,
        /// The owner.
        role: String,
        /// The schema, or a table in it.
        what: String,
    },
    /// It may give itself any role.
    #[error("`{login}` has CREATEROLE, with which it can make itself a member of `{role}`")]
    CreateRole {
        /// The login.
        login: String,
        /// The host's login.
        role: String,
    },
    /// It may make objects among the tables of the house.
    #[error("`{role}` may create in the schema `{HOUSE_SCHEMA}`")]
    Creates {
        /// The login, or a role that it may take.
        role: String,
    },
    /// It may write to a table of the house, or hang something on it.
    #[error("`{role}` may do more than read the table `{table}`")]
    Rights {
        /// The login, or a role that it may take.
        role: String,
        /// The table.
        table: String,
    },
    /// It has a privilege that reaches the tables of the house, or those who may read and change them.
    #[error("{grantee} has {privilege} on {on}")]
    Privilege {
        /// The account or the role, as the server writes it.
        grantee: String,
        /// The privilege.
        privilege: String,
        /// On what, as the server writes it.
        on: String,
    },
}

impl GuestLoginProblem {
    /// What to do.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Unsupported { .. } | Self::NameTooLong { .. } => "leave `guest_url` out for this database".to_owned(),
            Self::Pooled => "give both URLs those of the server itself; or, where the pooler lends connections for a \
                             session, say so in both: `?pooler=session`"
                .to_owned(),
            Self::OtherDatabase => {
                "`guest_url` and `ALUDEL_GUEST_URL` name the same database as `url`, with another login".to_owned()
            }
            Self::NoOwners => "leave `--role` out".to_owned(),
            Self::Name { .. } => {
                "see that the URLs, and `--role`, name logins and a database that there can be".to_owned()
            }
            Self::Privilege { grantee, privilege, on } => format!("REVOKE {privilege} ON {on} FROM {grantee}"),
            Self::SameLogin { .. } => "name a login of its own in `url`, and that of the application's tables in \
                                       `guest_url`; `aludel doctor --setup-guest-login` prints the SQL"
                .to_owned(),
            Self::Superuser { login, role } if login == role => {
                format!("give migrations another login, or: ALTER ROLE \"{login}\" NOSUPERUSER")
            }
            Self::Superuser { login, role } | Self::Owner { login, role, .. } if login != role => {
                format!("REVOKE \"{role}\" FROM \"{login}\"")
            }
            Self::NotSetUp { .. } | Self::Owner { .. } | Self::Superuser { .. } => {
                "run what `aludel doctor --setup-guest-login` prints, as an administrator".to_owned()
            }
            Self::CreateRole { login, .. } => format!("ALTER ROLE \"{login}\" NOCREATEROLE"),
            Self::Creates { role } => format!("REVOKE CREATE ON SCHEMA {HOUSE_SCHEMA} FROM \"{role}\", PUBLIC"),
            Self::Rights { role, table } => {
                format!("REVOKE ALL ON TABLE {HOUSE_SCHEMA}.\"{table}\" FROM \"{role}\", PUBLIC")
            }
        })
    }
}
