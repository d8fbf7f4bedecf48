//! What the server counted of a transaction: changed rows of catalogues, and what became of the tables of the house.

use sqlx::postgres::PgRow;

use super::left_behind::quoted;
use super::link::text_of;

/// The catalogues of what runs later, or for others, and their numbers, which are the same on every server. One that a
/// server does not have counts nothing.
const CATALOGS: [(u32, &str); 16] = [
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
];

/// A row that this transaction wrote, also in one of its savepoints: its number is not below the transaction's own, and
/// that of a transaction which is not over.
pub(super) const YOUNG: &str = "o.xmin::text::int8 >= pg_catalog.txid_current() & 4294967295 AND pg_catalog.txid_status(\
                                (pg_catalog.txid_current() >> 32 << 32) + o.xmin::text::int8) = 'in progress'";

/// What the server counted: rows changed in each catalogue, and the standing of each table of the house. It counts on
/// over transactions while it has not reported them, so only the difference between two counts of one transaction tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Counts {
    catalogs: Vec<String>,
    house_tables: Vec<String>,
}

impl Counts {
    /// Reads the two columns of [`columns`].
    pub(super) fn of(row: &PgRow, first: usize) -> Self {
        let parts = |index| text_of(row, index).unwrap_or_default().split(';').map(str::to_owned).collect();
        Self { catalogs: parts(first), house_tables: parts(first + 1) }
    }

    /// The catalogues whose rows are others than before.
    pub(super) fn changed_catalogs(&self, before: &Self) -> Vec<&'static str> {
        let names = CATALOGS.iter().map(|(_, name)| *name).enumerate();
        names
            .filter(|(index, _)| self.catalogs.get(*index) != before.catalogs.get(*index))
            .map(|(_, name)| name)
            .collect()
    }

    /// Whether a table of the house, by its place among them, has other rows or another definition than before.
    pub(super) fn has_house_table_changed(&self, before: &Self, index: usize) -> bool {
        self.house_tables.get(index) != before.house_tables.get(index)
    }
}

/// Two columns: the counts of all catalogues, and those of all tables of the house.
pub(super) fn columns(default_schema: Option<&str>, house_tables: &[String]) -> String {
    let numbers: Vec<String> = CATALOGS.iter().map(|(number, _)| number.to_string()).collect();
    let schema = default_schema.map(|schema| quoted(schema) + ".").unwrap_or_default();
    let literal = |table: &String| (schema.clone() + &quoted(table)).replace('\'', "''");
    let names: Vec<String> = house_tables.iter().map(|table| format!("'{}'", literal(table))).collect();
    format!(
        "(SELECT pg_catalog.string_agg(({CHANGED_ROWS})::text, ';' ORDER BY t.place) \
         FROM pg_catalog.unnest('{{{}}}'::oid[]) WITH ORDINALITY AS t (id, place)), \
         (SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', t.id, {CHANGED_ROWS}, {DEFINITION}), ';' ORDER BY t.place) \
         FROM (SELECT pg_catalog.to_regclass(n.name)::oid AS id, n.place \
         FROM pg_catalog.unnest(ARRAY[{}]::text[]) WITH ORDINALITY AS n (name, place)) AS t)",
        numbers.join(","),
        names.join(","),
        DEFINITION = definition(),
    )
}

/// How many rows of a relation were inserted, changed and deleted.
const CHANGED_ROWS: &str = "pg_catalog.pg_stat_get_xact_tuples_inserted(t.id) \
                            + pg_catalog.pg_stat_get_xact_tuples_updated(t.id) \
                            + pg_catalog.pg_stat_get_xact_tuples_deleted(t.id)";

/// What changes when a table is altered or emptied, and how much depends on it: indexes, constraints, views, rules,
/// children. Nothing of it is a row of the table, so it is in no count of rows.
fn definition() -> String {
    format!(
        "(SELECT pg_catalog.count(*) FROM pg_catalog.pg_class o WHERE o.oid = t.id AND {YOUNG}), \
         (SELECT pg_catalog.count(*) FROM pg_catalog.pg_attribute o WHERE o.attrelid = t.id AND {YOUNG}), \
         (SELECT pg_catalog.string_agg(d.objid::text, ',' ORDER BY d.classid, d.objid, d.objsubid) FROM pg_catalog.pg_depend d \
         WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = t.id)"
    )
}
