//! `MySQL` and `MariaDB`: for their own client.

use super::{GuestLoginSetup, line};
use crate::guest_login::mysql::{literal, quoted, quoted_pattern};
use crate::guest_login::problem::GuestLoginProblem;
use crate::ledger::Ledger;
use crate::url::ServerTarget;

/// Where an account may come from: the server's own word for anywhere.
const ANYWHERE: &str = "'@'%'";

/// Who is who, as it stands in SQL.
struct Names<'a> {
    own: String,
    guest: String,
    database: &'a str,
    house: &'a str,
}

pub(super) fn sql(
    setup: &GuestLoginSetup<'_>,
    own: &ServerTarget,
    guest: &ServerTarget,
    house: &str,
) -> Result<String, GuestLoginProblem> {
    let login = |server: &ServerTarget| server.user.clone().unwrap_or_else(|| "root".to_owned());
    if login(own) == login(guest) {
        return Err(GuestLoginProblem::SameLogin { login: login(own) });
    }
    if setup.owner.is_some() {
        return Err(GuestLoginProblem::NoOwners);
    }
    let account = |server| literal(&login(server)).trim_end_matches('\'').to_owned() + ANYWHERE;
    let database = own.database.as_deref().unwrap_or_default();
    let names = Names { own: account(own), guest: account(guest), database, house };
    Ok([heading(&names), logins(&names), rights(&names), tables(setup.ledger, &names)].join("\n"))
}

fn heading(names: &Names<'_>) -> String {
    format!(
        "-- Two logins for the database {database}: {own} keeps the tables of Aludel, {guest} runs migrations.\n\
         -- Run it once, as an administrator of the server:\n\
         --   aludel doctor --setup-guest-login | mariadb -u root -p\n\
         -- Where an account is for one host, write that in place of '%' before.\n",
        database = line(names.database),
        own = line(&names.own),
        guest = line(&names.guest),
    )
}

/// Passwords are nobody's business here, and an account without one would be open to everybody.
fn logins(names: &Names<'_>) -> String {
    let Names { own, guest, .. } = names;
    format!(
        "-- The logins. One that is new is locked until it has a password:\n\
         --   ALTER USER {} IDENTIFIED BY '...' ACCOUNT UNLOCK;\n\
         CREATE USER IF NOT EXISTS {own} ACCOUNT LOCK;\n\
         CREATE USER IF NOT EXISTS {guest} ACCOUNT LOCK;\n",
        line(own),
    )
}

fn rights(names: &Names<'_>) -> String {
    let Names { own, guest, database, house } = names;
    format!(
        "-- A database of its own for the tables of Aludel: rights on a database are rights on all that is in it.\n\
         CREATE DATABASE IF NOT EXISTS {house_name};\n\
         GRANT ALL PRIVILEGES ON {house}.* TO {own} WITH GRANT OPTION;\n\n\
         -- What migrations change. For comparisons and `aludel plan` they need databases for a while, too:\n\
         --   GRANT ALL PRIVILEGES ON `aludel\\_scratch\\_%`.* TO {shown};\n\
         GRANT ALL PRIVILEGES ON {application}.* TO {guest};\n",
        house_name = quoted(house),
        house = quoted_pattern(house),
        application = quoted_pattern(database),
        shown = line(guest),
    )
}

/// Tables that are there already go on with what is in them.
fn tables(ledger: &Ledger, names: &Names<'_>) -> String {
    let Names { database, house, .. } = names;
    let each = ledger.tables();
    let moves = each.iter().map(|table| {
        let moving =
            format!("RENAME TABLE {}.{table} TO {}.{table}", quoted(database), quoted(house), table = quoted(table));
        format!(
            "SET @aludel_move = (SELECT IF(COUNT(*) = 1, {moving}, 'DO 0') FROM information_schema.tables\n  \
             WHERE table_schema = {schema} AND table_name = {table} AND table_type = 'BASE TABLE');\n\
             PREPARE aludel_move FROM @aludel_move;\nEXECUTE aludel_move;\nDEALLOCATE PREPARE aludel_move;\n",
            moving = literal(&moving),
            schema = literal(database),
            table = literal(table),
        )
    });
    format!("-- The tables that are there already, with what is in them.\n{}", moves.collect::<String>())
}
