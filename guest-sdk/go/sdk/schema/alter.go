package schema

import "aludel/internal/wit"

// Alter is what is to change of a table. All of it is one ALTER where the database can, and one copy of the table where it
// cannot.
type Alter struct {
	changes []func() []wit.GuardedChange
	rebuild wit.Rebuild
}

func (alter *Alter) later(change func() []wit.GuardedChange) {
	alter.changes = append(alter.changes, change)
}

func (alter *Alter) change(tag wit.TableChangeTag, payload any, conditions ...Condition) *Alter {
	built := []wit.GuardedChange{changeOf(tag, payload, conditions...)}
	alter.later(func() []wit.GuardedChange { return built })
	return alter
}

func changeOf(tag wit.TableChangeTag, payload any, conditions ...Condition) wit.GuardedChange {
	return wit.GuardedChange{Change: wit.TableChange{Tag: tag, Payload: payload}, Guard: BuildGuard(conditions)}
}

// AddColumn is a new column.
func (alter *Alter) AddColumn(name string, kind DataType) *Column {
	column := newColumn(name, kind)
	alter.later(func() []wit.GuardedChange { return addedColumn(column) })
	return column
}

// addedColumn is a column, then what was written at it.
func addedColumn(column *Column) []wit.GuardedChange {
	added := changeOf(wit.TableChangeAddColumn, column.definition)
	added.Guard.IfNotExists = column.ifNotExists
	changes := []wit.GuardedChange{added}
	constraints := column.constraintsAt()
	if column.isKey {
		key := newPrimaryKey(columns(column.definition.Name)).definition
		constraints = append([]wit.ConstraintDef{key}, constraints...)
	}
	for _, constraint := range constraints {
		changes = append(changes, changeOf(wit.TableChangeAddConstraint, constraint))
	}
	if column.isIndexed {
		changes = append(changes, NewIndex("", columns(column.definition.Name)).build())
	}
	return changes
}

// DropColumn drops a column.
func (alter *Alter) DropColumn(name string, conditions ...Condition) *Alter {
	return alter.change(wit.TableChangeDropColumn, name, conditions...)
}

// RenameColumn gives a column another name.
func (alter *Alter) RenameColumn(old, new string) *Alter {
	return alter.change(wit.TableChangeRenameColumn, wit.Rename{Old: old, New: new})
}

// AlterColumn changes a column; what is not named stays as it is.
func (alter *Alter) AlterColumn(name string) *ColumnChange {
	column := &ColumnChange{wit.ColumnChange{Name: name}}
	alter.later(func() []wit.GuardedChange {
		return []wit.GuardedChange{changeOf(wit.TableChangeAlterColumn, column.raw)}
	})
	return column
}

// AddPrimaryKey is a new primary key.
func (alter *Alter) AddPrimaryKey(names ...string) *Constraint {
	return alter.AddPrimaryKeyOn(columns(names...)...)
}

// AddPrimaryKeyOn is a new primary key whose parts say more than their names.
func (alter *Alter) AddPrimaryKeyOn(parts ...Part) *Constraint {
	return alter.add(newPrimaryKey(parts))
}

// AddUnique lets no two rows agree in these columns.
func (alter *Alter) AddUnique(names ...string) *Constraint {
	return alter.AddUniqueOn(columns(names...)...)
}

// AddUniqueOn is a new unique constraint whose parts say more than their names.
func (alter *Alter) AddUniqueOn(parts ...Part) *Constraint {
	return alter.add(newUnique(parts))
}

// AddCheck lets every row satisfy a condition.
func (alter *Alter) AddCheck(condition string) *Constraint {
	return alter.add(newCheck(condition))
}

// AddExclude lets no two rows agree by operators (PostgreSQL): SQL from the word EXCLUDE on.
func (alter *Alter) AddExclude(definition string) *Constraint {
	return alter.add(newExclude(definition))
}

func (alter *Alter) add(constraint *Constraint) *Constraint {
	alter.later(func() []wit.GuardedChange {
		return []wit.GuardedChange{changeOf(wit.TableChangeAddConstraint, constraint.build())}
	})
	return constraint
}

