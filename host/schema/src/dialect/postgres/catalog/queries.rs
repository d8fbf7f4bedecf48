//! The questions to `pg_catalog`.
//!
//! Names in texts that the server prints (`pg_get_viewdef`, `format_type`, `regclass`) are without their schema where
//! the connection finds them without it; the names of the objects themselves are compared with `current_schema()`. So
//! nothing tells whether the default schema is called `public` or otherwise.

use aludel_sql::Value;

use super::unmodelled;
use crate::dialect::{CatalogQuery, Namespaces, Scope};

/// What is asked about; the answers come in this order.
pub(super) const ABOUT: [&str; 14] = [
    "schemas",
    "extensions",
    "enums",
    "sequences",
    "tables",
    "columns",
    "constraints",
    "indexes",
    "views",
    "routines",
    "dependencies",
    "triggers",
    "objects that are not compared",
    "index columns",
];

pub(super) fn all(version: u32, scope: &Scope) -> Vec<CatalogQuery> {
    let texts = [
        schemas(scope),
        extensions(scope),
        enums(scope),
        sequences(scope),
        tables(scope),
        columns(version, scope),
        constraints(version, scope),
        indexes(version, scope),
        views(scope),
        routines(scope),
        dependencies(scope),
        triggers(version, scope),
        unmodelled::question(version, scope),
        index_parts(version, scope),
    ];
    let parameters = parameters(scope);
    let question = |(about, sql): (&'static str, String)| {
        let count = (1..=parameters.len()).rev().find(|number| sql.contains(&format!("${number}"))).unwrap_or(0);
        CatalogQuery { about, parameters: parameters[..count].to_vec(), sql }
    };
    ABOUT.into_iter().zip(texts).map(question).collect()
}

/// `$1` the tables that are never read, `$2` the schemas asked for, `$3` and `$4` schemas and names of the tables asked
/// for.
fn parameters(scope: &Scope) -> Vec<Value> {
    let texts = |names: Vec<Option<String>>| Value::TextArray(names);
    let namespaces = match &scope.namespaces {
        Namespaces::Named(names) => names.iter().cloned().map(Some).collect(),
        Namespaces::All | Namespaces::Default => Vec::new(),
    };
    let tables = scope.tables.as_deref().unwrap_or_default();
    vec![
        texts(scope.without.iter().cloned().map(Some).collect()),
        texts(namespaces),
        texts(tables.iter().map(|table| table.schema.clone()).collect()),
        texts(tables.iter().map(|table| Some(table.name.clone())).collect()),
    ]
}

/// Whether the schema `n` is neither the server's own, nor the one that Aludel keeps for itself where migrations have a
/// login of their own.
const OF_USERS: &str = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' \
     AND (n.nspname <> 'aludel' OR to_regprocedure('aludel.aludel_record(text)') IS NULL)";

/// Whether the schema `n` is read. `$1` has a type in every question, so that each takes the same parameters.
pub(super) fn in_scope(scope: &Scope) -> &'static str {
    match scope.namespaces {
        Namespaces::All => OF_USERS,
        Namespaces::Default => "n.nspname = current_schema()",
        Namespaces::Named(_) => {
            "$1::text[] IS NOT NULL AND (n.nspname = current_schema() OR n.nspname = ANY ($2::text[]))"
        }
    }
}

/// Whether the table `c` in `n` is one of those asked for.
pub(super) fn is_wanted(scope: &Scope) -> String {
    let asked = if scope.tables.is_some() {
        " AND $2::text[] IS NOT NULL AND EXISTS (SELECT FROM unnest($3::text[], $4::text[]) AS asked (schema, name) \
         WHERE asked.name = c.relname AND coalesce(asked.schema, current_schema()) = n.nspname)"
    } else {
        ""
    };
    format!("{} AND c.relname <> ALL ($1::text[]){asked}", in_scope(scope))
}

/// Whether an object belongs to no extension, and did not come with another object (the functions of a range type).
pub(super) fn is_own(catalog: &str, oid: &str) -> String {
    format!(
        "NOT EXISTS (SELECT FROM pg_depend AS e WHERE e.classid = '{catalog}'::regclass AND e.objid = {oid} \
         AND e.objsubid = 0 AND e.deptype IN ('e', 'i'))"
    )
}

