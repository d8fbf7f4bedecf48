//! Grants as people read them.

use crate::access::ObjectKind;
use crate::grants::Grants;
use crate::pattern::Patterns;

/// What a migration may and may not do, a part of a sentence each: `create tables matching audit_*`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// What follows `it may`.
    pub may: Vec<String>,
    /// What follows `it may not`.
    pub may_not: Vec<String>,
}

impl Grants {
    /// Says in words what these grants allow, and what they do not. What nobody can grant is not among them.
    pub fn words(&self) -> Words {
        let mut words = Words { may: Vec::new(), may_not: Vec::new() };
        self.say_all(&mut words);
        if self.cover(&Self::own()) {
            // A list of everything would hide the few things that are not.
            words.may = vec!["everything but what it may not".to_owned()];
        }
        words
    }

    fn say_all(&self, words: &mut Words) {
        self.say_definitions(words);
        if self.write.is_everything() {
            words.may.push("read and change rows of all tables".to_owned());
        } else {
            words.say_names("change rows of", &self.write, "change rows of other tables");
            words.say_names("read rows of", &self.read, "read rows of other tables");
        }
        self.say_switches(words);
    }

    fn say_definitions(&self, words: &mut Words) {
        let listed = |kinds: &[ObjectKind]| joined(&kinds.iter().map(|kind| kind.plural()).collect::<Vec<_>>(), "and");
        let (granted, rest): (Vec<ObjectKind>, Vec<ObjectKind>) =
            ObjectKind::definitions().partition(|kind| self.ddl.contains(kind));
        match (granted.as_slice(), named(&self.create)) {
            ([], _) | (_, None) => words.may_not.push("define tables or anything else".to_owned()),
            (kinds, Some(names)) => {
                words.may.push(format!("create, alter and drop {}{names}", listed(kinds)));
                if !rest.is_empty() {
                    words.may_not.push(format!("create, alter and drop {}", listed(&rest)));
                }
            }
        }
    }

    fn say_switches(&self, words: &mut Words) {
        words.say(self.raw_sql, "run statements of its own");
        words.say(self.temporary, "make temporary tables");
        words.say(self.code, "run code on the server and leave routines and triggers behind");
        words.say(self.privileges, "grant privileges and change owners");
        words.say(self.roles, "create roles and change them");
        self.say_extensions(words);
        words.say(self.settings, "change settings of its connection");
        words.say(self.server_settings, "change settings of the server or the database file");
        words.say(self.server_files, "reach files and programs of the server");
        words.say(self.transaction, "run outside of a transaction");
    }

    fn say_extensions(&self, words: &mut Words) {
        let named: Vec<String> = self.extensions.named.iter().map(ToString::to_string).collect();
        let trusted = self.extensions.trusted.then(|| "extensions that are trusted".to_owned());
        let named = (!named.is_empty()).then(|| format!("the extensions {}", joined(&named, "and")));
        let all: Vec<String> = trusted.into_iter().chain(named).collect();
        let rest = if all.is_empty() { "create extensions" } else { "create extensions that are not trusted or named" };
        if !all.is_empty() {
            words.may.push(format!("create {}", joined(&all, "and")));
        }
        if !self.extensions.named.is_everything() {
            words.may_not.push(rest.to_owned());
        }
    }
}

impl Words {
    fn say(&mut self, is_granted: bool, what: &str) {
        if is_granted { &mut self.may } else { &mut self.may_not }.push(what.to_owned());
    }

    fn say_names(&mut self, verb: &str, patterns: &Patterns, nothing: &str) {
        match named(patterns) {
            Some(names) => self.may.push(format!("{verb} tables{names}")),
            None => self.may_not.push(nothing.to_owned()),
        }
    }
}

impl std::fmt::Display for Words {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let say = |parts: &[String], verb: &str| (!parts.is_empty()).then(|| format!("{verb} {}", parts.join("; ")));
        let sentences: Vec<String> =
            [say(&self.may, "may"), say(&self.may_not, "may not")].into_iter().flatten().collect();
        out.write_str(&sentences.join("; "))
    }
}

/// The end of a phrase about tables: nothing for all of them, none for none of them.
fn named(patterns: &Patterns) -> Option<String> {
    if patterns.is_everything() {
        return Some(String::new());
    }
    let names: Vec<String> = patterns.iter().map(ToString::to_string).collect();
    (!names.is_empty()).then(|| format!(" matching {}", joined(&names, "or")))
}

/// `a, b and c`.
fn joined(parts: &[String], last: &str) -> String {
    match parts.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((end, rest)) => format!("{} {last} {end}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Terms;

    #[test]
    fn grants_are_told_in_words() {
        let asked = Terms {
            ddl: Some([ObjectKind::Table, ObjectKind::Index].into()),
            create: Some(Patterns::parse(["audit_*"]).unwrap()),
            raw_sql: Some(true),
            ..Terms::default()
        };
        assert_eq!(
            asked.asked().words().to_string(),
            "may create, alter and drop tables and indexes matching audit_*; run statements of its own; may not create, \
             alter and drop views, sequences, types, schemas, databases, policies, collations, text search \
             configurations, statistics and publications; change rows of other tables; read rows of other tables; make temporary tables; run code on the \
             server and leave routines and triggers behind; grant privileges and change owners; create roles and change \
             them; create extensions; change settings of its connection; change settings of the server or the database \
             file; reach files and programs of the server; run outside of a transaction",
        );
    }

    #[test]
    fn what_own_migrations_may_not_is_short() {
        let words = Grants::own().words();
        assert_eq!(words.may, ["everything but what it may not"]);
        assert_eq!(
            words.may_not,
            [
                "create, alter and drop databases",
                "create roles and change them",
                "create extensions that are not trusted or named",
                "change settings of the server or the database file",
                "reach files and programs of the server",
            ]
        );
    }
}
