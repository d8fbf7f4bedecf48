//! The question about what is not modelled: named, so that nobody takes it for compared.

use super::queries::{IS_OF_COLUMN, ROUTINE_NAME, SCHEMA, in_scope, is_own, is_wanted};
use crate::dialect::{Namespaces, Scope};

/// The object identifiers from which on objects are a user's.
const FIRST_USER_OID: u32 = 16_384;

/// What is there and has no words in the model.
pub(super) fn question(version: u32, scope: &Scope) -> String {
    let mut questions = objects(scope);
    questions.extend(remarks(scope));
    questions.extend(marks(version, scope));
    questions.extend(privileges(scope));
    questions.join(" UNION ALL ")
}

/// Objects of kinds that are not modelled.
fn objects(scope: &Scope) -> Vec<String> {
    let in_schema = |kind: &str, catalog: &str, prefix: &str, name: &str, condition: &str| {
        format!(
            "SELECT {kind}, {SCHEMA}, {name}::text FROM {catalog} AS o \
             JOIN pg_namespace AS n ON n.oid = o.{prefix}namespace WHERE {} AND {condition} AND {}",
            in_scope(scope),
            is_own(catalog, "o.oid")
        )
    };
    let on_table = |kind: &str, catalog: &str, table: &str, name: &str, condition: &str| {
        format!(
            "SELECT '{kind}', {SCHEMA}, o.{name} || ' on ' || c.relname FROM {catalog} AS o \
             JOIN pg_class AS c ON c.oid = o.{table} JOIN pg_namespace AS n ON n.oid = c.relnamespace \
             WHERE {} AND {condition} AND {}",
            in_scope(scope),
            is_own(catalog, "o.oid")
        )
    };
    let global = |kind: &str, catalog: &str, name: &str, condition: &str| {
        format!(
            "SELECT '{kind}', NULL::text, {name}::text FROM {catalog} AS o \
             WHERE o.oid >= {FIRST_USER_OID} AND {condition} AND {}",
            is_own(catalog, "o.oid")
        )
    };
    let type_kind = "CASE o.typtype WHEN 'd' THEN 'domain' WHEN 'c' THEN 'composite type' WHEN 'r' THEN 'range type' \
        ELSE 'base type' END";
    // The type of a table's rows, of arrays and of a range's pieces comes with them.
    let is_type = "(o.typtype IN ('d', 'r') OR o.typtype = 'b' AND o.typelem = 0 OR o.typtype = 'c' AND EXISTS \
        (SELECT FROM pg_class AS c WHERE c.oid = o.typrelid AND c.relkind = 'c'))";
    let relation_kind = "CASE WHEN o.relkind = 'f' THEN 'foreign table' ELSE 'typed table' END";
    let is_relation = "(o.relkind = 'f' OR o.relkind IN ('r', 'p') AND o.reloftype <> 0)";
    let cast = "(o.castsource::regtype || ' as ' || o.casttarget::regtype)";
    let mut questions = vec![
        in_schema(type_kind, "pg_type", "typ", "o.typname", is_type),
        in_schema(relation_kind, "pg_class", "rel", "o.relname", is_relation),
        in_schema("'aggregate'", "pg_proc", "pro", "o.oid::regprocedure", "o.prokind = 'a'"),
        in_schema("'statistics'", "pg_statistic_ext", "stx", "o.stxname", "true"),
        in_schema("'operator'", "pg_operator", "opr", "o.oid::regoperator", "true"),
        in_schema("'operator class'", "pg_opclass", "opc", "o.opcname", "true"),
        in_schema("'collation'", "pg_collation", "coll", "o.collname", "true"),
        in_schema("'conversion'", "pg_conversion", "con", "o.conname", "true"),
        in_schema("'text search configuration'", "pg_ts_config", "cfg", "o.cfgname", "true"),
        in_schema("'text search dictionary'", "pg_ts_dict", "dict", "o.dictname", "true"),
        on_table("policy", "pg_policy", "polrelid", "polname", "true"),
        on_table("rule", "pg_rewrite", "ev_class", "rulename", "o.rulename <> '_RETURN'"),
    ];
    if scope.namespaces == Namespaces::All {
        questions.extend([
            global("event trigger", "pg_event_trigger", "o.evtname", "true"),
            global("publication", "pg_publication", "o.pubname", "true"),
            global("foreign data wrapper", "pg_foreign_data_wrapper", "o.fdwname", "true"),
            global("foreign server", "pg_foreign_server", "o.srvname", "true"),
            global("language", "pg_language", "o.lanname", "true"),
            global("cast", "pg_cast", cast, "true"),
        ]);
    }
    questions
}