// AddForeignKey lets the values of these columns be those of a row elsewhere.
func (alter *Alter) AddForeignKey(columns ...string) *ForeignKey {
	key := newForeignKey(columns)
	alter.later(func() []wit.GuardedChange {
		return []wit.GuardedChange{changeOf(wit.TableChangeAddConstraint, key.build())}
	})
	return key
}

// DropConstraint drops a constraint by its name.
func (alter *Alter) DropConstraint(name string, conditions ...Condition) *Alter {
	return alter.drop(wit.ConstraintReference{Name: &name}, conditions)
}

// DropPrimaryKey drops the primary key.
func (alter *Alter) DropPrimaryKey(conditions ...Condition) *Alter {
	return alter.dropOfKind(wit.ConstraintKindPrimaryKey, nil, conditions)
}

// DropUnique drops the unique constraint over these columns, whatever its name is.
func (alter *Alter) DropUnique(columns []string, conditions ...Condition) *Alter {
	return alter.dropOfKind(wit.ConstraintKindUnique, columns, conditions)
}

// DropForeignKey drops the foreign key of these columns, whatever its name is.
func (alter *Alter) DropForeignKey(columns []string, conditions ...Condition) *Alter {
	return alter.dropOfKind(wit.ConstraintKindForeignKey, columns, conditions)
}

func (alter *Alter) dropOfKind(kind wit.ConstraintKind, columns []string, conditions []Condition) *Alter {
	return alter.drop(wit.ConstraintReference{Kind: &kind, Columns: columns}, conditions)
}

func (alter *Alter) drop(reference wit.ConstraintReference, conditions []Condition) *Alter {
	return alter.change(wit.TableChangeDropConstraint, reference, conditions...)
}

// RenameConstraint gives a constraint another name.
func (alter *Alter) RenameConstraint(old, new string) *Alter {
	return alter.change(wit.TableChangeRenameConstraint, wit.Rename{Old: old, New: new})
}

// AddIndex is a new index over columns; without a name, the naming convention names it.
func (alter *Alter) AddIndex(name string, names ...string) *Index {
	return alter.AddIndexOn(name, columns(names...)...)
}

// AddIndexOn is a new index whose parts say more than their names.
func (alter *Alter) AddIndexOn(name string, parts ...Part) *Index {
	index := NewIndex(name, parts)
	alter.later(func() []wit.GuardedChange { return []wit.GuardedChange{index.build()} })
	return index
}

// DropIndex drops an index.
func (alter *Alter) DropIndex(name string, conditions ...Condition) *Alter {
	return alter.change(wit.TableChangeDropIndex, name, conditions...)
}

// RenameIndex gives an index another name.
func (alter *Alter) RenameIndex(old, new string) *Alter {
	return alter.change(wit.TableChangeRenameIndex, wit.Rename{Old: old, New: new})
}

// Comment is the remark on the table.
func (alter *Alter) Comment(text string) *Alter {
	return alter.change(wit.TableChangeSetComment, &text)
}

// DropComment removes the remark on the table.
func (alter *Alter) DropComment() *Alter {
	return alter.change(wit.TableChangeSetComment, (*string)(nil))
}

// Option is a setting of the table that one dialect knows: Option("mysql.engine", "InnoDB").
func (alter *Alter) Option(name, value string) *Alter {
	return alter.change(wit.TableChangeSetOption, wit.TupleStringOptionString{F0: name, F1: &value})
}

// DropOption removes a setting of the table.
func (alter *Alter) DropOption(name string) *Alter {
	return alter.change(wit.TableChangeSetOption, wit.TupleStringOptionString{F0: name})
}

// AlwaysRebuild copies the table to a new one, also where there is another way (SQLite).
func (alter *Alter) AlwaysRebuild() *Alter {
	alter.rebuild = wit.RebuildAlways
	return alter
}

// NeverRebuild fails where the table would have to be copied to a new one (SQLite).
func (alter *Alter) NeverRebuild() *Alter {
	alter.rebuild = wit.RebuildNever
	return alter
}

// BuildAlter gives changes as the host takes them.
func BuildAlter(define func(*Alter)) ([]wit.GuardedChange, wit.Rebuild) {
	var alter Alter
	define(&alter)
	var changes []wit.GuardedChange
	for _, change := range alter.changes {
		changes = append(changes, change()...)
	}
	return changes, alter.rebuild
}
