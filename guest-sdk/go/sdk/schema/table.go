package schema

import "aludel/internal/wit"

// Table is a table that is to be.
type Table struct {
	columns     []*Column
	constraints []interface{ build() wit.ConstraintDef }
	indexes     []*Index
	comment     *string
	options     []wit.TupleStringString
	ifNotExists bool
}

func (constraint *Constraint) build() wit.ConstraintDef { return constraint.definition }

// Column is a new column.
func (table *Table) Column(name string, kind DataType) *Column {
	column := newColumn(name, kind)
	table.columns = append(table.columns, column)
	return column
}

// PrimaryKey is one of several columns, or one to say more of.
func (table *Table) PrimaryKey(names ...string) *Constraint {
	return table.PrimaryKeyOn(columns(names...)...)
}

// PrimaryKeyOn is a primary key whose parts say more than their names.
func (table *Table) PrimaryKeyOn(parts ...Part) *Constraint {
	return table.add(newPrimaryKey(parts))
}

// Unique lets no two rows agree in these columns.
func (table *Table) Unique(names ...string) *Constraint {
	return table.UniqueOn(columns(names...)...)
}

// UniqueOn is a unique constraint whose parts say more than their names.
func (table *Table) UniqueOn(parts ...Part) *Constraint {
	return table.add(newUnique(parts))
}

// Check lets every row satisfy a condition.
func (table *Table) Check(condition string) *Constraint {
	return table.add(newCheck(condition))
}

// Exclude lets no two rows agree by operators (PostgreSQL): SQL from the word EXCLUDE on.
func (table *Table) Exclude(definition string) *Constraint {
	return table.add(newExclude(definition))
}

func (table *Table) add(constraint *Constraint) *Constraint {
	table.constraints = append(table.constraints, constraint)
	return constraint
}

// ForeignKey lets the values of these columns be those of a row elsewhere.
func (table *Table) ForeignKey(columns ...string) *ForeignKey {
	key := newForeignKey(columns)
	table.constraints = append(table.constraints, key)
	return key
}

// Index is a new index over columns; without a name, the naming convention names it.
func (table *Table) Index(name string, names ...string) *Index {
	return table.IndexOn(name, columns(names...)...)
}

// IndexOn is a new index whose parts say more than their names.
func (table *Table) IndexOn(name string, parts ...Part) *Index {
	index := NewIndex(name, parts)
	table.indexes = append(table.indexes, index)
	return index
}

// Comment is a remark.
func (table *Table) Comment(text string) *Table {
	table.comment = &text
	return table
}

// Option is a setting that one dialect knows: Option("mysql.engine", "InnoDB").
func (table *Table) Option(name, value string) *Table {
	table.options = append(table.options, option(name, value))
	return table
}

// IfNotExists lets nothing happen if it is there.
func (table *Table) IfNotExists() *Table {
	table.ifNotExists = true
	return table
}

// BuildTable gives a table as the host takes it.
func BuildTable(name Name, define func(*Table)) (wit.TableDef, wit.Guard) {
	var table Table
	define(&table)
	definition := wit.TableDef{Name: name.Build(), Comment: table.comment, Options: table.options}
	var key []Part
	for _, column := range table.columns {
		definition.Columns = append(definition.Columns, column.definition)
		if column.isKey {
			key = append(key, Col(column.definition.Name))
		}
		if column.isIndexed {
			definition.Indexes = append(definition.Indexes, NewIndex("", columns(column.definition.Name)).definition)
		}
	}
	if len(key) > 0 {
		definition.Constraints = append(definition.Constraints, newPrimaryKey(key).definition)
	}
	for _, column := range table.columns {
		definition.Constraints = append(definition.Constraints, column.constraintsAt()...)
	}
	for _, constraint := range table.constraints {
		definition.Constraints = append(definition.Constraints, constraint.build())
	}
	for _, index := range table.indexes {
		definition.Indexes = append(definition.Indexes, index.definition)
	}
	return definition, wit.Guard{IfNotExists: table.ifNotExists}
}
