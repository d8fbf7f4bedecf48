//! What cannot be, and is told with what could.

use aludel_guest::prelude::*;

pub(crate) fn ask(db: &Database, name: &str) -> Result<()> {
    db.create_table("people", |t| {
        t.column("id", integer()).primary_key();
        t.column("name", varchar(20));
    })?;
    match name {
        "column" => db.alter_table("people", |t| {
            t.drop_column("nmae");
        }),
        "table" => db.alter_table("poeple", |t| {
            t.drop_column("name");
        }),
        "nul" => db.create_table("a\0b", |t| {
            t.column("id", integer());
        }),
        "naming" => db.set_naming([("fk", "fk_%(tabel_name)s")]),
        "index" => db.create_table("other", |t| {
            t.column("name", varchar(20));
            t.index_on([expression("lower(name)")]);
        }),
        "default" => db.create_table("other", |t| {
            t.column("number", integer()).default(f64::NAN);
        }),
        "unseen" => db.alter_table("elsewhere", |t| {
            t.alter_column("name").not_null();
        }),
        other => Err(Error::other(format!("`{other}` is not wrong"))),
    }
}
