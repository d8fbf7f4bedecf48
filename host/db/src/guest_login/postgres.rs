//! `PostgreSQL`: the ticket table, the function that carries tickets out, and the SQL that sets up two logins.

use aludel_sql::Dialect;

use crate::ledger::{HOUSE_SCHEMA, quoted as quote};

/// What the control connection wants done in a guest's transaction. Nothing in it outlives its transaction, so it
/// needs no log.
pub(crate) const TICKET: &str = "aludel_ticket";

/// The function that does it.
pub(crate) const RECORD: &str = "aludel_record";

/// What the function runs with, whatever the connection has set: names mean what the host means, and so do texts.
pub(crate) const SETTINGS: [(&str, &str); 2] =
    [("search_path", "pg_catalog, pg_temp"), ("standard_conforming_strings", "on")];

/// Deletes the ticket first: within its transaction it is used once, and elsewhere never.
pub(crate) const BODY: &str = "
DECLARE
  found_statements pg_catalog.text[];
  found_statement pg_catalog.text;
  changed pg_catalog.int8;
  changes pg_catalog.int8[] := '{}';
BEGIN
  DELETE FROM aludel.aludel_ticket AS ticket
    WHERE ticket.digest = pg_catalog.sha256(pg_catalog.convert_to($1, 'UTF8'))
      AND ticket.backend = pg_catalog.pg_backend_pid()
      AND (ticket.transaction IS NULL OR ticket.transaction = pg_catalog.txid_current())
    RETURNING ticket.statements INTO found_statements;
  IF found_statements IS NULL THEN
    RAISE EXCEPTION 'there is no such ticket for this transaction' USING ERRCODE = 'insufficient_privilege';
  END IF;
  FOREACH found_statement IN ARRAY found_statements LOOP
    EXECUTE found_statement;
    GET DIAGNOSTICS changed = ROW_COUNT;
    changes := pg_catalog.array_append(changes, changed);
  END LOOP;
  RETURN changes;
END
";

pub(crate) fn quoted(name: &str) -> String {
    quote(Dialect::Postgres, name)
}

/// The statements that make ticket table and function anew, for guests by these names, which are quoted already.
pub(crate) fn making(guests: &[String]) -> Vec<String> {
    let function = format!("{HOUSE_SCHEMA}.{RECORD}(pg_catalog.text)");
    let settings: String = SETTINGS.iter().map(|(name, value)| format!("\n  SET {name} = {value}")).collect();
    let mut statements = vec![
        format!(
            "CREATE UNLOGGED TABLE IF NOT EXISTS {HOUSE_SCHEMA}.{TICKET} (digest bytea NOT NULL PRIMARY KEY, \
             backend integer NOT NULL, transaction bigint, statements text[] NOT NULL)"
        ),
        format!("DROP FUNCTION IF EXISTS {function}"),
        format!(
            "CREATE FUNCTION {function} RETURNS pg_catalog.int8[]\n  LANGUAGE plpgsql VOLATILE SECURITY \
             DEFINER{settings}\n  AS $aludel${BODY}$aludel$"
        ),
        format!("REVOKE ALL ON FUNCTION {function} FROM PUBLIC"),
    ];
    for guest in guests {
        statements.push(format!("GRANT USAGE ON SCHEMA {HOUSE_SCHEMA} TO {guest}"));
        statements.push(format!("GRANT EXECUTE ON FUNCTION {function} TO {guest}"));
    }
    statements
}
