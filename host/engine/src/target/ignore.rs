//! Objects that a target asks to leave out of the comparison.

use aludel_schema::{ObjectName, Schema};

/// An object that is not compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ignored {
    /// `table`, `view`, `index`...
    pub(crate) kind: String,
    pub(crate) name: ObjectName,
    /// The table that an index or trigger is on.
    pub(crate) table: Option<ObjectName>,
}

impl Ignored {
    /// Takes the object out of a schema, with what hangs on it.
    pub(crate) fn leave_out(&self, schema: &mut Schema) {
        match self.kind.as_str() {
            "table" => self.leave_out_table(schema),
            "view" => schema.views.retain(|name, _| !self.is(name)),
            "sequence" => schema.sequences.retain(|name, _| !self.is(name)),
            "type" => schema.enums.retain(|name, _| !self.is(name)),
            "extension" => schema.extensions.retain(|name, _| *name != self.name.name),
            "schema" => schema.namespaces.retain(|name| *name != self.name.name),
            "index" => self.leave_out_index(schema),
            "trigger" => self.leave_out_trigger(schema),
            "function" | "procedure" => schema.routines.retain(|name, _| !self.is_routine(name)),
            _ => {}
        }
        schema.uncompared.retain(|object| !(object.kind.ends_with(&self.kind) && self.is(&object.name)));
    }

    fn is(&self, name: &ObjectName) -> bool {
        same(&self.name, name)
    }

    /// A routine is known by its arguments too; the hint is about all of that name.
    fn is_routine(&self, name: &ObjectName) -> bool {
        let bare = name.name.split('(').next().unwrap_or_default();
        same(&self.name, &ObjectName { schema: name.schema.clone(), name: bare.to_owned() })
    }

    fn leave_out_table(&self, schema: &mut Schema) {
        schema.tables.retain(|name, _| !self.is(name));
        schema.triggers.retain(|name, _| !self.is(&name.table));
    }

    fn leave_out_index(&self, schema: &mut Schema) {
        for (name, table) in &mut schema.tables {
            if self.table.as_ref().is_none_or(|own| same(own, name)) {
                table.indexes.retain(|index| !index.name.eq_ignore_ascii_case(&self.name.name));
            }
        }
    }

    fn leave_out_trigger(&self, schema: &mut Schema) {
        let is_on = |name: &ObjectName| self.table.as_ref().is_none_or(|own| same(own, name));
        schema.triggers.retain(|name, _| !(name.name.eq_ignore_ascii_case(&self.name.name) && is_on(&name.table)));
    }
}

/// A hint is found by its name as it is written; servers differ in which letters they tell apart.
fn same(one: &ObjectName, other: &ObjectName) -> bool {
    one.schema == other.schema && one.name.eq_ignore_ascii_case(&other.name)
}