/// Remarks on what the model keeps no remark of.
fn remarks(scope: &Scope) -> Vec<String> {
    let on_column = format!(
        "SELECT 'comment on column', {SCHEMA}, a.attname || ' on ' || c.relname FROM pg_description AS d \
         JOIN pg_class AS c ON c.oid = d.objoid JOIN pg_namespace AS n ON n.oid = c.relnamespace \
         JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = d.objsubid \
         WHERE d.classoid = 'pg_class'::regclass AND (c.relkind IN ('v', 'm') \
         OR c.relkind IN ('r', 'p') AND a.attinhcount > 0) AND {} AND {}",
        is_wanted(scope),
        is_own("pg_class", "c.oid")
    );
    // A sequence that belongs to a column is told with the column.
    let on_sequence = format!(
        "SELECT 'comment on sequence', {SCHEMA}, c.relname::text FROM pg_description AS d \
         JOIN pg_sequence AS s ON s.seqrelid = d.objoid JOIN pg_class AS c ON c.oid = s.seqrelid \
         JOIN pg_namespace AS n ON n.oid = c.relnamespace \
         WHERE d.classoid = 'pg_class'::regclass AND {IS_OF_COLUMN} AND {}",
        in_scope(scope)
    );
    let on_schema = format!(
        "SELECT 'comment on schema', NULL::text, n.nspname::text FROM pg_description AS d \
         JOIN pg_namespace AS n ON n.oid = d.objoid WHERE d.classoid = 'pg_namespace'::regclass \
         AND NOT (n.nspname = 'public' AND d.description = 'standard public schema') AND {} AND {}",
        in_scope(scope),
        is_own("pg_namespace", "n.oid")
    );
    vec![on_column, on_sequence, on_schema]
}

/// Advice to the server about single tables.
fn marks(version: u32, scope: &Scope) -> Vec<String> {
    // From version 17 on the usual target is NULL.
    let is_set = if version >= 17 { "a.attstattarget IS NOT NULL" } else { "a.attstattarget >= 0" };
    let of_column = format!(
        "SELECT 'statistics target of column', {SCHEMA}, a.attname || ' on ' || c.relname FROM pg_attribute AS a \
         JOIN pg_class AS c ON c.oid = a.attrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace \
         WHERE a.attnum > 0 AND NOT a.attisdropped AND {is_set} AND c.relkind IN ('r', 'p', 'm', 'i', 'I') \
         AND c.relpersistence <> 't' AND {} AND {}",
        is_wanted(scope),
        is_own("pg_class", "c.oid")
    );
    let clustered = format!(
        "SELECT 'cluster mark', {SCHEMA}, x.relname || ' on ' || c.relname FROM pg_index AS i \
         JOIN pg_class AS x ON x.oid = i.indexrelid JOIN pg_class AS c ON c.oid = i.indrelid \
         JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE i.indisclustered AND c.relpersistence <> 't' AND {}",
        is_wanted(scope)
    );
    vec![of_column, clustered]
}

/// Who may use an object, and whose it is, where that is not as usual: it belongs to the login or to the owner of the
/// database, who alone may use it.
fn privileges(scope: &Scope) -> Vec<String> {
    let differs = |acl: &str, usual: &str| format!("{acl} IS NOT NULL AND NOT ({acl} @> {usual} AND {acl} <@ {usual})");
    let is_foreign = |owner: &str| {
        format!(
            "pg_get_userbyid({owner}) <> current_user \
             AND {owner} <> (SELECT b.datdba FROM pg_database AS b WHERE b.datname = current_database())"
        )
    };
    let relation = "CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'view' WHEN 'S' THEN 'sequence' ELSE 'table' END";
    let relations = format!(
        "FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace \
         WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND c.relpersistence <> 't' AND {} AND {}",
        is_wanted(scope),
        is_own("pg_class", "c.oid")
    );
    let usual = "acldefault((CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END)::\"char\", c.relowner)";
    let on_columns = "EXISTS (SELECT FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attacl IS NOT NULL)";
    let routine = "CASE p.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END";
    let routines = format!(
        "FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace \
         WHERE p.prokind IN ('f', 'p', 'w') AND {} AND {}",
        in_scope(scope),
        is_own("pg_proc", "p.oid")
    );
    let schemas = format!(
        "SELECT 'privileges on schema', NULL::text, n.nspname::text FROM pg_namespace AS n \
         LEFT JOIN pg_init_privs AS ip ON ip.classoid = 'pg_namespace'::regclass AND ip.objoid = n.oid \
         WHERE {} AND {} AND {}",
        differs("n.nspacl", "coalesce(ip.initprivs, acldefault('n', n.nspowner))"),
        in_scope(scope),
        is_own("pg_namespace", "n.oid")
    );
    let enums = format!(
        "SELECT 'privileges on type', {SCHEMA}, t.typname::text FROM pg_type AS t \
         JOIN pg_namespace AS n ON n.oid = t.typnamespace WHERE t.typtype = 'e' AND {} AND {} AND {}",
        differs("t.typacl", "acldefault('T', t.typowner)"),
        in_scope(scope),
        is_own("pg_type", "t.oid")
    );
    let of_the_future = format!(
        "SELECT DISTINCT 'default privileges', {SCHEMA}, pg_get_userbyid(o.defaclrole)::text FROM pg_default_acl AS o \
         JOIN pg_namespace AS n ON n.oid = o.defaclnamespace WHERE {}",
        in_scope(scope)
    );
    let of_relation = format!("{SCHEMA}, c.relname::text {relations}");
    let of_routine = format!("{SCHEMA}, {ROUTINE_NAME} {routines}");
    vec![
        format!(
            "SELECT 'privileges on ' || {relation}, {of_relation} AND ({} OR {on_columns})",
            differs("c.relacl", usual)
        ),
        format!("SELECT 'owner of ' || {relation}, {of_relation} AND {}", is_foreign("c.relowner")),
        format!(
            "SELECT 'privileges on ' || {routine}, {of_routine} AND {}",
            differs("p.proacl", "acldefault('f', p.proowner)")
        ),
        format!("SELECT 'owner of ' || {routine}, {of_routine} AND {}", is_foreign("p.proowner")),
        schemas,
        enums,
        of_the_future,
    ]
}