/// Whether `c` is a table that is read: of a definition of its own, and not of one session.
fn is_table(scope: &Scope) -> String {
    format!(
        "c.relkind IN ('r', 'p') AND c.relpersistence <> 't' AND c.reloftype = 0 AND {} AND {}",
        is_wanted(scope),
        is_own("pg_class", "c.oid")
    )
}

fn comment_join(catalog: &str, oid: &str) -> String {
    format!(
        "LEFT JOIN pg_description AS d ON d.classoid = '{catalog}'::regclass AND d.objoid = {oid} AND d.objsubid = 0"
    )
}

/// The schema of an object, NULL for the default one.
pub(super) const SCHEMA: &str = "nullif(n.nspname, current_schema())::text";

fn schemas(scope: &Scope) -> String {
    format!(
        "SELECT n.nspname::text FROM pg_namespace AS n \
         WHERE {} AND n.nspname IS DISTINCT FROM current_schema() AND {}",
        in_scope(scope),
        is_own("pg_namespace", "n.oid")
    )
}

fn extensions(scope: &Scope) -> String {
    let place = match scope.namespaces {
        Namespaces::All => "true".to_owned(),
        Namespaces::Default | Namespaces::Named(_) => in_scope(scope).to_owned(),
    };
    format!(
        "SELECT x.extname::text, {SCHEMA}, x.extversion FROM pg_extension AS x \
         JOIN pg_namespace AS n ON n.oid = x.extnamespace WHERE x.extname <> 'plpgsql' AND {place}"
    )
}

fn enums(scope: &Scope) -> String {
    format!(
        "SELECT {SCHEMA}, t.typname::text, \
         ARRAY(SELECT l.enumlabel::text FROM pg_enum AS l WHERE l.enumtypid = t.oid ORDER BY l.enumsortorder), \
         d.description FROM pg_type AS t JOIN pg_namespace AS n ON n.oid = t.typnamespace {} \
         WHERE t.typtype = 'e' AND {} AND {}",
        comment_join("pg_type", "t.oid"),
        in_scope(scope),
        is_own("pg_type", "t.oid")
    )
}

/// Whether the sequence `s` counts for its column: an identity, or one that its column owns and takes its default of.
pub(super) const IS_OF_COLUMN: &str = "EXISTS (SELECT FROM pg_depend AS o WHERE o.classid = 'pg_class'::regclass \
    AND o.objid = s.seqrelid AND o.refclassid = 'pg_class'::regclass AND o.refobjsubid > 0 \
    AND (o.deptype = 'i' OR o.deptype = 'a' AND EXISTS (SELECT FROM pg_attrdef AS ad JOIN pg_depend AS u \
    ON u.classid = 'pg_attrdef'::regclass AND u.objid = ad.oid AND u.refclassid = 'pg_class'::regclass \
    AND u.refobjid = s.seqrelid WHERE ad.adrelid = o.refobjid AND ad.adnum = o.refobjsubid)))";

const SEQUENCE: &str = "format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, \
    s.seqcycle";

fn sequences(scope: &Scope) -> String {
    format!(
        "SELECT {SCHEMA}, c.relname::text, {SEQUENCE}, d.description FROM pg_sequence AS s \
         JOIN pg_class AS c ON c.oid = s.seqrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace {} \
         WHERE c.relpersistence <> 't' AND NOT {IS_OF_COLUMN} AND {} AND {}",
        comment_join("pg_class", "c.oid"),
        in_scope(scope),
        is_own("pg_class", "c.oid")
    )
}

fn tables(scope: &Scope) -> String {
    format!(
        "SELECT c.oid::bigint, {SCHEMA}, c.relname::text, d.description, c.relpersistence::text, \
         CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END, pg_get_expr(c.relpartbound, c.oid), \
         ARRAY(SELECT i.inhparent::regclass::text FROM pg_inherits AS i WHERE i.inhrelid = c.oid ORDER BY i.inhseqno), \
         c.reloptions, o.reloptions, c.relrowsecurity, c.relforcerowsecurity, nullif(m.amname, 'heap')::text, \
         ts.spcname::text, c.relreplident::text, (SELECT r.relname::text FROM pg_index AS i JOIN pg_class AS r \
         ON r.oid = i.indexrelid WHERE i.indrelid = c.oid AND i.indisreplident) FROM pg_class AS c \
         JOIN pg_namespace AS n ON n.oid = c.relnamespace LEFT JOIN pg_class AS o ON o.oid = c.reltoastrelid \
         LEFT JOIN pg_am AS m ON m.oid = c.relam LEFT JOIN pg_tablespace AS ts ON ts.oid = c.reltablespace {} \
         WHERE {}",
        comment_join("pg_class", "c.oid"),
        is_table(scope)
    )
}

