//! The schema that a plan saw, as digests: small enough to be written down, and enough to say what has changed since.

use std::collections::BTreeMap;

use aludel_project::Digest;
use aludel_schema::Schema;
use serde::{Deserialize, Serialize};

/// A schema as digests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchemaDigests {
    /// The digest of all of it: equal where the schemas are.
    pub fingerprint: String,
    /// The digest of each object, in order.
    pub objects: Vec<ObjectDigest>,
}

/// An object of a schema as a digest.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ObjectDigest {
    /// `table`, `view`, `enum`, ...
    pub kind: String,
    /// Its name, with its schema unless it is in the default one.
    pub name: String,
    /// The digest of what the server says of it.
    pub digest: String,
}

impl SchemaDigests {
    /// The digests of a schema. The version of the server does not count.
    pub(crate) fn of(schema: &Schema) -> Self {
        let mut objects: Vec<ObjectDigest> = Vec::new();
        let mut add = |kind: &str, name: String, text: String| {
            objects.push(ObjectDigest { kind: kind.to_owned(), name, digest: Digest::of(text.as_bytes()).to_string() });
        };
        add("settings", String::new(), json(&schema.options));
        schema.namespaces.iter().for_each(|name| add("schema", name.clone(), name.clone()));
        schema.extensions.iter().for_each(|(name, extension)| add("extension", name.clone(), json(extension)));
        schema.enums.iter().for_each(|(name, labels)| add("enum", name.to_string(), json(labels)));
        schema.sequences.iter().for_each(|(name, sequence)| add("sequence", name.to_string(), json(sequence)));
        schema.tables.iter().for_each(|(name, table)| add("table", name.to_string(), json(table)));
        schema.views.iter().for_each(|(name, view)| add("view", name.to_string(), json(view)));
        schema.routines.iter().for_each(|(name, routine)| add("routine", name.to_string(), json(routine)));
        for trigger in schema.triggers.values() {
            add("trigger", format!("{} on {}", trigger.name.name, trigger.name.table), json(trigger));
        }
        schema.uncompared.iter().for_each(|other| add(&other.kind.clone(), other.name.to_string(), json(other)));
        objects.sort();
        let fingerprint = Digest::of(json(&objects).as_bytes()).to_string();
        Self { fingerprint, objects }
    }

    /// The digests by kind and name. What there are several of by one name counts as one.
    pub(super) fn by_name(&self) -> BTreeMap<(&str, &str), Vec<&str>> {
        let mut named: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
        for object in &self.objects {
            named.entry((&object.kind, &object.name)).or_default().push(&object.digest);
        }
        named
    }
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("what a schema holds can be written as JSON")
}
