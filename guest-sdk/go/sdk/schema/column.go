package schema

import (
	"reflect"
	"strconv"

	"aludel/internal/wit"
)

// Column is a column that is to be. It may hold NULL unless it is told otherwise.
type Column struct {
	definition  wit.ColumnDef
	isKey       bool
	isIndexed   bool
	ifNotExists bool
	constraints []*Constraint
	foreignKeys []*ForeignKey
}

func newColumn(name string, kind DataType) *Column {
	return &Column{definition: wit.ColumnDef{Name: name, ColumnType: kind.raw, Nullable: true}}
}

// NotNull refuses NULL.
func (column *Column) NotNull() *Column {
	column.definition.Nullable = false
	return column
}

// PrimaryKey makes it a part of the primary key.
func (column *Column) PrimaryKey() *Column {
	column.isKey = true
	return column.NotNull()
}

// Unique lets no two rows have the same value.
func (column *Column) Unique() *Column {
	column.constraints = append(column.constraints, newUnique(columns(column.definition.Name)))
	return column
}

// Index makes an index over this column, named by the convention.
func (column *Column) Index() *Column {
	column.isIndexed = true
	return column
}

// Check lets every row satisfy a condition.
func (column *Column) Check(condition string) *Column {
	column.constraints = append(column.constraints, newCheck(condition))
	return column
}

// References lets the values be those of a column elsewhere. What follows is about the foreign key.
func (column *Column) References(table Name, other string) *ForeignKey {
	key := newForeignKey([]string{column.definition.Name}).References(table, other)
	column.foreignKeys = append(column.foreignKeys, key)
	return key
}

// Default is the value when none is given: a text, a number, or true and false.
func (column *Column) Default(value any) *Column {
	return column.generation(wit.GenerationDefault, defaultOf(value))
}

// DefaultSQL is the value when none is given, as SQL: `CURRENT_TIMESTAMP`.
func (column *Column) DefaultSQL(expression string) *Column {
	return column.generation(wit.GenerationDefault, expressionDefault(expression))
}

// Autoincrement lets the server count.
func (column *Column) Autoincrement() *Column {
	return column.generation(wit.GenerationAutoincrement, nil)
}

// IdentityAlways makes it an identity column of the SQL standard, which takes no values.
func (column *Column) IdentityAlways() *Column {
	return column.generation(wit.GenerationIdentity, wit.Identity{Kind: wit.IdentityKindAlways})
}

// IdentityByDefault makes it an identity column of the SQL standard, which takes values.
func (column *Column) IdentityByDefault() *Column {
	return column.generation(wit.GenerationIdentity, wit.Identity{Kind: wit.IdentityKindByDefault})
}

// Computed computes it from other columns, at each reading.
func (column *Column) Computed(expression string) *Column {
	return column.generation(wit.GenerationComputed, wit.Computed{Expression: expression})
}

// ComputedStored computes it from other columns, and keeps it.
func (column *Column) ComputedStored(expression string) *Column {
	return column.generation(wit.GenerationComputed, wit.Computed{Expression: expression, Stored: true})
}

func (column *Column) generation(tag wit.GenerationTag, payload any) *Column {
	column.definition.Generation = wit.Generation{Tag: tag, Payload: payload}
	return column
}

// Collation is in place of the one that it would inherit.
func (column *Column) Collation(collation string) *Column {
	column.definition.Collation = &collation
	return column
}

// Comment is a remark.
func (column *Column) Comment(text string) *Column {
	column.definition.Comment = &text
	return column
}

// Option is a setting that one dialect knows: Option("mysql.charset", "ascii").
func (column *Column) Option(name, value string) *Column {
	column.definition.Options = append(column.definition.Options, option(name, value))
	return column
}

// IfNotExists is for one that is added: nothing happens if it is there.
func (column *Column) IfNotExists() *Column {
	column.ifNotExists = true
	return column
}

// constraintsAt gives those that were written at the column, but not the primary key.
func (column *Column) constraintsAt() []wit.ConstraintDef {
	var definitions []wit.ConstraintDef
	for _, constraint := range column.constraints {
		definitions = append(definitions, constraint.definition)
	}
	for _, key := range column.foreignKeys {
		definitions = append(definitions, key.build())
	}
	return definitions
}

func defaultOf(value any) wit.DefaultValue {
	reflected := reflect.ValueOf(value)
	switch {
	case reflected.Kind() == reflect.String:
		return wit.DefaultValue{Tag: wit.DefaultValueText, Payload: reflected.String()}
	case reflected.Kind() == reflect.Bool:
		return wit.DefaultValue{Tag: wit.DefaultValueBoolean, Payload: reflected.Bool()}
	case reflected.CanInt():
		return numberDefault(strconv.FormatInt(reflected.Int(), 10))
	case reflected.CanUint():
		return numberDefault(strconv.FormatUint(reflected.Uint(), 10))
	case reflected.CanFloat():
		return numberDefault(strconv.FormatFloat(reflected.Float(), 'f', -1, 64))
	}
	panic("a default is a text, a number, or true or false; give DefaultSQL what is neither")
}

func numberDefault(digits string) wit.DefaultValue {
	return wit.DefaultValue{Tag: wit.DefaultValueNumber, Payload: digits}
}

func expressionDefault(sql string) wit.DefaultValue {
	return wit.DefaultValue{Tag: wit.DefaultValueExpression, Payload: sql}
}
