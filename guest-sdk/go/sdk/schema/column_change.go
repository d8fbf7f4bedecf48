package schema

import "aludel/internal/wit"

// ColumnChange is what changes of a column.
type ColumnChange struct {
	raw wit.ColumnChange
}

// SetType is its new type.
func (column *ColumnChange) SetType(kind DataType) *ColumnChange {
	column.raw.ColumnType = &kind.raw
	return column
}

// Using is SQL that makes the new value of the old one, where a cast does not do.
func (column *ColumnChange) Using(expression string) *ColumnChange {
	column.raw.Using = &expression
	return column
}

// Nullable lets it hold NULL.
func (column *ColumnChange) Nullable() *ColumnChange {
	return column.nullable(true)
}

// NotNull refuses NULL.
func (column *ColumnChange) NotNull() *ColumnChange {
	return column.nullable(false)
}

func (column *ColumnChange) nullable(allowed bool) *ColumnChange {
	column.raw.Nullable = &allowed
	return column
}

// Default is the value when none is given: a text, a number, or true and false.
func (column *ColumnChange) Default(value any) *ColumnChange {
	return column.generation(wit.GenerationDefault, defaultOf(value))
}

// DefaultSQL is the value when none is given, as SQL.
func (column *ColumnChange) DefaultSQL(expression string) *ColumnChange {
	return column.generation(wit.GenerationDefault, expressionDefault(expression))
}

// DropDefault makes it NULL when nothing is given: no default, no counting, nothing computed.
func (column *ColumnChange) DropDefault() *ColumnChange {
	return column.generation(wit.GenerationNone, nil)
}

func (column *ColumnChange) generation(tag wit.GenerationTag, payload any) *ColumnChange {
	column.raw.Generation = &wit.Generation{Tag: tag, Payload: payload}
	return column
}

// Collation is its new collation.
func (column *ColumnChange) Collation(collation string) *ColumnChange {
	text := &collation
	column.raw.Collation = &text
	return column
}

// DropCollation goes back to the collation that it inherits.
func (column *ColumnChange) DropCollation() *ColumnChange {
	column.raw.Collation = new(*string)
	return column
}

// Comment is its remark.
func (column *ColumnChange) Comment(text string) *ColumnChange {
	remark := &text
	column.raw.Comment = &remark
	return column
}

// DropComment removes its remark.
func (column *ColumnChange) DropComment() *ColumnChange {
	column.raw.Comment = new(*string)
	return column
}

// Option is a setting that one dialect knows; an empty value removes it.
func (column *ColumnChange) Option(name, value string) *ColumnChange {
	column.raw.Options = append(column.raw.Options, option(name, value))
	return column
}