/// Whether the column `a` of an heir has another default than that of its parent, or refuses NULL where that does not.
const IS_OTHERWISE_THAN_PARENT: &str = "EXISTS (SELECT FROM pg_inherits AS h JOIN pg_attribute AS pa \
    ON pa.attrelid = h.inhparent AND pa.attname = a.attname \
    LEFT JOIN pg_attrdef AS pf ON pf.adrelid = pa.attrelid AND pf.adnum = pa.attnum WHERE h.inhrelid = c.oid \
    AND (pa.attnotnull <> a.attnotnull OR pg_get_expr(pf.adbin, pf.adrelid) \
    IS DISTINCT FROM pg_get_expr(f.adbin, f.adrelid)))";

/// Columns that a table has by itself: a partition or heir takes the others from its parent.
fn columns(version: u32, scope: &Scope) -> String {
    let compression = if version >= 14 { "nullif(a.attcompression, '')::text" } else { "NULL::text" };
    format!(
        "SELECT c.oid::bigint, a.attname::text, format_type(a.atttypid, a.atttypmod), a.attnotnull, \
         CASE WHEN a.attcollation <> t.typcollation THEN {collation} END, \
         pg_get_expr(f.adbin, f.adrelid, a.attgenerated <> ''), a.attidentity::text, a.attgenerated::text, \
         d.description, CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage::text END, {compression}, \
         a.attoptions, s.seqrelid IS NOT NULL, q.relname::text, {SEQUENCE} \
         FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace \
         JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
         JOIN pg_type AS t ON t.oid = a.atttypid LEFT JOIN pg_collation AS co ON co.oid = a.attcollation \
         LEFT JOIN pg_namespace AS con ON con.oid = co.collnamespace \
         LEFT JOIN pg_attrdef AS f ON f.adrelid = c.oid AND f.adnum = a.attnum \
         LEFT JOIN pg_description AS d ON d.classoid = 'pg_class'::regclass AND d.objoid = c.oid \
         AND d.objsubid = a.attnum \
         LEFT JOIN pg_depend AS o ON (f.oid IS NOT NULL OR a.attidentity <> '') \
         AND o.refclassid = 'pg_class'::regclass AND o.refobjid = c.oid AND o.refobjsubid = a.attnum \
         AND o.classid = 'pg_class'::regclass AND o.deptype IN ('a', 'i') \
         AND EXISTS (SELECT FROM pg_sequence AS s WHERE s.seqrelid = o.objid AND {IS_OF_COLUMN}) \
         LEFT JOIN pg_sequence AS s ON s.seqrelid = o.objid LEFT JOIN pg_class AS q ON q.oid = o.objid \
         WHERE {table} AND a.attislocal AND (a.attinhcount = 0 OR {IS_OTHERWISE_THAN_PARENT}) \
         ORDER BY c.oid, a.attnum",
        collation = collation("co", "con"),
        table = is_table(scope),
    )
}

/// A collation by its bare name where that finds it, else as SQL text.
fn collation(collation: &str, namespace: &str) -> String {
    format!(
        "CASE WHEN pg_collation_is_visible({collation}.oid) THEN {collation}.collname::text ELSE \
         '\"' || replace({namespace}.nspname, '\"', '\"\"') || '\".\"' || replace({collation}.collname, '\"', '\"\"') \
         || '\"' END"
    )
}

/// The names of the columns whose numbers are in an array.
fn column_names(numbers: &str, table: &str) -> String {
    format!(
        "ARRAY(SELECT a.attname::text FROM unnest({numbers}) WITH ORDINALITY AS u (number, place) \
         JOIN pg_attribute AS a ON a.attrelid = {table} AND a.attnum = u.number ORDER BY u.place)"
    )
}

