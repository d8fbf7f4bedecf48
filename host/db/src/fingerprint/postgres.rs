//! `PostgreSQL` writes definitions itself.

use std::collections::BTreeMap;

use aludel_sql::{Database, SqlError, Value};

use crate::session::fetch_all;

/// Relations with their columns, constraints and rules; indexes with whether they are valid; types, routines, triggers,
/// schemas and extensions. Nothing of the server's own.
const OBJECTS: &str = "\
WITH mine AS (SELECT oid, nspname FROM pg_catalog.pg_namespace \
    WHERE nspname <> 'information_schema' AND nspname !~ '^pg_') \
SELECT CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indexrelid = c.oid AND NOT i.indisvalid) \
    THEN 'invalid ' ELSE '' END || CASE c.relkind WHEN 'i' THEN 'index ' WHEN 'I' THEN 'index ' WHEN 'v' THEN 'view ' WHEN 'm' THEN 'view ' \
    WHEN 'S' THEN 'sequence ' ELSE 'table ' END || quote_ident(n.nspname) || '.' || quote_ident(c.relname), \
  concat_ws(' ', c.oid, c.relkind, c.relpersistence, \
    (SELECT concat_ws(' ', i.indisvalid, pg_catalog.pg_get_indexdef(i.indexrelid)) FROM pg_catalog.pg_index i \
      WHERE i.indexrelid = c.oid), \
    CASE WHEN c.relkind IN ('v', 'm') THEN pg_catalog.pg_get_viewdef(c.oid) END, \
    (SELECT string_agg(concat_ws(' ', a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull, \
        pg_catalog.pg_get_expr(d.adbin, d.adrelid)), ',' ORDER BY a.attnum) \
      FROM pg_catalog.pg_attribute a LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum \
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), \
    (SELECT string_agg(concat_ws(' ', k.conname, k.convalidated, pg_catalog.pg_get_constraintdef(k.oid)), ',' \
        ORDER BY k.conname) FROM pg_catalog.pg_constraint k WHERE k.conrelid = c.oid), \
    pg_catalog.obj_description(c.oid, 'pg_class'))::text \
  FROM pg_catalog.pg_class c JOIN mine n ON n.oid = c.relnamespace \
  WHERE c.relname::text = ANY($1) AND c.relkind <> 't' \
UNION ALL SELECT 'type ' || n.nspname || '.' || t.typname, concat_ws(' ', t.oid, t.typtype, \
    (SELECT string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder) FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid))::text \
  FROM pg_catalog.pg_type t JOIN mine n ON n.oid = t.typnamespace \
  WHERE t.typname::text = ANY($1) AND t.typtype IN ('e', 'd', 'r') \
UNION ALL SELECT 'routine ' || p.oid::regprocedure::text, concat_ws(' ', p.prosrc, p.prorettype, p.proacl)::text \
  FROM pg_catalog.pg_proc p JOIN mine n ON n.oid = p.pronamespace WHERE p.proname::text = ANY($1) \
UNION ALL SELECT 'trigger ' || g.tgrelid::regclass::text || '.' || g.tgname, pg_catalog.pg_get_triggerdef(g.oid) \
  FROM pg_catalog.pg_trigger g WHERE g.tgname::text = ANY($1) AND NOT g.tgisinternal \
UNION ALL SELECT 'schema ' || n.nspname, n.oid::text FROM mine n WHERE n.nspname::text = ANY($1) \
UNION ALL SELECT 'extension ' || x.extname, x.extversion FROM pg_catalog.pg_extension x WHERE x.extname::text = ANY($1)";

pub(super) async fn objects(
    database: &mut dyn Database,
    names: &[String],
) -> Result<BTreeMap<String, String>, SqlError> {
    let names = names.iter().cloned().map(Some).collect();
    let rows = fetch_all(database, OBJECTS, &[Value::TextArray(names)]).await?;
    Ok(super::pairs(rows))
}
