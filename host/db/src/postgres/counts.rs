//! What the server counted of a transaction: changed rows of catalogues, and what became of the tables of the house.
//!
//! Counts cost little and are asked before each guest and after it. Definitions are read after it only: what they were
//! before is what they were after the guest before it, as long as nothing was rolled back.
//!
//! Operators are named with their schema, since a search path that a guest has set is in force when this is asked.

use std::collections::BTreeSet;

use sqlx::postgres::PgRow;

use super::left_behind::quoted;
use super::link::text_of;

/// The catalogues of what runs later, or for others, and their numbers, which are the same on every server. One that a
/// server does not have counts nothing.
const CATALOGS: [(u32, &str); 21] = [
    (1_255, "pg_proc"),
    (2_620, "pg_trigger"),
    (2_618, "pg_rewrite"),
    (3_466, "pg_event_trigger"),
    (826, "pg_default_acl"),
    (6_104, "pg_publication"),
    (1_260, "pg_authid"),
    (1_261, "pg_auth_members"),
    (1_262, "pg_database"),
    (2_964, "pg_db_role_setting"),
    (6_243, "pg_parameter_acl"),
    (2_612, "pg_language"),
    (1_417, "pg_foreign_server"),
    (2_605, "pg_cast"),
    (2_617, "pg_operator"),
    (3_256, "pg_policy"),
    (3_079, "pg_extension"),
    (2_328, "pg_foreign_data_wrapper"),
    (1_418, "pg_user_mapping"),
    (6_100, "pg_subscription"),
    (6_000, "pg_replication_origin"),
];

/// A row that this transaction wrote, also in one of its savepoints: its number is not below the transaction's own, and
/// that of a transaction which is not over. The number is read without a cast, because casts can be somebody's own.
pub(super) const YOUNG: &str = "pg_catalog.int8in(pg_catalog.xidout(o.xmin)) OPERATOR(pg_catalog.>=) \
     (pg_catalog.txid_current() OPERATOR(pg_catalog.&) 4294967295) \
     AND pg_catalog.txid_status(((pg_catalog.txid_current() OPERATOR(pg_catalog.>>) 32) OPERATOR(pg_catalog.<<) 32) \
     OPERATOR(pg_catalog.+) pg_catalog.int8in(pg_catalog.xidout(o.xmin))) OPERATOR(pg_catalog.=) 'in progress'";

/// How many rows of each catalogue and of each table of the house were inserted, changed and deleted. The server counts
/// on over transactions while it has not reported them, so only the difference between two counts of one transaction
/// tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Counts {
    /// Number and count: first the catalogues, then the tables of the house. Both are empty for a table that is not there.
    changed: Vec<(String, String)>,
}

impl Counts {
    /// The column that counts all catalogues and all tables of the house.
    pub(super) fn column(default_schema: Option<&str>, house_tables: &[String]) -> String {
        let counted = counted(default_schema, house_tables);
        format!(
            "(SELECT pg_catalog.array_agg(pg_catalog.concat_ws(' ', t.id, {CHANGED_ROWS})) FROM {counted} AS t (id))"
        )
    }

    /// Reads it.
    pub(super) fn of(row: &PgRow, index: usize) -> Self {
        let pair = |item: String| item.split_once(' ').map(|(number, count)| (number.to_owned(), count.to_owned()));
        Self {
            changed: items_of(text_of(row, index).unwrap_or_default())
                .map(|item| pair(item).unwrap_or_default())
                .collect(),
        }
    }

