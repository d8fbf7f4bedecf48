package aludel

import (
	"aludel/internal/wit"
	"aludel/schema"
)

// TableNames gives the tables of the default schema.
func (db *DB) TableNames() ([]string, error) {
	return db.tableNames(nil)
}

// TableNamesIn gives the tables of a schema.
func (db *DB) TableNamesIn(schema string) ([]string, error) {
	return db.tableNames(&schema)
}

func (db *DB) tableNames(schema *string) ([]string, error) {
	found, failure := wit.InspectionTableNames(db.handle, schema)
	if failure != nil {
		return nil, newDatabaseError(failure)
	}
	names := make([]string, len(found))
	for place, name := range found {
		names[place] = name.Name
	}
	return names, nil
}

// Table gives a table as it is, nil if it is not there.
func (db *DB) Table(name schema.Name) (*schema.TableDefinition, error) {
	table, failure := wit.InspectionTable(db.handle, name.Build())
	return table, asError(failure)
}

// HasTable says whether a table is there.
func (db *DB) HasTable(name schema.Name) (bool, error) {
	found, failure := wit.InspectionHasTable(db.handle, name.Build())
	return found, asError(failure)
}

// HasColumn says whether a table has a column.
func (db *DB) HasColumn(table schema.Name, column string) (bool, error) {
	found, failure := wit.InspectionHasColumn(db.handle, table.Build(), column)
	return found, asError(failure)
}

// HasIndex says whether a table has an index.
func (db *DB) HasIndex(table schema.Name, index string) (bool, error) {
	found, failure := wit.InspectionHasIndex(db.handle, table.Build(), index)
	return found, asError(failure)
}

// HasConstraint says whether a table has a constraint.
func (db *DB) HasConstraint(table schema.Name, constraint string) (bool, error) {
	found, failure := wit.InspectionHasConstraint(db.handle, table.Build(), constraint)
	return found, asError(failure)
}

// Schema gives everything that is there, but the host's own tables.
func (db *DB) Schema() (*schema.SchemaDefinition, error) {
	found, failure := wit.InspectionSchema(db.handle)
	if failure != nil {
		return nil, newDatabaseError(failure)
	}
	return &found, nil
}
