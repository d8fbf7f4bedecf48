//! Tables by request, and what is there.

use aludel_guest::prelude::*;

pub(crate) fn operations(db: &Database) -> Result<()> {
    db.create_table("conf_parent", |t| {
        t.column("id", integer()).primary_key().autoincrement();
        t.column("code", varchar(20)).not_null();
        t.unique(["code"]).named("uq_conf_parent_code");
    })?;
    db.create_table("conf_child", |t| {
        t.column("id", integer()).primary_key();
        t.column("parent_id", integer()).not_null();
        t.column("amount", numeric(10, 2)).not_null().default(0);
        t.column("note", text());
        t.foreign_key(["parent_id"]).references("conf_parent", ["id"]).on_delete(Cascade).named("fk_conf_child_parent");
        t.index("ix_conf_child_parent", ["parent_id"]);
    })?;
    db.alter_table("conf_child", |t| {
        t.add_column("state", varchar(10)).not_null().default("new");
        t.alter_column("note").set_type(varchar(100));
        t.rename_column("note", "remark");
        t.add_check("amount >= 0").named("ck_conf_child_amount");
    })?;
    let there = db.inspect();
    info!("has_table {}", there.has_table("conf_child")?);
    info!("has_column {}", there.has_column("conf_child", "remark")?);
    info!("has_index {}", there.has_index("conf_child", "ix_conf_child_parent")?);
    info!("has_constraint {}", there.has_constraint("conf_child", "fk_conf_child_parent")?);
    Ok(())
}
