//! Tables, columns, constraints and indexes.

use aludel_guest::prelude::*;

use crate::{is_mysql, is_postgres};

const STATES: [&str; 3] = ["open", "paid", "sent"];

pub(crate) fn create(db: &Database) -> Result<()> {
    db.set_naming([
        ("uq", "uq_%(table_name)s_%(column_0_N_name)s"),
        ("fk", "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s"),
        ("ck", "ck_%(table_name)s_%(constraint_name)s"),
    ])?;
    db.create_enum("order_state", STATES)?;
    db.create_table("customers", |t| {
        t.column("id", integer()).primary_key();
        t.column("mail", varchar(200)).not_null().unique();
        t.column("name", varchar(80)).not_null().default("it's nobody");
        t.column("vip", boolean()).not_null().default(false);
        t.column("credit", numeric(10, 2)).default(0);
        t.column("since", timestamp());
        t.check("credit >= 0").named("credit");
        t.index_on(["name"]);
    })?;
    db.create_table("orders", |t| {
        t.column("id", big_integer()).primary_key().autoincrement();
        t.column("customer_id", integer()).not_null();
        t.column("state", enumeration("order_state", STATES)).not_null().default("open");
        t.column("note", varchar(200)).not_null().default("x");
        t.column("amount", integer()).not_null();
        t.column("twice", integer()).computed_stored("amount * 2");
        t.column("old", integer());
        t.foreign_key(["customer_id"]).references("customers", ["id"]).on_delete(Cascade);
        t.index("ix_orders_note", [column("note"), column("amount").descending()]);
        t.unique(["customer_id", "note"]);
    })?;
    db.create_table("items", |t| {
        t.column("order_id", big_integer());
        t.column("line", integer());
        t.column("comment", varchar(20));
        t.primary_key(["order_id", "line"]);
        t.foreign_key(["order_id"]).references("orders", ["id"]).on_delete(Cascade).on_update(Cascade);
    })
}

pub(crate) fn alter(db: &Database) -> Result<()> {
    db.execute("INSERT INTO customers (id, mail) VALUES (1, 'a@b.c')", params![])?;
    db.execute("INSERT INTO orders (customer_id, note, amount) VALUES (1, '7', 3)", params![])?;
    db.execute("INSERT INTO items (order_id, line, comment) VALUES (1, 1, 'kept')", params![])?;
    db.alter_table("orders", |t| {
        t.add_column("weight", integer()).not_null().default(5);
        t.drop_column("old");
        t.drop_index("ix_orders_note");
        t.drop_unique(["customer_id", "note"]).named("uq_orders_customer_id_note");
        t.rename_column("amount", "quantity");
        t.add_check("weight > 0").named("weight");
        t.add_index("ix_orders_weight", ["weight"]);
    })?;
    db.alter_table("orders", |t| {
        let note = t.alter_column("note").set_type(integer()).nullable().drop_default();
        note.option("postgresql.using", "note::integer");
    })?;
    db.rename_table("items", "order_lines")?;
    db.alter_table("order_lines", |t| {
        t.rename_column("comment", "remark");
        if !context::offline() {
            t.drop_column(if_exists("never_there"));
        }
    })?;
    db.create_index("ix_lines_remark", "order_lines", ["remark"])?;
    db.create_index_with("ix_customers_vip", "customers", ["vip"], |i| {
        i.unique();
    })?;
    if !is_mysql(db) {
        db.create_index_with("ix_customers_mail", "customers", [expression("lower(mail)")], |i| {
            i.filtered("vip");
        })?;
    }
    db.drop_index("ix_customers_vip", "customers")?;
    postgres_only(db)
}

fn postgres_only(db: &Database) -> Result<()> {
    if !is_postgres(db) {
        return Ok(());
    }
    db.alter_table("customers", |t| {
        t.comment("who buys");
        t.alter_column("name").comment("first and last");
        t.rename_constraint("ck_customers_credit", "ck_customers_limit");
        t.rename_index("ix_customers_name", "ix_customers_names");
    })?;
    db.alter_enum("order_state", |e| {
        e.add_value("lost").after("paid");
        e.rename_value("sent", "shipped");
    })
}

pub(crate) fn check(db: &Database) -> Result<()> {
    let there = db.inspect();
    expect("orders", there.has_table("orders")?)?;
    expect("no items", !there.has_table("items")?)?;
    expect("quantity", there.has_column("orders", "quantity")?)?;
    expect("no old", !there.has_column("orders", "old")?)?;
    expect("ix_orders_weight", there.has_index("orders", "ix_orders_weight")?)?;
    expect("no ix_orders_note", !there.has_index("orders", "ix_orders_note")?)?;
    expect("ck_orders_weight", there.has_constraint("orders", "ck_orders_weight")?)?;
    expect("three tables", there.table_names()?.len() >= 3)?;
    let customers = there.table("customers")?.ok_or_else(|| Error::other("customers are gone"))?;
    expect("mail", customers.columns.iter().any(|column| column.name == "mail" && !column.nullable))?;
    let kept: (i64, i64) = db
        .query_one("SELECT note, weight FROM orders", params![])?
        .ok_or_else(|| Error::other("the order is gone"))?
        .try_into()?;
    expect("the order's data", kept == (7, 5))?;
    let remark: String = db.query_scalar("SELECT remark FROM order_lines", params![])?;
    expect("the line's data", remark == "kept")
}

fn expect(what: &str, holds: bool) -> Result<()> {
    if holds { Ok(()) } else { Err(Error::other(format!("{what} does not hold"))) }
}

pub(crate) fn drop(db: &Database) -> Result<()> {
    db.drop_table("order_lines")?;
    db.drop_table(if_exists("orders"))?;
    db.drop_table(only("customers"))?;
    db.drop_enum("order_state")
}