/// Constraints that a table has by itself.
fn constraints(version: u32, scope: &Scope) -> String {
    let nulls_not_distinct = if version >= 15 { "coalesce(i.indnullsnotdistinct, false)" } else { "false" };
    let set_columns = if version >= 15 {
        format!("CASE WHEN k.confdelsetcols IS NOT NULL THEN {} END", column_names("k.confdelsetcols", "k.conrelid"))
    } else {
        "NULL::text[]".to_owned()
    };
    let (enforced, period) = if version >= 18 { ("k.conenforced", "k.conperiod") } else { ("true", "false") };
    format!(
        "SELECT c.oid::bigint, k.conname::text, k.contype::text, {own}, \
         CASE WHEN i.indnatts > i.indnkeyatts THEN {include} END, {nulls_not_distinct}, x.reloptions, \
         ts.spcname::text, CASE WHEN k.contype = 'f' THEN nullif(fn.nspname, current_schema())::text END, \
         f.relname::text, CASE WHEN k.contype = 'f' THEN {foreign} END, k.confupdtype::text, k.confdeltype::text, \
         k.confmatchtype::text, {set_columns}, k.condeferrable, k.condeferred, k.convalidated, k.connoinherit, \
         {enforced}, {period}, pg_get_expr(k.conbin, k.conrelid, true), \
         CASE WHEN k.contype = 'x' THEN pg_get_constraintdef(k.oid, true) END, d.description \
         FROM pg_constraint AS k JOIN pg_class AS c ON c.oid = k.conrelid \
         JOIN pg_namespace AS n ON n.oid = c.relnamespace \
         LEFT JOIN pg_index AS i ON i.indexrelid = k.conindid AND k.contype IN ('p', 'u', 'x') \
         LEFT JOIN pg_class AS x ON x.oid = i.indexrelid LEFT JOIN pg_tablespace AS ts ON ts.oid = x.reltablespace \
         LEFT JOIN pg_class AS f ON f.oid = k.confrelid AND k.contype = 'f' \
         LEFT JOIN pg_namespace AS fn ON fn.oid = f.relnamespace {comments} \
         WHERE k.contype IN ('p', 'u', 'f', 'c', 'x') AND k.conparentid = 0 AND k.coninhcount = 0 AND {table}",
        own = column_names("k.conkey", "k.conrelid"),
        include = column_names("i.indkey[i.indnkeyatts:]::smallint[]", "i.indrelid"),
        foreign = column_names("k.confkey", "k.confrelid"),
        comments = comment_join("pg_constraint", "k.oid"),
        table = is_table(scope),
    )
}

/// Where the indexes are that no constraint owns, and no index of a parent stands above.
fn from_indexes(scope: &Scope) -> String {
    format!(
        "FROM pg_index AS i JOIN pg_class AS x ON x.oid = i.indexrelid JOIN pg_class AS c ON c.oid = i.indrelid \
         JOIN pg_namespace AS n ON n.oid = c.relnamespace JOIN pg_am AS m ON m.oid = x.relam \
         LEFT JOIN pg_tablespace AS ts ON ts.oid = x.reltablespace {} \
         WHERE x.relkind IN ('i', 'I') AND NOT x.relispartition AND c.relpersistence <> 't' \
         AND (c.relkind = 'm' AND {} OR c.relkind IN ('r', 'p') AND {}) AND {} \
         AND NOT EXISTS (SELECT FROM pg_constraint AS k WHERE k.conindid = i.indexrelid \
         AND k.conrelid = i.indrelid AND k.contype IN ('p', 'u', 'x'))",
        comment_join("pg_class", "x.oid"),
        in_scope(scope),
        is_wanted(scope),
        is_own("pg_class", "c.oid"),
    )
}

fn indexes(version: u32, scope: &Scope) -> String {
    let nulls_not_distinct = if version >= 15 { "i.indnullsnotdistinct" } else { "false" };
    format!(
        "SELECT c.oid::bigint, i.indexrelid::bigint, x.relname::text, i.indisunique, {nulls_not_distinct}, \
         nullif(m.amname, 'btree')::text, pg_get_expr(i.indpred, i.indrelid, true), x.reloptions, ts.spcname::text, \
         i.indisvalid OR x.relkind = 'I', d.description {}",
        from_indexes(scope)
    )
}

