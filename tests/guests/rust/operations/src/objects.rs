//! Views, triggers, sequences, functions.

use aludel_guest::prelude::*;

use crate::{is_mysql, is_postgres};

pub(crate) fn create(db: &Database) -> Result<()> {
    db.create_view("order_notes", "SELECT id, note FROM orders")?;
    db.create_view_with("order_notes", "SELECT id, note, weight FROM orders", |v| {
        v.replace();
    })?;
    if is_postgres(db) {
        postgres(db)?;
    }
    db.create_trigger("orders_touch", "orders", touching(db))
}

fn touching(db: &Database) -> &'static str {
    if is_postgres(db) {
        "CREATE TRIGGER orders_touch BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION touch()"
    } else if is_mysql(db) {
        "CREATE TRIGGER orders_touch BEFORE INSERT ON orders FOR EACH ROW SET NEW.weight = NEW.weight + 1"
    } else {
        "CREATE TRIGGER orders_touch AFTER DELETE ON orders BEGIN DELETE FROM order_lines WHERE order_id = OLD.id; END"
    }
}

fn postgres(db: &Database) -> Result<()> {
    db.create_schema("archive")?;
    db.create_sequence("numbers", |s| {
        s.start(100).increment(5);
    })?;
    db.alter_sequence("numbers", |s| {
        s.increment(10).cycle(true);
    })?;
    db.create_view_with("order_counts", "SELECT customer_id, count(*) AS orders FROM orders GROUP BY customer_id", |v| {
        v.materialized();
        v.index("ix_order_counts", ["customer_id"]).unique();
    })?;
    db.create_function(
        "touch()",
        "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
    )
}

pub(crate) fn drop(db: &Database) -> Result<()> {
    db.drop_trigger("orders_touch", "orders")?;
    db.drop_view("order_notes")?;
    if !is_postgres(db) {
        return Ok(());
    }
    db.drop_function("touch()")?;
    db.drop_materialized_view("order_counts")?;
    db.drop_sequence("numbers")?;
    db.drop_schema("archive")
}
