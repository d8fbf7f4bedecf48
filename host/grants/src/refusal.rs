//! What was refused, in words, and the line that would grant it.

use std::fmt;

use crate::access::{Access, AccessKind, ObjectKind};
use crate::terms::toml_text;

/// Why a statement was not run, or its work is not kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct Refusal {
    /// What was refused.
    pub access: Box<Access>,
    /// In words, without a verb before it: `it may not drop the table orders`.
    pub what: String,
    /// The very lines of TOML that would allow it, with their table; none for what nobody can grant.
    pub grant: Option<String>,
}

/// The table of TOML that a grant is written in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Section {
    /// `[grants]` of `aludel.toml`.
    Grants,
    /// `[trust."..."]` of `aludel.toml`, by a folder or a signer.
    Trust(String),
    /// `[packages.LABEL.grants]` of `aludel.toml`, by the label of an installed package.
    Package(String),
    /// `[needs]` of the migration's header, which asked for less than it does.
    Needs,
}

impl fmt::Display for Section {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Grants => out.write_str("[grants]"),
            Self::Trust(whom) => write!(out, "[trust.{}]", toml_text(whom)),
            Self::Package(label) if is_bare(label) => write!(out, "[packages.{label}.grants]"),
            Self::Package(label) => write!(out, "[packages.{}.grants]", toml_text(label)),
            Self::Needs => out.write_str("[needs]"),
        }
    }
}

/// Whether a key of TOML stands without quotes.
fn is_bare(key: &str) -> bool {
    let is_plain = |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '-');
    !key.is_empty() && key.chars().all(is_plain)
}

/// What an access does, as it follows `it may not`.
pub(crate) fn words(access: &Access) -> String {
    let object = access.object.as_ref().map(ToString::to_string);
    let named = |words: &str| object.as_ref().map_or_else(|| words.to_owned(), |name| format!("{words} `{name}`"));
    match &access.kind {
        AccessKind::RawSql => "run statements of its own, only ask for changes".to_owned(),
        AccessKind::Read => named("read the table"),
        AccessKind::Insert => named("insert into the table"),
        AccessKind::Update => named("update the table"),
        AccessKind::Delete => named("delete from the table"),
        AccessKind::Truncate => named("empty the table"),
        AccessKind::Create(kind) => definition("create", *kind, object.as_deref()),
        AccessKind::Alter(kind) => definition("alter", *kind, object.as_deref()),
        AccessKind::Drop(kind) => definition("drop", *kind, object.as_deref()),
        AccessKind::Rename(kind) => definition("rename", *kind, object.as_deref()),
        AccessKind::Temporary(kind) => named(&format!("make, change or drop the temporary {}", kind.words())),
        AccessKind::CallRoutine => named("call the routine"),
        AccessKind::Code => "run code of its own on the server".to_owned(),
        AccessKind::Privileges => named("change privileges or the owner of"),
        AccessKind::Role => named("change, grant or become the role"),
        AccessKind::ServerSetting => named("change the setting of the server"),
        AccessKind::SessionSetting => named("change the setting of the connection"),
        AccessKind::ServerFile => named("reach files or programs of the server:"),
        AccessKind::Transaction => "begin or end a transaction: the host holds the one it runs in".to_owned(),
        AccessKind::HouseSavepoint => named("use a name that the host keeps for its own:"),
        AccessKind::Connection => named("reach another database or connection:"),
        AccessKind::Pragma => named("use the pragma"),
        AccessKind::VirtualTable(module) => {
            format!("{} of the module `{}`", named("use the virtual table"), module.escape_debug())
        }
        AccessKind::HouseTable => format!("{}: Aludel keeps it for itself", named("touch the table")),
        AccessKind::Unknown(word) => format!("run a statement that is not known: {}", word.escape_debug()),
    }
}

/// An index, a trigger, a rule and a policy are named by their table.
fn definition(verb: &str, kind: ObjectKind, object: Option<&str>) -> String {
    let hangs_on_table =
        matches!(kind, ObjectKind::Index | ObjectKind::Trigger | ObjectKind::Rule | ObjectKind::Policy);
    match object {
        Some(name) if hangs_on_table => format!("{verb} {} of the table `{name}`", kind.plural()),
        Some(name) => format!("{verb} the {} `{name}`", kind.words()),
        None => format!("{verb} {}", kind.plural()),
    }
}
