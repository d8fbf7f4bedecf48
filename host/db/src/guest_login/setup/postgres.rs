//! `PostgreSQL`: for `psql`.

use super::{GuestLoginSetup, line};
use crate::guest_login::postgres::{making, quoted};
use crate::guest_login::problem::GuestLoginProblem;
use crate::ledger::{HOUSE_SCHEMA, Ledger};
use crate::url::ServerTarget;

/// Who is who, in quotes where a name stands in SQL.
struct Names {
    own: String,
    guest: String,
    database: String,
    owner: Option<String>,
}

pub(super) fn sql(
    setup: &GuestLoginSetup<'_>,
    own: &ServerTarget,
    guest: &ServerTarget,
) -> Result<String, GuestLoginProblem> {
    let names = names(setup, own, guest)?;
    let mut parts = vec![heading(&names), logins(&names), schema(&names), tables(setup.ledger, &names)];
    parts.push(function(&names));
    parts.push(application(&names));
    Ok(parts.join("\n"))
}

fn names(setup: &GuestLoginSetup<'_>, own: &ServerTarget, guest: &ServerTarget) -> Result<Names, GuestLoginProblem> {
    let (own_login, guest_login) = (login(own), login(guest));
    if own_login == guest_login {
        return Err(GuestLoginProblem::SameLogin { login: own_login });
    }
    let database = own.database.clone().unwrap_or_else(|| own_login.clone());
    if database != guest.database.clone().unwrap_or_else(|| guest_login.clone()) {
        return Err(GuestLoginProblem::OtherDatabase);
    }
    let owner = setup.owner.filter(|owner| *owner != guest_login);
    for name in [own_login.as_str(), &guest_login, &database].into_iter().chain(owner) {
        own.dialect.quote(name).map_err(|problem| GuestLoginProblem::Name { problem })?;
    }
    Ok(Names { own: own_login, guest: guest_login, database, owner: owner.map(str::to_owned) })
}

/// Tables that are there already go on with what is in them.
fn tables(ledger: &Ledger, names: &Names) -> String {
    let list: Vec<String> = ledger.tables().iter().map(|table| literal(table)).collect();
    let (list, own) = (list.join(", "), literal(&names.own));
    format!(
        "-- The tables that are there already, with what is in them.\n\
         DO $aludel$\nDECLARE\n  found record;\nBEGIN\n  FOR found IN\n    \
         SELECT n.nspname, c.relname FROM pg_catalog.pg_class c\n    \
         JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace\n    \
         WHERE c.relname IN ({list})\n      AND c.relkind = 'r' AND n.nspname IN ('public', current_schema(), '{HOUSE_SCHEMA}')\n  \
         LOOP\n    \
         IF found.nspname <> '{HOUSE_SCHEMA}' THEN\n      \
         EXECUTE format('ALTER TABLE %I.%I SET SCHEMA {HOUSE_SCHEMA}', found.nspname, found.relname);\n    END IF;\n    \
         EXECUTE format('ALTER TABLE {HOUSE_SCHEMA}.%I OWNER TO %I', found.relname, {own});\n    \
         EXECUTE format('REVOKE ALL ON {HOUSE_SCHEMA}.%I FROM PUBLIC, %I', found.relname, {guest});\n  \
         END LOOP;\nEND\n$aludel$;\n",
        guest = literal(&names.guest),
    )
}

fn heading(names: &Names) -> String {
    format!(
        "-- Two logins for the database {database}: {own} keeps the tables of Aludel, {guest} runs migrations.\n\
         -- Run it once in that database, as a superuser or as somebody who may make and change both roles:\n\
         --   aludel doctor --setup-guest-login | psql -v ON_ERROR_STOP=1 -1 -d {database}\n",
        database = line(&names.database),
        own = line(&names.own),
        guest = line(&names.guest),
    )
}

/// Passwords are nobody's business here.
fn logins(names: &Names) -> String {
    let made = [&names.own, &names.guest].map(|login| {
        format!(
            "DO $aludel$ BEGIN\n  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = {}) THEN\n    \
             CREATE ROLE {} LOGIN;\n  END IF;\nEND $aludel$;\n",
            literal(login),
            quoted(login),
        )
    });
    format!(
        "-- The logins. Set the password of a new one with \\password, so that it stands in no log.\n{}\
         GRANT CONNECT ON DATABASE {database} TO {own}, {guest};\n",
        made.concat(),
        database = quoted(&names.database),
        own = quoted(&names.own),
        guest = quoted(&names.guest),
    )
}

fn schema(names: &Names) -> String {
    let (own, guest) = (quoted(&names.own), quoted(&names.guest));
    format!(
        "-- A schema of its own: whoever owns a schema may drop what is in it, whosever it is.\n\
         CREATE SCHEMA IF NOT EXISTS {HOUSE_SCHEMA};\n\
         ALTER SCHEMA {HOUSE_SCHEMA} OWNER TO {own};\n\
         REVOKE ALL ON SCHEMA {HOUSE_SCHEMA} FROM PUBLIC, {guest};\n"
    )
}

/// Aludel makes it anew by itself when it needs another one.
fn function(names: &Names) -> String {
    let mut guests = vec![quoted(&names.guest)];
    guests.extend(names.owner.as_deref().map(quoted));
    let statements: Vec<String> = making(&guests).iter().map(|statement| format!("{statement};\n")).collect();
    let own = quoted(&names.own);
    format!(
        "-- What writes the version row in the transaction of a migration. It does nothing but what {} has written\n\
         -- down before, for one transaction, once.\n{}\
         ALTER TABLE {HOUSE_SCHEMA}.aludel_ticket OWNER TO {own};\n\
         ALTER FUNCTION {HOUSE_SCHEMA}.aludel_record(pg_catalog.text) OWNER TO {own};\n",
        line(&names.own),
        statements.concat(),
    )
}

fn application(names: &Names) -> String {
    let (guest, database) = (quoted(&names.guest), quoted(&names.database));
    let Some(owner) = &names.owner else {
        return format!(
            "-- To change or drop a table, {shown} has to own it, or be a member of the role that does. Where another role\n\
             -- owns them: aludel doctor --setup-guest-login --role NAME\n\
             -- To create, it needs this on each schema that migrations create in:\n\
             GRANT USAGE, CREATE ON SCHEMA public TO {guest};\n",
            shown = line(&names.guest),
        );
    };
    let owner = quoted(owner);
    format!(
        "-- {shown} works as the role that owns the application's tables, so that what it makes belongs to that role too.\n\
         GRANT {owner} TO {guest};\n\
         ALTER ROLE {guest} IN DATABASE {database} SET role = {owner};\n\
         GRANT USAGE, CREATE ON SCHEMA public TO {owner};\n",
        shown = line(&names.guest),
    )
}

/// The driver has a name of its own choosing for a URL without a login.
fn login(server: &ServerTarget) -> String {
    server.user.clone().unwrap_or_else(|| "postgres".to_owned())
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
