// Package schema says what tables, columns, indexes and the rest should look like; the host writes the SQL of the database
// at hand.
//
//	err := db.CreateTable("orders", func(t *schema.Table) {
//		t.Column("id", schema.Integer()).PrimaryKey().Autoincrement()
//		t.Column("customer_id", schema.Integer()).NotNull()
//		t.Column("note", schema.Varchar(200)).NotNull().Default("")
//		t.ForeignKey("customer_id").References("customers", "id").OnDelete(schema.Cascade)
//		t.Index("ix_orders_note", "note")
//	})
//
//	err := db.AlterTable("customers", func(t *schema.Alter) {
//		t.AddColumn("order_count", schema.Integer()).NotNull().Default(0)
//		t.RenameColumn("mail", "email")
//		t.AlterColumn("name").SetType(schema.Varchar(120)).NotNull()
//	})
//
// The functions named Build are what package aludel calls; a migration has no use for them.
package schema

import (
	"strings"

	"aludel/internal/wit"
)

// What inspection gives.
type (
	// TableDefinition is a table as it is.
	TableDefinition = wit.TableDef
	// SchemaDefinition is a whole database as it is.
	SchemaDefinition = wit.SchemaDef
)

// Name is that of a table, view, enum or sequence: "orders", or In("sales", "orders") in a schema of its own.
type Name string

// Between the two halves of a name, where no server allows it.
const separator = "\x00"

// In names an object of a schema that is not the default one.
func In(schema, name string) Name {
	return Name(schema + separator + name)
}

// Build gives the name as the host takes it.
func (name Name) Build() wit.ObjectName {
	schema, local, qualified := strings.Cut(string(name), separator)
	if !qualified {
		return wit.ObjectName{Name: schema}
	}
	return wit.ObjectName{Schema: &schema, Name: local}
}

// Condition says how something is done: db.DropTable("orders", schema.IfExists).
type Condition uint8

// The conditions.
const (
	// IfExists: nothing happens when what is to go is not there.
	IfExists Condition = iota
	// IfNotExists: nothing happens when what is to come is there.
	IfNotExists
	// WithDependents: what depends on it goes as well.
	WithDependents
	// Concurrently: without locking writers out (indexes of PostgreSQL).
	Concurrently
	// Replace: in place of the one that is there (views, routines, triggers).
	Replace
)

// BuildGuard gives conditions as the host takes them.
func BuildGuard(conditions []Condition) wit.Guard {
	var guard wit.Guard
	for _, condition := range conditions {
		switch condition {
		case IfExists:
			guard.IfExists = true
		case IfNotExists:
			guard.IfNotExists = true
		case WithDependents:
			guard.Cascade = true
		case Concurrently:
			guard.Concurrently = true
		case Replace:
			guard.Replace = true
		}
	}
	return guard
}

func option(name, value string) wit.TupleStringString {
	return wit.TupleStringString{F0: name, F1: value}
}
