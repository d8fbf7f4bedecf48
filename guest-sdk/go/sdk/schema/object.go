package schema

import "aludel/internal/wit"

// Enum is what changes of an enum.
type Enum struct {
	changes []func() wit.EnumChange
}

func (enum *Enum) change(tag wit.EnumChangeTag, payload any) *Enum {
	enum.changes = append(enum.changes, func() wit.EnumChange { return wit.EnumChange{Tag: tag, Payload: payload} })
	return enum
}

// AddValue is a new value, at the end unless what follows says where.
func (enum *Enum) AddValue(label string) *NewValue {
	value := &NewValue{wit.NewLabel{Label: label}}
	enum.changes = append(enum.changes, func() wit.EnumChange {
		return wit.EnumChange{Tag: wit.EnumChangeAddLabel, Payload: value.raw}
	})
	return value
}

// RenameValue gives a value another label.
func (enum *Enum) RenameValue(old, new string) *Enum {
	return enum.change(wit.EnumChangeRenameLabel, wit.Rename{Old: old, New: new})
}

// DropValue removes a value: every column moves to a new type.
func (enum *Enum) DropValue(label string) *Enum {
	return enum.change(wit.EnumChangeDropLabel, label)
}

// RenameTo gives the enum another name.
func (enum *Enum) RenameTo(name Name) *Enum {
	return enum.change(wit.EnumChangeRenameTo, name.Build())
}

// NewValue is a value that comes to an enum.
type NewValue struct {
	raw wit.NewLabel
}

// Before puts it before another.
func (value *NewValue) Before(label string) {
	value.raw.Place = wit.LabelPlace{Tag: wit.LabelPlaceBefore, Payload: label}
}

// After puts it after another.
func (value *NewValue) After(label string) {
	value.raw.Place = wit.LabelPlace{Tag: wit.LabelPlaceAfter, Payload: label}
}

// BuildEnum gives changes of an enum as the host takes them.
func BuildEnum(define func(*Enum)) []wit.EnumChange {
	var enum Enum
	define(&enum)
	changes := make([]wit.EnumChange, len(enum.changes))
	for place, change := range enum.changes {
		changes[place] = change()
	}
	return changes
}

// Sequence is a sequence that is to be, or what changes of one.
type Sequence struct {
	change  wit.SequenceChange
	comment *string
}

// DataType is the type of its values, as the server writes it.
func (sequence *Sequence) DataType(text string) *Sequence {
	sequence.change.DataType = &text
	return sequence
}

// Start is the first value.
func (sequence *Sequence) Start(value int64) *Sequence {
	sequence.change.Start = &value
	return sequence
}

// Increment is the step.
func (sequence *Sequence) Increment(step int64) *Sequence {
	sequence.change.Increment = &step
	return sequence
}

// Minimum is the smallest value.
func (sequence *Sequence) Minimum(value int64) *Sequence {
	sequence.change.Minimum = &value
	return sequence
}

// Maximum is the largest value.
func (sequence *Sequence) Maximum(value int64) *Sequence {
	sequence.change.Maximum = &value
	return sequence
}

// Cache is how many values a connection takes at once.
func (sequence *Sequence) Cache(count int64) *Sequence {
	sequence.change.Cache = &count
	return sequence
}

// Cycle says whether it begins anew at the end.
func (sequence *Sequence) Cycle(beginsAnew bool) *Sequence {
	sequence.change.Cycle = &beginsAnew
	return sequence
}

// Comment is a remark, when it is created.
func (sequence *Sequence) Comment(text string) *Sequence {
	sequence.comment = &text
	return sequence
}

// BuildSequenceChange gives changes of a sequence as the host takes them.
func BuildSequenceChange(define func(*Sequence)) wit.SequenceChange {
	var sequence Sequence
	if define != nil {
		define(&sequence)
	}
	return sequence.change
}

// BuildSequence gives a sequence as the host takes it.
func BuildSequence(name Name, define func(*Sequence)) wit.SequenceDef {
	var sequence Sequence
	if define != nil {
		define(&sequence)
	}
	change := sequence.change
	return wit.SequenceDef{
		Name:      name.Build(),
		DataType:  change.DataType,
		Start:     change.Start,
		Increment: change.Increment,
		Minimum:   change.Minimum,
		Maximum:   change.Maximum,
		Cache:     change.Cache,
		Cycle:     change.Cycle != nil && *change.Cycle,
		Comment:   sequence.comment,
	}
}

// View is more of a view than its query.
type View struct {
	definition wit.ViewDef
	indexes    []*Index
}

// Columns are the names of its columns, where the query does not give them.
func (view *View) Columns(names ...string) *View {
	view.definition.Columns = names
	return view
}

// Materialized keeps its rows (PostgreSQL).
func (view *View) Materialized() *View {
	view.definition.Materialized = true
	return view
}

// Index is an index of a materialized view.
func (view *View) Index(name string, names ...string) *Index {
	index := NewIndex(name, columns(names...))
	view.indexes = append(view.indexes, index)
	return index
}

// Comment is a remark.
func (view *View) Comment(text string) *View {
	view.definition.Comment = &text
	return view
}

// Option is a setting that one dialect knows: Option("postgresql.security_barrier", "true").
func (view *View) Option(name, value string) *View {
	view.definition.Options = append(view.definition.Options, option(name, value))
	return view
}

// BuildView gives a view as the host takes it.
func BuildView(name Name, query string, define func(*View)) wit.ViewDef {
	var view View
	if define != nil {
		define(&view)
	}
	view.definition.Name, view.definition.Query = name.Build(), query
	for _, index := range view.indexes {
		view.definition.Indexes = append(view.definition.Indexes, index.definition)
	}
	return view.definition
}
