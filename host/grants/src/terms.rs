//! Grants as they are written in TOML, where a key may be left out.

use std::collections::BTreeSet;
use std::fmt::Write;

use serde::{Deserialize, Serialize};

use crate::access::ObjectKind;
use crate::grants::{Extensions, Grants};
use crate::pattern::{Pattern, Patterns};

/// The keys of a table of grants: `[needs]` of a header, `[grants]` and `[trust."..."]` of a project.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// The key `ddl`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ddl: Option<BTreeSet<ObjectKind>>,
    /// The key `read`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read: Option<Patterns>,
    /// The key `write`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub write: Option<Patterns>,
    /// The key `create`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub create: Option<Patterns>,
    /// The key `extensions`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extensions: Option<Extensions>,
    /// The key `raw_sql`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw_sql: Option<bool>,
    /// The key `temporary`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub temporary: Option<bool>,
    /// The key `code`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<bool>,
    /// The key `privileges`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub privileges: Option<bool>,
    /// The key `roles`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roles: Option<bool>,
    /// The key `settings`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settings: Option<bool>,
    /// The key `server_settings`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server_settings: Option<bool>,
    /// The key `server_files`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server_files: Option<bool>,
    /// The key `transaction`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transaction: Option<bool>,
}

/// Every key, in the order they are written in.
pub const KEYS: [&str; 14] = [
    "ddl",
    "read",
    "write",
    "create",
    "raw_sql",
    "temporary",
    "code",
    "privileges",
    "roles",
    "extensions",
    "settings",
    "server_settings",
    "server_files",
    "transaction",
];

impl Terms {
    /// Those grants, with what is written here in place of what they say.
    #[must_use]
    pub fn amend(&self, grants: Grants) -> Grants {
        Grants {
            ddl: self.ddl.clone().unwrap_or(grants.ddl),
            read: self.read.clone().unwrap_or(grants.read),
            write: self.write.clone().unwrap_or(grants.write),
            create: self.create.clone().unwrap_or(grants.create),
            raw_sql: self.raw_sql.unwrap_or(grants.raw_sql),
            temporary: self.temporary.unwrap_or(grants.temporary),
            code: self.code.unwrap_or(grants.code),
            privileges: self.privileges.unwrap_or(grants.privileges),
            roles: self.roles.unwrap_or(grants.roles),
            extensions: self.extensions.clone().unwrap_or(grants.extensions),
            settings: self.settings.unwrap_or(grants.settings),
            server_settings: self.server_settings.unwrap_or(grants.server_settings),
            server_files: self.server_files.unwrap_or(grants.server_files),
            transaction: self.transaction.unwrap_or(grants.transaction),
        }
    }

    /// What is asked for: what is left out is not.
    pub fn asked(&self) -> Grants {
        self.amend(Grants::nothing())
    }

    /// The lines that are written, as TOML.
    pub fn lines(&self) -> Vec<String> {
        let patterns = |key, patterns: &Option<Patterns>| Some(list_line(key, &texts(patterns.as_ref()?)));
        let switch = |key: &str, value: Option<bool>| Some(format!("{key} = {}", value?));
        let written = [
            self.ddl.as_ref().map(|kinds| list_line("ddl", &kind_names(kinds))),
            patterns("read", &self.read),
            patterns("write", &self.write),
            patterns("create", &self.create),
            switch("raw_sql", self.raw_sql),
            switch("temporary", self.temporary),
            switch("code", self.code),
            switch("privileges", self.privileges),
            switch("roles", self.roles),
            self.extensions.as_ref().map(|extensions| list_line("extensions", &extensions.texts())),
            switch("settings", self.settings),
            switch("server_settings", self.server_settings),
            switch("server_files", self.server_files),
            switch("transaction", self.transaction),
        ];
        written.into_iter().flatten().collect()
    }
}

pub(crate) fn texts(patterns: &Patterns) -> Vec<String> {
    patterns.iter().map(Pattern::to_string).collect()
}

pub(crate) fn kind_names(kinds: &BTreeSet<ObjectKind>) -> Vec<String> {
    kinds.iter().map(|kind| kind.name().to_owned()).collect()
}

/// A key with a list of texts, as TOML.
pub(crate) fn list_line(key: &str, texts: &[String]) -> String {
    let quoted: Vec<String> = texts.iter().map(|text| toml_text(text)).collect();
    format!("{key} = [{}]", quoted.join(", "))
}

/// A text as a basic string of TOML.
pub(crate) fn toml_text(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            character if character.is_control() => {
                write!(quoted, "\\u{:04X}", u32::from(character)).expect("a string takes all that is written");
            }
            character => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}