/// One row for each column of an index, carried ones too.
fn index_parts(version: u32, scope: &Scope) -> String {
    let options = if version >= 13 { "a.attoptions" } else { "NULL::text[]" };
    format!(
        "SELECT i.indexrelid::bigint, p.place < i.indnkeyatts, t.attname::text, \
         CASE WHEN i.indkey[p.place] = 0 THEN pg_get_indexdef(i.indexrelid, p.place + 1, true) END, \
         coalesce(i.indoption[p.place], 0)::integer, CASE WHEN i.indcollation[p.place] <> coalesce(t.attcollation, \
         ty.typcollation) AND i.indcollation[p.place] <> 0 THEN {collation} END, CASE WHEN NOT oc.opcdefault \
         OR {options} IS NOT NULL THEN CASE WHEN pg_opclass_is_visible(oc.oid) THEN quote_ident(oc.opcname) \
         ELSE quote_ident(ocn.nspname) || '.' || quote_ident(oc.opcname) END END, {options} \
         FROM (SELECT i.*, c.relkind {indexes}) AS i \
         CROSS JOIN LATERAL generate_series(0, i.indnatts - 1) AS p (place) \
         JOIN pg_attribute AS a ON a.attrelid = i.indexrelid AND a.attnum = p.place + 1 \
         JOIN pg_type AS ty ON ty.oid = a.atttypid \
         LEFT JOIN pg_attribute AS t ON t.attrelid = i.indrelid AND t.attnum = i.indkey[p.place] AND t.attnum > 0 \
         LEFT JOIN pg_opclass AS oc ON oc.oid = i.indclass[p.place] \
         LEFT JOIN pg_namespace AS ocn ON ocn.oid = oc.opcnamespace \
         LEFT JOIN pg_collation AS co ON co.oid = i.indcollation[p.place] \
         LEFT JOIN pg_namespace AS con ON con.oid = co.collnamespace ORDER BY i.indexrelid, p.place",
        collation = collation("co", "con"),
        indexes = from_indexes(scope),
    )
}

/// Whose an object is, and who may use it, as lines without the object; NULL where that is as usual. The owner's own
/// privileges are taken for granted.
fn privileges(prefix: &str, kind: &str, more: &str) -> String {
    let to = "E'\\tTO ' || CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(x.grantee)) END \
              || CASE WHEN x.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END";
    let (owner, acl) = (format!("{prefix}owner"), format!("{prefix}acl"));
    format!(
        "(SELECT string_agg(l.line, E'\\n' ORDER BY l.place, l.line) FROM (SELECT 0 AS place, \
         'OWNER TO ' || quote_ident(pg_get_userbyid({owner})) AS line WHERE pg_get_userbyid({owner}) <> current_user \
         UNION ALL SELECT 1, E'REVOKE ALL\\tFROM PUBLIC' WHERE {acl} IS NOT NULL AND EXISTS (SELECT FROM \
         aclexplode(acldefault({kind}, {owner})) AS x WHERE x.grantee = 0) AND NOT EXISTS (SELECT FROM \
         aclexplode({acl}) AS x WHERE x.grantee = 0) UNION ALL SELECT 2, 'GRANT ' || \
         string_agg(x.privilege_type, ', ' ORDER BY x.privilege_type) || {to} FROM aclexplode({acl}) AS x \
         WHERE x.grantee <> {owner} AND NOT EXISTS (SELECT FROM \
         aclexplode(acldefault({kind}, {owner})) AS u WHERE (u.grantee, u.privilege_type, u.is_grantable) \
         = (x.grantee, x.privilege_type, x.is_grantable)) GROUP BY x.grantee, x.is_grantable{more}) AS l)",
        more = more.replace("{to}", to),
    )
}

/// Privileges on single columns of the view `c`.
const PRIVILEGES_ON_COLUMNS: &str = " UNION ALL SELECT 3, 'GRANT ' || x.privilege_type || ' (' || \
    string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) || ')' || {to} FROM pg_attribute AS a \
    CROSS JOIN LATERAL aclexplode(a.attacl) AS x WHERE a.attrelid = c.oid AND a.attacl IS NOT NULL \
    GROUP BY x.privilege_type, x.grantee, x.is_grantable";

fn views(scope: &Scope) -> String {
    format!(
        "SELECT c.oid::bigint, {SCHEMA}, c.relname::text, c.relkind = 'm', pg_get_viewdef(c.oid, true), c.reloptions, \
         CASE WHEN c.relkind = 'm' THEN nullif(m.amname, 'heap')::text END, ts.spcname::text, d.description, {} \
         FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace LEFT JOIN pg_am AS m ON m.oid = c.relam \
         LEFT JOIN pg_tablespace AS ts ON ts.oid = c.reltablespace {} \
         WHERE c.relkind IN ('v', 'm') AND c.relpersistence <> 't' AND {} AND {}",
        privileges("c.rel", "'r'", PRIVILEGES_ON_COLUMNS),
        comment_join("pg_class", "c.oid"),
        in_scope(scope),
        is_own("pg_class", "c.oid")
    )
}