    /// The catalogues whose rows are others than before.
    pub(super) fn changed_catalogs(&self, before: &Self) -> Vec<&'static str> {
        let names = CATALOGS.iter().map(|(_, name)| *name).enumerate();
        names
            .filter(|(place, _)| self.changed.get(*place) != before.changed.get(*place))
            .map(|(_, name)| name)
            .collect()
    }

    /// Whether a table of the house, by its place among them, has other rows than before, or is another one.
    pub(super) fn has_house_table_changed(&self, before: &Self, place: usize) -> bool {
        self.house_table(place) != before.house_table(place)
    }

    fn house_table(&self, place: usize) -> Option<&(String, String)> {
        self.changed.get(CATALOGS.len() + place)
    }

    /// The server's number of a table of the house; none where there is none.
    fn house_table_number(&self, place: usize) -> Option<&str> {
        self.house_table(place).map(|(number, _)| number.as_str()).filter(|number| !number.is_empty())
    }

    fn house_table_numbers(&self) -> Vec<String> {
        let tables = self.changed.iter().skip(CATALOGS.len()).map(|(number, _)| number);
        tables.filter(|number| !number.is_empty()).cloned().collect()
    }
}

/// How the tables of the house are defined, as far as no count of rows tells: which of their rows in the catalogues this
/// transaction wrote, since they were altered or emptied, and what depends on them (indexes, constraints, views, rules,
/// children).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Definitions {
    numbers: Vec<String>,
    is_settled: bool,
    /// Each starts with the number of its table.
    facts: BTreeSet<String>,
}

impl Definitions {
    /// The columns that tell, for the tables that were counted.
    pub(super) fn columns(counts: &Counts) -> String {
        let tables = format!("'{{{}}}'::pg_catalog.oid[]", counts.house_table_numbers().join(","));
        format!(
            "(SELECT pg_catalog.array_agg(pg_catalog.concat_ws(' ', o.oid, 'table')) FROM pg_catalog.pg_class o \
             WHERE o.oid OPERATOR(pg_catalog.=) ANY ({tables}) AND {YOUNG}), \
             (SELECT pg_catalog.array_agg(pg_catalog.concat_ws(' ', o.attrelid, o.attnum)) \
             FROM pg_catalog.pg_attribute o WHERE o.attrelid OPERATOR(pg_catalog.=) ANY ({tables}) AND {YOUNG}), \
             (SELECT pg_catalog.array_agg(pg_catalog.concat_ws(' ', d.refobjid, d.classid, d.objid, d.objsubid)) \
             FROM pg_catalog.pg_depend d WHERE d.refclassid OPERATOR(pg_catalog.=) 1259 \
             AND d.refobjid OPERATOR(pg_catalog.=) ANY ({tables}))"
        )
    }

    /// Reads them.
    pub(super) fn of(counts: &Counts, row: &PgRow, first: usize) -> Self {
        let items = |index| items_of(text_of(row, index).unwrap_or_default());
        let written: Vec<String> = items(first).chain(items(first + 1)).collect();
        let is_settled = written.is_empty();
        Self {
            numbers: counts.house_table_numbers(),
            is_settled,
            facts: written.into_iter().chain(items(first + 2)).collect(),
        }
    }

    /// Whether nothing of it was written by the transaction in which they were read, so that the next one may find the
    /// same.
    pub(super) fn are_settled(&self) -> bool {
        self.is_settled
    }

    /// Whether they are those of the tables that were counted.
    pub(super) fn are_of(&self, counts: &Counts) -> bool {
        self.numbers == counts.house_table_numbers()
    }

    /// Whether a table of the house, by its place among them, is defined otherwise than before.
    pub(super) fn has_house_table_changed(&self, before: &Self, counts: &Counts, place: usize) -> bool {
        let Some(number) = counts.house_table_number(place) else { return false };
        let mut differing = self.facts.symmetric_difference(&before.facts);
        differing.any(|fact| fact.split(' ').next() == Some(number))
    }
}

/// The items of an array in the server's text form, whose items are words with spaces between them.
fn items_of(array: &str) -> impl Iterator<Item = String> + '_ {
    let items = array.trim_start_matches('{').trim_end_matches('}');
    items.split(',').filter(|item| !item.is_empty()).map(|item| item.trim_matches('"').to_owned())
}

