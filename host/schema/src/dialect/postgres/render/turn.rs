//! One column that becomes another one.

use super::super::catalog::generated_name::made_up;
use super::super::{quote, sequence_settings, unsupported};
use super::cast;
use super::column::{identity_clause, identity_kind, setting_actions};
use super::sheet;
use crate::dialect::Unsupported;
use crate::model::{Column, Generation, Identity, ObjectName, Options, Schema};

/// The first version that makes a plain column of a computed one.
const DROP_EXPRESSION_SINCE: u32 = 13;
/// The first version that computes a column otherwise, in place.
const SET_EXPRESSION_SINCE: u32 = 17;

/// What turns a column into another one.
#[derive(Debug, Default)]
pub(super) struct Turn {
    /// Statements before the table is altered.
    pub(super) before: Vec<String>,
    /// Actions of ALTER TABLE.
    pub(super) actions: Vec<String>,
    /// Statements after it was.
    pub(super) after: Vec<String>,
}

/// Whether the column must be dropped and added again: the server turns no plain column into a computed one.
pub(super) fn must_remake(version: u32, before: &Column, after: &Column) -> bool {
    match (&before.generation, &after.generation) {
        (Generation::Computed { stored: old, .. }, Generation::Computed { stored: new, .. }) => {
            before.generation != after.generation && !(version >= SET_EXPRESSION_SINCE && old == new)
        }
        (_, Generation::Computed { .. }) => true,
        _ => false,
    }
}

/// Whether the values or their order are others.
pub(super) fn is_retyped(before: &Column, after: &Column) -> bool {
    before.data_type != after.data_type || before.collation != after.collation
}

/// The sequence that counts for a column.
pub(super) fn sequence_name(table: &ObjectName, column: &Column) -> String {
    let made_up = || made_up(&table.name, Some(&column.name), "seq");
    quote::beside(table, &column.options.get("sequence name").cloned().unwrap_or_else(made_up))
}

impl Turn {
    /// Everything but the comment.
    pub(super) fn of(
        state: &Schema,
        table: &ObjectName,
        columns: (&Column, &Column),
        using: Option<&str>,
    ) -> Result<Self, Unsupported> {
        let (before, after) = columns;
        let mut turn = Self::default();
        turn.leave(state, table, before, after)?;
        turn.retype(state, before, after, using);
        turn.nullability(before, after);
        turn.enter(table, before, after)?;
        turn.actions.extend(setting_actions(&after.name, &after.data_type, &before.options, &after.options));
        turn.count_otherwise(table, before, after);
        Ok(turn)
    }

    fn action(&mut self, column: &Column, what: &str) {
        self.actions.push(format!("ALTER COLUMN {} {what}", quote::identifier(&column.name)));
    }

    /// What the column was goes.
    fn leave(
        &mut self,
        state: &Schema,
        table: &ObjectName,
        before: &Column,
        after: &Column,
    ) -> Result<(), Unsupported> {
        match (&before.generation, &after.generation) {
            (Generation::Default(_), Generation::Default(_)) => {
                if is_retyped(before, after) && !cast::keeps_default(before, after) {
                    self.action(before, "DROP DEFAULT");
                }
            }
            (Generation::Default(_), _) => self.action(before, "DROP DEFAULT"),
            (Generation::AutoIncrement, to) if *to != Generation::AutoIncrement => {
                self.action(before, "DROP DEFAULT");
                self.after.push(format!("DROP SEQUENCE {}", sequence_name(table, before)));
            }
            (Generation::Identity(_), to) if !matches!(to, Generation::Identity(_)) => {
                self.action(before, "DROP IDENTITY");
            }
            (Generation::Computed { .. }, Generation::Computed { expression, .. }) => {
                if before.generation != after.generation {
                    self.action(before, &format!("SET EXPRESSION AS ({expression})"));
                }
            }
            (Generation::Computed { .. }, _) => self.drop_expression(state.version.0, before)?,
            (Generation::None | Generation::AutoIncrement | Generation::Identity(_), _) => {}
        }
        Ok(())
    }

    fn drop_expression(&mut self, version: u32, before: &Column) -> Result<(), Unsupported> {
        if (1..DROP_EXPRESSION_SINCE).contains(&version) {
            let operation = format!("keep the values of column {} before version {DROP_EXPRESSION_SINCE}", before.name);
            return Err(unsupported(&operation, "add a new column, copy the values with UPDATE, and drop the old one"));
        }
        self.action(before, "DROP EXPRESSION");
        Ok(())
    }