/// A routine by its name and the types of its arguments.
pub(super) const ROUTINE_NAME: &str = "p.proname || '(' || array_to_string(ARRAY(SELECT format_type(g.type, NULL) FROM \
    unnest(p.proargtypes) WITH ORDINALITY AS g (type, place) ORDER BY g.place), ', ') || ')'";

/// The server always prints the schema of a routine; the default one goes.
fn routines(scope: &Scope) -> String {
    format!(
        "SELECT p.oid::bigint, {SCHEMA}, {ROUTINE_NAME}, p.prokind = 'p', CASE WHEN n.nspname = current_schema() \
         THEN h.start || substr(f.definition, length(h.start || quote_ident(n.nspname)) + 2) ELSE f.definition END, \
         d.description, {} FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace \
         CROSS JOIN LATERAL (SELECT pg_get_functiondef(p.oid)) AS f (definition) \
         CROSS JOIN LATERAL (SELECT 'CREATE OR REPLACE ' || CASE WHEN p.prokind = 'p' THEN 'PROCEDURE ' \
         ELSE 'FUNCTION ' END) AS h (start) {} WHERE p.prokind IN ('f', 'p', 'w') AND {} AND {}",
        privileges("p.pro", "'f'", ""),
        comment_join("pg_proc", "p.oid"),
        in_scope(scope),
        is_own("pg_proc", "p.oid")
    )
}

/// What views and routines need: relations, routines, enums, and the rows of tables in a signature.
fn dependencies(scope: &Scope) -> String {
    format!(
        "SELECT DISTINCT dependent.oid::bigint, needed.schema, needed.name FROM \
         (SELECT r.ev_class AS oid, 'pg_rewrite'::regclass AS class, r.oid AS object FROM pg_rewrite AS r \
         JOIN pg_class AS c ON c.oid = r.ev_class JOIN pg_namespace AS n ON n.oid = c.relnamespace \
         WHERE c.relkind IN ('v', 'm') AND {scope} \
         UNION ALL SELECT p.oid, 'pg_proc'::regclass, p.oid FROM pg_proc AS p \
         JOIN pg_namespace AS n ON n.oid = p.pronamespace WHERE {scope}) AS dependent \
         JOIN pg_depend AS d ON d.classid = dependent.class AND d.objid = dependent.object \
         AND d.deptype IN ('n', 'i') AND d.refobjid <> dependent.oid \
         CROSS JOIN LATERAL (SELECT {SCHEMA}, c.relname::text FROM pg_class AS c \
         JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE d.refclassid = 'pg_class'::regclass \
         AND c.oid = d.refobjid AND {user} \
         UNION ALL SELECT {SCHEMA}, {ROUTINE_NAME} FROM pg_proc AS p \
         JOIN pg_namespace AS n ON n.oid = p.pronamespace WHERE d.refclassid = 'pg_proc'::regclass \
         AND p.oid = d.refobjid AND {user} \
         UNION ALL SELECT {SCHEMA}, coalesce(e.typname, t.typname)::text FROM pg_type AS t \
         JOIN pg_namespace AS n ON n.oid = t.typnamespace \
         LEFT JOIN pg_type AS e ON e.typarray = t.oid \
         WHERE d.refclassid = 'pg_type'::regclass AND t.oid = d.refobjid AND {user}) AS needed (schema, name)",
        scope = in_scope(scope),
        user = OF_USERS,
    )
}

/// Triggers that a person wrote, without their copies on partitions.
fn triggers(version: u32, scope: &Scope) -> String {
    let original = if version >= 13 { " AND t.tgparentid = 0" } else { "" };
    format!(
        "SELECT {SCHEMA}, c.relname::text, t.tgname::text, pg_get_triggerdef(t.oid, true), d.description, t.tgenabled::text \
         FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid \
         JOIN pg_namespace AS n ON n.oid = c.relnamespace {} \
         WHERE NOT t.tgisinternal{original} AND c.relpersistence <> 't' AND {} AND {}",
        comment_join("pg_trigger", "t.oid"),
        is_wanted(scope),
        is_own("pg_trigger", "t.oid")
    )
}
