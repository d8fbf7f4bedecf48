//! `MySQL` and `MariaDB`: the procedure that carries out what the host has sealed, and the table of its seals.

use aludel_sql::{Dialect, SqlError, Value};

use super::grants::{Granted, read};
use crate::ledger::quoted as quote;
use crate::session::{Session, fetch_all};

/// Which connection of guests has which secret, and the number of the last seal that was used.
pub(crate) const GUESTS: &str = "aludel_guest";

/// The procedure that carries a sealed statement out.
pub(crate) const RECORD: &str = "aludel_record";

/// How texts are read in the procedure, whatever the connection that calls it has set.
pub(crate) const MODE: &str = "STRICT_TRANS_TABLES";

/// A seal is good for one connection, and for one that comes after all that were used before. The row is changed in the
/// guest's transaction, where a change sees what is committed, whenever that began.
pub(crate) const BODY: &str = "BEGIN
  UPDATE aludel_guest SET used = given_number
    WHERE connection = CONNECTION_ID() AND used < given_number AND given_seal =
      UNHEX(SHA2(CONCAT(secret, UNHEX(SHA2(CONCAT(secret, given_number, ':', given_statement), 256))), 256));
  IF ROW_COUNT() <> 1 THEN
    SIGNAL SQLSTATE '42501' SET MESSAGE_TEXT = 'there is no such seal for this connection';
  END IF;
  SET @aludel_statement = given_statement;
  PREPARE aludel_statement FROM @aludel_statement;
  EXECUTE aludel_statement;
  SELECT ROW_COUNT();
  DEALLOCATE PREPARE aludel_statement;
  SET @aludel_statement = NULL;
END";

const PARAMETERS: &str = "IN given_number BIGINT UNSIGNED, IN given_seal VARBINARY(64), IN given_statement LONGBLOB";

pub(crate) fn quoted(name: &str) -> String {
    quote(Dialect::MariaDb, name)
}

/// The name of a database where it stands in GRANT, which takes `_` and `%` for patterns.
pub(crate) fn quoted_pattern(name: &str) -> String {
    // A pattern may be longer than the names that are like it.
    let pattern = name.replace('\\', r"\\").replace('_', r"\_").replace('%', r"\%");
    format!("`{}`", pattern.replace('`', "``"))
}

/// The statements that make table and procedure anew in the database of the house.
pub(crate) fn making(house: &str) -> Vec<String> {
    let house = quoted(house);
    vec![
        format!(
            "CREATE TABLE IF NOT EXISTS {house}.{GUESTS} (connection BIGINT UNSIGNED NOT NULL PRIMARY KEY, \
             secret BINARY(32) NOT NULL, used BIGINT UNSIGNED NOT NULL, \
             touched TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP) ENGINE = InnoDB"
        ),
        format!("DROP PROCEDURE IF EXISTS {house}.{RECORD}"),
        format!("CREATE PROCEDURE {house}.{RECORD}({PARAMETERS}) MODIFIES SQL DATA SQL SECURITY DEFINER {BODY}"),
    ]
}

/// The statement that lets a guest call the procedure. The account is written as in SQL.
pub(crate) fn permitting(house: &str, account: &str) -> String {
    format!("GRANT EXECUTE ON PROCEDURE {}.{RECORD} TO {account}", quoted(house))
}

/// Everything that the login of a connection may do, by itself and by each role that it may take.
pub(crate) async fn granted(session: &mut dyn Session) -> Result<Vec<Granted>, SqlError> {
    let mut lines = Vec::new();
    if session.dialect() == Dialect::MariaDb {
        let before = texts(session, "SELECT CURRENT_ROLE()").await?.pop();
        lines.extend(texts(session, "SHOW GRANTS").await?);
        let roles = "SELECT role_name FROM information_schema.applicable_roles WHERE grantee = CURRENT_USER()";
        for role in texts(session, roles).await? {
            session.execute(&format!("SET ROLE {}", quoted(&role)), &[]).await?;
            lines.extend(texts(session, "SHOW GRANTS").await?);
        }
        let role = before.map_or_else(|| "NONE".to_owned(), |role| quoted(&role));
        session.execute(&format!("SET ROLE {role}"), &[]).await?;
        // Servers that know no such role give nothing to everybody.
        lines.extend(texts(session, "SHOW GRANTS FOR PUBLIC").await.unwrap_or_default());
    } else {
        lines.extend(texts(session, "SHOW GRANTS FOR CURRENT_USER()").await?);
        let own = lines.clone();
        // Roles of roles are listed too, and come with the role that has them.
        let roles = "SELECT CONCAT('`', REPLACE(role_name, '`', '``'), '`@`', REPLACE(role_host, '`', '``'), '`') \
                     FROM information_schema.applicable_roles WHERE CONCAT(grantee, '@', grantee_host) = CURRENT_USER()";
        for role in texts(session, roles).await? {
            let with_role = texts(session, &format!("SHOW GRANTS FOR CURRENT_USER() USING {role}")).await?;
            lines.extend(with_role.iter().filter(|line| !own.contains(line)).map(|line| granted_to(line, &role)));
        }
    }
    Ok(lines.iter().filter_map(|line| read(line)).collect())
}

/// What a role gives is shown as if it was granted to the login; who takes it back has to name the role.
fn granted_to(line: &str, role: &str) -> String {
    let Some((grant, grantee)) = line.rsplit_once(" TO ") else { return line.to_owned() };
    let option = if grantee.ends_with(" WITH GRANT OPTION") { " WITH GRANT OPTION" } else { "" };
    format!("{grant} TO {role}{option}")
}

/// The texts of the first column.
pub(crate) async fn texts(session: &mut dyn Session, sql: &str) -> Result<Vec<String>, SqlError> {
    let rows = fetch_all(session, sql, &[]).await?;
    let text = |row: &Vec<Value>| match row.first() {
        Some(Value::Text(text)) => Some(text.clone()),
        _ => None,
    };
    Ok(rows.iter().filter_map(text).collect())
}

/// An account as the server tells it, `name@host`, as it stands in SQL.
pub(crate) fn account_in_sql(account: &str) -> String {
    let (name, host) = account.rsplit_once('@').unwrap_or((account, "%"));
    format!("{}@{}", literal(name), literal(host))
}

/// A text in SQL, in whatever mode.
pub(crate) fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\\', r"\\").replace('\'', "''"))
}