    fn retype(&mut self, state: &Schema, before: &Column, after: &Column, using: Option<&str>) {
        if !is_retyped(before, after) {
            return;
        }
        let mut text = format!("TYPE {}", after.data_type);
        if let Some(collation) = &after.collation {
            text.extend([format!(" COLLATE {}", quote::collation(collation))]);
        }
        // What is computed is computed anew.
        let is_computed = matches!(after.generation, Generation::Computed { .. });
        let cast = || cast::using(state, before, after).filter(|_| !is_computed);
        if let Some(using) = using.map(str::to_owned).or_else(cast) {
            text.extend([format!(" USING {using}")]);
        }
        self.action(after, &text);
    }

    fn nullability(&mut self, before: &Column, after: &Column) {
        match (before.nullable, after.nullable) {
            (true, false) => self.action(after, "SET NOT NULL"),
            (false, true) => self.action(after, "DROP NOT NULL"),
            _ => {}
        }
    }

    /// What the column is to be comes.
    fn enter(&mut self, table: &ObjectName, before: &Column, after: &Column) -> Result<(), Unsupported> {
        match (&before.generation, &after.generation) {
            (Generation::Default(old), Generation::Default(new)) => {
                if old != new || is_retyped(before, after) && !cast::keeps_default(before, after) {
                    self.action(after, &format!("SET DEFAULT {new}"));
                }
            }
            (_, Generation::Default(default)) => self.action(after, &format!("SET DEFAULT {default}")),
            (Generation::Identity(old), Generation::Identity(new)) => self.identity_otherwise(after, old, new),
            (_, Generation::Identity(identity)) => {
                self.action(after, &format!("ADD {}", identity_clause(identity)));
                self.after.extend(count_on(table, after, identity.increment, identity.start.is_some())?);
            }
            (Generation::AutoIncrement, Generation::AutoIncrement) => {
                if before.data_type != after.data_type && is_integer(&after.data_type) {
                    self.after.push(format!("ALTER SEQUENCE {} AS {}", sequence_name(table, before), after.data_type));
                }
            }
            (_, Generation::AutoIncrement) => self.begin_to_count(table, after)?,
            (_, Generation::None | Generation::Computed { .. }) => {}
        }
        Ok(())
    }

    fn begin_to_count(&mut self, table: &ObjectName, column: &Column) -> Result<(), Unsupported> {
        let sequence = sequence_name(table, column);
        let data_type = if is_integer(&column.data_type) { format!(" AS {}", column.data_type) } else { String::new() };
        let owner = format!("{}.{}", quote::qualified(table), quote::identifier(&column.name));
        self.before.push(format!("CREATE SEQUENCE {sequence}{data_type} OWNED BY {owner}"));
        self.action(column, &format!("SET DEFAULT nextval({}::regclass)", sheet::text(&sequence)?));
        self.after.extend(count_on(table, column, None, false)?);
        Ok(())
    }

    fn identity_otherwise(&mut self, column: &Column, before: &Identity, after: &Identity) {
        let mut words = Vec::new();
        if before.kind != after.kind {
            words.push(format!("SET GENERATED {}", identity_kind(after.kind)));
        }
        if before.start != after.start {
            words.push(format!("SET START WITH {}", after.start.unwrap_or(1)));
        }
        if before.increment != after.increment {
            words.push(format!("SET INCREMENT BY {}", after.increment.unwrap_or(1)));
        }
        for (name, value) in before.options.iter().filter(|(name, _)| !after.options.contains_key(*name)) {
            words.push(format!("SET {}", usual_setting(name, value)));
        }
        for (name, value) in after.options.iter().filter(|(name, value)| before.options.get(*name) != Some(*value)) {
            let setting = Options::from([(name.clone(), value.clone())]);
            words.push(format!("SET {}", sequence_settings(None, None, &setting)));
        }
        if !words.is_empty() {
            self.action(column, &words.join(" "));
        }
    }

    /// The sequence of a serial column has settings of its own.
    fn count_otherwise(&mut self, table: &ObjectName, before: &Column, after: &Column) {
        let (old, new) = (before.options.get("sequence"), after.options.get("sequence"));
        if after.generation != Generation::AutoIncrement || old == new {
            return;
        }
        let mut words: Vec<String> = SEQUENCE_WORDS
            .iter()
            .filter(|(word, _)| old.is_some_and(|old| old.contains(word)) && !new.is_some_and(|new| new.contains(word)))
            .map(|(_, usual)| (*usual).to_owned())
            .collect();
        words.extend(new.cloned());
        let name = if before.generation == Generation::AutoIncrement { before } else { after };
        self.after.push(format!("ALTER SEQUENCE {} {}", sequence_name(table, name), words.join(" ")));
    }
}

