package schema

import "aludel/internal/wit"

// Index is one that is to be.
type Index struct {
	definition wit.IndexDef
	conditions []Condition
}

// NewIndex is for package aludel; see [Table.Index] and [Alter.AddIndex]. Without a name, the naming convention names it.
func NewIndex(name string, parts []Part) *Index {
	index := &Index{definition: wit.IndexDef{Parts: buildParts(parts)}}
	if name != "" {
		index.definition.Name = &name
	}
	return index
}

// Unique lets no two rows agree in it.
func (index *Index) Unique() *Index {
	index.definition.Unique = true
	return index
}

// Filtered takes only rows that satisfy a condition.
func (index *Index) Filtered(condition string) *Index {
	index.definition.Predicate = &condition
	return index
}

// Include carries columns along (PostgreSQL).
func (index *Index) Include(columns ...string) *Index {
	index.definition.Include = columns
	return index
}

// Method is in place of a B-tree: `gin`, `fulltext`.
func (index *Index) Method(method string) *Index {
	index.definition.Method = &method
	return index
}

// NullsNotDistinct takes two NULLs for the same value (PostgreSQL).
func (index *Index) NullsNotDistinct() *Index {
	index.definition.NullsNotDistinct = true
	return index
}

// Comment is a remark.
func (index *Index) Comment(text string) *Index {
	index.definition.Comment = &text
	return index
}

// Option is a setting that one dialect knows: Option("postgresql.fillfactor", "70").
func (index *Index) Option(name, value string) *Index {
	index.definition.Options = append(index.definition.Options, option(name, value))
	return index
}

// IfNotExists is for one that is added: nothing happens if it is there.
func (index *Index) IfNotExists() *Index {
	index.conditions = append(index.conditions, IfNotExists)
	return index
}

// Concurrently is for one that is added: writers are not locked out (PostgreSQL, outside of a transaction).
func (index *Index) Concurrently() *Index {
	index.conditions = append(index.conditions, Concurrently)
	return index
}

func (index *Index) build() wit.GuardedChange {
	change := wit.TableChange{Tag: wit.TableChangeCreateIndex, Payload: index.definition}
	return wit.GuardedChange{Change: change, Guard: BuildGuard(index.conditions)}
}
