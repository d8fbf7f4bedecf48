//! One access held against grants.

use crate::access::{Access, AccessKind, Class, ObjectKind, ObjectName};
use crate::grants::Grants;
use crate::pattern::{Pattern, Patterns};
use crate::refusal::{Refusal, Section, words};
use crate::terms::{kind_names, list_line, texts};

/// The lines that are missing; none at all where nothing can be granted.
#[derive(Debug)]
enum Missing {
    Never,
    Lines(Vec<String>),
}

impl Grants {
    /// Holds an access against the grants of a project, `[grants]`.
    pub fn judge(&self, access: &Access) -> Result<(), Refusal> {
        self.judge_in(&Section::Grants, access)
    }

    /// Holds an access against grants that are written in that section.
    pub fn judge_in(&self, section: &Section, access: &Access) -> Result<(), Refusal> {
        let grant = match self.missing(access) {
            Missing::Lines(lines) if lines.is_empty() => return Ok(()),
            Missing::Lines(lines) => Some(format!("{section}\n{}", lines.join("\n"))),
            Missing::Never => None,
        };
        Err(Refusal { access: Box::new(access.clone()), what: format!("it may not {}", words(access)), grant })
    }

    fn missing(&self, access: &Access) -> Missing {
        let object = access.object.as_ref();
        let lines = match &access.kind {
            AccessKind::RawSql => switch("raw_sql", self.raw_sql),
            AccessKind::Read => self.missing_read(object),
            AccessKind::Insert | AccessKind::Update | AccessKind::Delete | AccessKind::Truncate => {
                self.missing_write(object)
            }
            AccessKind::Create(kind) | AccessKind::Alter(kind) | AccessKind::Drop(kind) | AccessKind::Rename(kind) => {
                self.missing_definition(*kind, object)
            }
            AccessKind::Temporary(kind) => self.missing_temporary(*kind),
            AccessKind::CallRoutine | AccessKind::Code => switch("code", self.code),
            AccessKind::Privileges => switch("privileges", self.privileges),
            AccessKind::Role => switch("roles", self.roles),
            AccessKind::ServerSetting => switch("server_settings", self.server_settings),
            AccessKind::SessionSetting => switch("settings", self.settings),
            AccessKind::ServerFile => switch("server_files", self.server_files),
            AccessKind::VirtualTable(module) => self.missing_extension(Some(&ObjectName::new(module))),
            AccessKind::Unknown(_) => self.missing_unknown(),
            // A line of TOML would not help inside of the transaction of the host.
            AccessKind::Transaction if self.transaction => Vec::new(),
            AccessKind::Transaction
            | AccessKind::HouseSavepoint
            | AccessKind::Connection
            | AccessKind::Pragma
            | AccessKind::HouseTable => return Missing::Never,
        };
        Missing::Lines(lines)
    }

    fn missing_read(&self, object: Option<&ObjectName>) -> Vec<String> {
        if may(&self.write, object) || may(&self.create, object) {
            return Vec::new();
        }
        missing_name("read", &self.read, object)
    }

    fn missing_write(&self, object: Option<&ObjectName>) -> Vec<String> {
        if may(&self.create, object) {
            return Vec::new();
        }
        missing_name("write", &self.write, object)
    }

    fn missing_definition(&self, kind: ObjectKind, object: Option<&ObjectName>) -> Vec<String> {
        match kind.class() {
            Class::Extension => self.missing_extension(object),
            Class::Role => switch("roles", self.roles),
            Class::Code => [switch("code", self.code), self.missing_place(kind, object)].concat(),
            Class::Definition => [self.missing_kind(kind), self.missing_place(kind, object)].concat(),
        }
    }

    fn missing_temporary(&self, kind: ObjectKind) -> Vec<String> {
        let is_code = kind.class() == Class::Code;
        [switch("temporary", self.temporary), switch("code", self.code || !is_code)].concat()
    }

    fn missing_kind(&self, kind: ObjectKind) -> Vec<String> {
        if self.ddl.contains(&kind) {
            return Vec::new();
        }
        let mut kinds = self.ddl.clone();
        kinds.insert(kind);
        vec![list_line("ddl", &kind_names(&kinds))]
    }

    /// The place where an object is created: its name, its table's name or its schema's. What has none of them is
    /// judged by its kind alone.
    fn missing_place(&self, kind: ObjectKind, object: Option<&ObjectName>) -> Vec<String> {
        match kind {
            ObjectKind::Database | ObjectKind::EventTrigger | ObjectKind::Language | ObjectKind::Cast => Vec::new(),
            ObjectKind::Schema => match object {
                Some(schema) if self.create.matches_schema(&schema.name) => Vec::new(),
                schema => {
                    let all = schema.map(|schema| Pattern::all_of_schema(&schema.name));
                    let all = all.unwrap_or_else(Pattern::everything);
                    vec![list_line("create", &texts(&self.create.clone().with(all)))]
                }
            },
            _ => missing_name("create", &self.create, object),
        }
    }

    fn missing_extension(&self, object: Option<&ObjectName>) -> Vec<String> {
        let Some(extension) = object else {
            return if self.extensions.named.is_everything() {
                Vec::new()
            } else {
                vec![list_line("extensions", &["*".to_owned()])]
            };
        };
        if self.extensions.hold(&extension.name) {
            return Vec::new();
        }
        let mut more = self.extensions.clone();
        more.named = more.named.with(Pattern::exactly(&ObjectName::new(&extension.name)));
        vec![list_line("extensions", &more.texts())]
    }

    /// What no parser knows may do all that one statement can, so it needs all of that.
    fn missing_unknown(&self) -> Vec<String> {
        let create = missing_name("create", &self.create, None);
        let switches = [switch("raw_sql", self.raw_sql), switch("code", self.code)].concat();
        [self.missing_read(None), self.missing_write(None), create, switches].concat()
    }
}

fn switch(key: &str, is_granted: bool) -> Vec<String> {
    if is_granted { Vec::new() } else { vec![format!("{key} = true")] }
}

/// What has no name may be anything.
fn may(patterns: &Patterns, object: Option<&ObjectName>) -> bool {
    object.map_or_else(|| patterns.is_everything(), |object| patterns.matches(object))
}

fn missing_name(key: &str, patterns: &Patterns, object: Option<&ObjectName>) -> Vec<String> {
    if may(patterns, object) {
        return Vec::new();
    }
    let pattern = object.map_or_else(Pattern::everything, Pattern::exactly);
    vec![list_line(key, &texts(&patterns.clone().with(pattern)))]
}

#[cfg(test)]
mod tests;