/// Settings of a sequence, and what takes each back.
const SEQUENCE_WORDS: [(&str, &str); 6] = [
    ("START WITH", "START WITH 1"),
    ("INCREMENT BY", "INCREMENT BY 1"),
    ("MINVALUE", "NO MINVALUE"),
    ("MAXVALUE", "NO MAXVALUE"),
    ("CACHE", "CACHE 1"),
    ("CYCLE", "NO CYCLE"),
];

fn usual_setting(name: &str, value: &str) -> String {
    let word = name.to_uppercase();
    let usual = SEQUENCE_WORDS.iter().find(|(setting, _)| *setting == word);
    usual.map_or_else(|| format!("{word} {value}"), |(_, usual)| (*usual).to_owned())
}

fn is_integer(data_type: &str) -> bool {
    matches!(data_type, "smallint" | "integer" | "bigint")
}

/// Lets the sequence go on after the values that are there, where it counts upwards from 1.
fn count_on(
    table: &ObjectName,
    column: &Column,
    increment: Option<i64>,
    has_start: bool,
) -> Result<Option<String>, Unsupported> {
    if has_start || increment.is_some_and(|step| step < 0) {
        return Ok(None);
    }
    let (name, table) = (quote::identifier(&column.name), quote::qualified(table));
    Ok(Some(format!(
        "SELECT setval(pg_get_serial_sequence({}, {}), coalesce(max({name}), 0) + 1, false) FROM {table}",
        sheet::text(&table)?,
        sheet::text(&column.name)?
    )))
}

#[cfg(test)]
mod tests {
    use aludel_sql::Dialect;

    use super::*;
    use crate::model::IdentityKind;

    fn actions(before: &Column, after: &Column) -> Vec<String> {
        let state = Schema::empty(Dialect::Postgres, (15, 0, 0));
        let turn = Turn::of(&state, &ObjectName::local("t"), (before, after), None).unwrap();
        [turn.before, turn.actions, turn.after].concat()
    }

    fn column(data_type: &str, generation: Generation) -> Column {
        Column { generation, nullable: false, ..Column::new("a", data_type) }
    }

    fn default(text: &str) -> Generation {
        Generation::Default(text.to_owned())
    }

    #[test]
    fn a_default_that_does_not_fit_goes_and_comes_back() {
        assert_eq!(
            actions(&column("text", default("'1'::text")), &column("integer", default("1"))),
            [
                "ALTER COLUMN a DROP DEFAULT",
                "ALTER COLUMN a TYPE integer USING a::integer",
                "ALTER COLUMN a SET DEFAULT 1"
            ]
        );
        assert_eq!(
            actions(&column("integer", default("1")), &column("bigint", default("1"))),
            ["ALTER COLUMN a TYPE bigint"]
        );
    }

    #[test]
    fn a_plain_column_begins_to_count() {
        assert_eq!(
            actions(&column("integer", Generation::None), &column("integer", Generation::AutoIncrement)),
            [
                "CREATE SEQUENCE t_a_seq AS integer OWNED BY t.a",
                "ALTER COLUMN a SET DEFAULT nextval('t_a_seq'::regclass)",
                "SELECT setval(pg_get_serial_sequence('t', 'a'), coalesce(max(a), 0) + 1, false) FROM t"
            ]
        );
        assert_eq!(
            actions(&column("integer", Generation::AutoIncrement), &column("bigint", Generation::None)),
            ["ALTER COLUMN a DROP DEFAULT", "ALTER COLUMN a TYPE bigint", "DROP SEQUENCE t_a_seq"]
        );
    }

    #[test]
    fn an_identity_changes_in_place() {
        let identity = |kind, step: Option<i64>, options: Options| {
            column("bigint", Generation::Identity(Identity { kind, start: None, increment: step, options }))
        };
        let cycle = Options::from([("cycle".to_owned(), "true".to_owned())]);
        let cache = Options::from([("cache".to_owned(), "5".to_owned())]);
        assert_eq!(
            actions(&identity(IdentityKind::Always, Some(2), cycle), &identity(IdentityKind::ByDefault, None, cache)),
            ["ALTER COLUMN a SET GENERATED BY DEFAULT SET INCREMENT BY 1 SET NO CYCLE SET CACHE 5"]
        );
    }

    #[test]
    fn only_some_versions_compute_otherwise_in_place() {
        let computed =
            |text: &str| column("integer", Generation::Computed { expression: text.to_owned(), stored: true });
        let (one, other) = (computed("b + 1"), computed("b + 2"));
        assert!(must_remake(15, &one, &other) && !must_remake(17, &one, &other));
        assert!(!must_remake(15, &one, &one) && must_remake(17, &column("integer", Generation::None), &one));
        assert_eq!(actions(&one, &column("integer", Generation::None)), ["ALTER COLUMN a DROP EXPRESSION"]);
    }
}
