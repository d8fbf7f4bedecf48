package main

import (
	"errors"

	"aludel"
	"aludel/schema"
)

func operations(db *aludel.DB) error {
	err := db.CreateTable("conf_parent", func(t *schema.Table) {
		t.Column("id", schema.Integer()).PrimaryKey().Autoincrement()
		t.Column("code", schema.Varchar(20)).NotNull()
		t.Unique("code").Named("uq_conf_parent_code")
	})
	if err != nil {
		return err
	}
	err = db.CreateTable("conf_child", func(t *schema.Table) {
		t.Column("id", schema.Integer()).PrimaryKey()
		t.Column("parent_id", schema.Integer()).NotNull()
		t.Column("amount", schema.Numeric(10, 2)).NotNull().Default(0)
		t.Column("note", schema.Text())
		t.ForeignKey("parent_id").References("conf_parent", "id").OnDelete(schema.Cascade).Named("fk_conf_child_parent")
		t.Index("ix_conf_child_parent", "parent_id")
	})
	if err != nil {
		return err
	}
	err = db.AlterTable("conf_child", func(t *schema.Alter) {
		t.AddColumn("state", schema.Varchar(10)).NotNull().Default("new")
		t.AlterColumn("note").SetType(schema.Varchar(100))
		t.RenameColumn("note", "remark")
		t.AddCheck("amount >= 0").Named("ck_conf_child_amount")
	})
	if err != nil {
		return err
	}
	return inspect(db)
}

func inspect(db *aludel.DB) error {
	table, first := db.HasTable("conf_child")
	column, second := db.HasColumn("conf_child", "remark")
	index, third := db.HasIndex("conf_child", "ix_conf_child_parent")
	constraint, fourth := db.HasConstraint("conf_child", "fk_conf_child_parent")
	logf("has_table %t", table)
	logf("has_column %t", column)
	logf("has_index %t", index)
	logf("has_constraint %t", constraint)
	return errors.Join(first, second, third, fourth)
}
