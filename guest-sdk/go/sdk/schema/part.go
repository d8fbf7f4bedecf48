package schema

import "aludel/internal/wit"

// Part is one of an index or key: a column or an expression, and how it counts.
type Part struct {
	raw wit.IndexPart
}

// Col is a column of an index, to say more of it: Col("name").Descending().
func Col(name string) Part {
	return Part{wit.IndexPart{Key: wit.IndexKey{Tag: wit.IndexKeyColumn, Payload: name}}}
}

// Expression is an expression of an index: Expression("lower(name)").
func Expression(sql string) Part {
	return Part{wit.IndexPart{Key: wit.IndexKey{Tag: wit.IndexKeyExpression, Payload: sql}}}
}

// Descending is largest first.
func (part Part) Descending() Part {
	part.raw.Descending = true
	return part
}

// NullsFirst puts NULLs before all values.
func (part Part) NullsFirst() Part {
	order := wit.NullsOrderFirst
	part.raw.Nulls = &order
	return part
}

// NullsLast puts NULLs after all values.
func (part Part) NullsLast() Part {
	order := wit.NullsOrderLast
	part.raw.Nulls = &order
	return part
}

// Collation is in place of the column's own.
func (part Part) Collation(collation string) Part {
	part.raw.Collation = &collation
	return part
}

// OperatorClass is in place of the type's own (PostgreSQL): `text_pattern_ops`.
func (part Part) OperatorClass(class string) Part {
	part.raw.OperatorClass = &class
	return part
}

// Prefix lets only so many characters count (MySQL).
func (part Part) Prefix(characters uint32) Part {
	part.raw.PrefixLength = &characters
	return part
}

func columns(names ...string) []Part {
	parts := make([]Part, len(names))
	for place, name := range names {
		parts[place] = Col(name)
	}
	return parts
}

func buildParts(parts []Part) []wit.IndexPart {
	raw := make([]wit.IndexPart, len(parts))
	for place, part := range parts {
		raw[place] = part.raw
	}
	return raw
}
