//! Which grants are within which.

use crate::access::ObjectKind;
use crate::grants::{Extensions, Grants};
use crate::pattern::{Pattern, Patterns};
use crate::terms::{kind_names, list_line, texts};

/// One key of grants that goes beyond others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excess {
    /// The key.
    pub key: &'static str,
    /// What is beyond, as it is written: `code`, or the names of a list.
    pub values: Vec<String>,
    /// The line that would grant it beside what is granted already.
    pub line: String,
}

impl Grants {
    /// What both grant.
    #[must_use]
    pub fn meet(&self, other: &Self) -> Self {
        Self {
            ddl: self.ddl.intersection(&other.ddl).copied().collect(),
            // What may be created may be read and written, also where the other one says so by another key.
            read: self.readable().meet(&other.readable()),
            write: self.writable().meet(&other.writable()),
            create: self.create.meet(&other.create),
            raw_sql: self.raw_sql && other.raw_sql,
            temporary: self.temporary && other.temporary,
            code: self.code && other.code,
            privileges: self.privileges && other.privileges,
            roles: self.roles && other.roles,
            extensions: self.extensions.meet(&other.extensions),
            settings: self.settings && other.settings,
            server_settings: self.server_settings && other.server_settings,
            server_files: self.server_files && other.server_files,
            transaction: self.transaction && other.transaction,
        }
    }

    /// What is asked for beyond these grants, a key each; nothing when they cover it.
    pub fn excess(&self, asked: &Self) -> Vec<Excess> {
        let lists = [
            kinds_excess(self, asked),
            names_excess("read", &self.readable(), &asked.read, &self.read),
            names_excess("write", &self.writable(), &asked.write, &self.write),
            names_excess("create", &self.create, &asked.create, &self.create),
            extensions_excess(&self.extensions, &asked.extensions),
        ];
        let switches = [
            ("raw_sql", self.raw_sql, asked.raw_sql),
            ("temporary", self.temporary, asked.temporary),
            ("code", self.code, asked.code),
            ("privileges", self.privileges, asked.privileges),
            ("roles", self.roles, asked.roles),
            ("settings", self.settings, asked.settings),
            ("server_settings", self.server_settings, asked.server_settings),
            ("server_files", self.server_files, asked.server_files),
            ("transaction", self.transaction, asked.transaction),
        ];
        let switches = switches.into_iter().filter(|(_, granted, asked)| *asked && !granted);
        let switches =
            switches.map(|(key, ..)| Excess { key, values: vec![key.to_owned()], line: format!("{key} = true") });
        lists.into_iter().flatten().chain(switches).collect()
    }

    /// Whether these grants hold all that the other ones do.
    pub fn cover(&self, other: &Self) -> bool {
        self.excess(other).is_empty()
    }

    fn writable(&self) -> Patterns {
        self.write.iter().chain(self.create.iter()).cloned().collect()
    }

    fn readable(&self) -> Patterns {
        self.read.iter().chain(self.write.iter()).chain(self.create.iter()).cloned().collect()
    }
}

fn kinds_excess(granted: &Grants, asked: &Grants) -> Option<Excess> {
    let beyond: Vec<ObjectKind> = asked.ddl.difference(&granted.ddl).copied().collect();
    let values: Vec<String> = beyond.iter().map(|kind| kind.name().to_owned()).collect();
    let line = list_line("ddl", &kind_names(&granted.ddl.union(&asked.ddl).copied().collect()));
    (!values.is_empty()).then_some(Excess { key: "ddl", values, line })
}

fn names_excess(key: &'static str, granted: &Patterns, asked: &Patterns, written: &Patterns) -> Option<Excess> {
    let beyond: Vec<&Pattern> = granted.missing(asked);
    let values: Vec<String> = beyond.iter().map(ToString::to_string).collect();
    let line = beyond.into_iter().cloned().fold(written.clone(), Patterns::with);
    (!values.is_empty()).then(|| Excess { key, values, line: list_line(key, &texts(&line)) })
}

fn extensions_excess(granted: &Extensions, asked: &Extensions) -> Option<Excess> {
    let named = asked.named.iter().filter(|pattern| !granted.covers(pattern)).cloned().collect();
    let beyond = Extensions { trusted: asked.trusted && !granted.trusted, named };
    let values = beyond.texts();
    let all = Extensions {
        trusted: granted.trusted || beyond.trusted,
        named: beyond.named.iter().cloned().fold(granted.named.clone(), Patterns::with),
    };
    (!values.is_empty()).then(|| Excess { key: "extensions", values, line: list_line("extensions", &all.texts()) })
}

impl Extensions {
    /// What both hold. Of those that are trusted the other one may name a few.
    fn meet(&self, other: &Self) -> Self {
        let kept = |one: &Self, other: &Self| -> Vec<Pattern> {
            one.named.iter().filter(|pattern| other.covers(pattern)).cloned().collect()
        };
        let named = self.named.meet(&other.named);
        let named = kept(self, other).into_iter().chain(kept(other, self)).fold(named, Patterns::with);
        Self { trusted: self.trusted && other.trusted, named }
    }

    fn covers(&self, pattern: &Pattern) -> bool {
        let is_trusted = || pattern.only_name().is_some_and(|name| self.hold(name));
        self.named.iter().any(|own| own.covers(pattern)) || is_trusted()
    }
}

#[cfg(test)]
mod tests;