/// The catalogues and the tables of the house, in their order.
fn counted(default_schema: Option<&str>, house_tables: &[String]) -> String {
    let schema = default_schema.map(|schema| quoted(schema) + ".").unwrap_or_default();
    let literal = |table: &String| (schema.clone() + &quoted(table)).replace('\'', "''");
    let catalogs = CATALOGS.iter().map(|(number, _)| number.to_string());
    let tables = house_tables.iter().map(|table| format!("pg_catalog.to_regclass('{}')", literal(table)));
    let numbers: Vec<String> = catalogs.chain(tables).collect();
    format!("pg_catalog.unnest(ARRAY[{}]::pg_catalog.oid[])", numbers.join(","))
}

/// A question with the server's own operators and types, wherever a guest has others of their names looked up first. All of
/// these operators bind alike, so the question has its parentheses.
pub(super) fn of_the_server(question: &str) -> String {
    let mut exact = question.to_owned();
    for operator in ["=", "<>", ">=", "+", "&", ">>", "<<"] {
        exact = exact.replace(&format!(" {operator} "), &format!(" OPERATOR(pg_catalog.{operator}) "));
    }
    for server_type in ["text", "int8", "oid"] {
        exact = exact.replace(&format!("::{server_type}"), &format!("::pg_catalog.{server_type}"));
    }
    exact
}

/// How many rows of a relation were inserted, changed and deleted.
pub(super) const CHANGED_ROWS: &str = "pg_catalog.pg_stat_get_xact_tuples_inserted(t.id) \
     OPERATOR(pg_catalog.+) pg_catalog.pg_stat_get_xact_tuples_updated(t.id) \
     OPERATOR(pg_catalog.+) pg_catalog.pg_stat_get_xact_tuples_deleted(t.id)";

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(pairs: &[(&str, &str)]) -> Counts {
        let catalogs = CATALOGS.iter().map(|(number, _)| (number.to_string(), "0".to_owned()));
        let tables = pairs.iter().map(|(number, count)| ((*number).to_owned(), (*count).to_owned()));
        Counts { changed: catalogs.chain(tables).collect() }
    }

    fn definitions(counts: &Counts, facts: &[&str]) -> Definitions {
        let facts = facts.iter().map(|fact| (*fact).to_owned()).collect();
        Definitions { numbers: counts.house_table_numbers(), is_settled: true, facts }
    }

    #[test]
    fn items_are_read_from_an_array() {
        let items: Vec<String> = items_of("{\"1255 0\",\"\",\"16390 2\"}").collect();
        assert_eq!(items, ["1255 0", "", "16390 2"]);
        assert_eq!(items_of("{}").count() + items_of("").count(), 0);
    }

    #[test]
    fn a_table_of_the_house_is_known_by_its_place() {
        let before = counts(&[("16390", "2"), ("", "")]);
        assert!(!before.has_house_table_changed(&before, 0));
        assert!(counts(&[("16390", "3"), ("", "")]).has_house_table_changed(&before, 0));
        let made = counts(&[("16390", "2"), ("16400", "0")]);
        assert_eq!([0, 1].map(|place| made.has_house_table_changed(&before, place)), [false, true]);
        assert_eq!(made.changed_catalogs(&before), Vec::<&str>::new());
    }

    #[test]
    fn a_definition_belongs_to_the_table_that_it_names_first() {
        let counts = counts(&[("16390", "2"), ("16400", "0")]);
        let before = definitions(&counts, &["16390 1259 16395 0"]);
        let after = definitions(&counts, &["16390 1259 16395 0", "16400 2620 16500 0"]);
        assert!(before.are_of(&counts));
        assert_eq!([0, 1].map(|place| after.has_house_table_changed(&before, &counts, place)), [false, true]);
    }

    #[test]
    fn what_is_asked_means_the_servers_own_operators_and_types() {
        let counts = counts(&[("16390", "2")]);
        let question = Counts::column(Some("public"), &["a'b".to_owned()]) + &Definitions::columns(&counts);
        for bare in [" = ", " + ", " >= ", " & ", " >> ", " << ", "::text", "::oid", "::int8"] {
            assert!(!question.contains(bare), "{bare}: {question}");
        }
        assert!(question.contains("to_regclass('\"public\".\"a''b\"')"), "{question}");
    }
}
