package schema

import "aludel/internal/wit"

// Constraint is one that is to be. Without a name, the naming convention names it, or the server.
type Constraint struct {
	definition wit.ConstraintDef
	// The key of a primary key or unique constraint, until it is built.
	key *wit.Key
}

func newKey(tag wit.ConstraintBodyTag, parts []Part) *Constraint {
	constraint := &Constraint{key: &wit.Key{Parts: buildParts(parts)}}
	constraint.definition.Body = wit.ConstraintBody{Tag: tag, Payload: *constraint.key}
	return constraint
}

func newPrimaryKey(parts []Part) *Constraint { return newKey(wit.ConstraintBodyPrimaryKey, parts) }

func newUnique(parts []Part) *Constraint { return newKey(wit.ConstraintBodyUnique, parts) }

func newCheck(condition string) *Constraint {
	body := wit.ConstraintBody{Tag: wit.ConstraintBodyCheck, Payload: condition}
	return &Constraint{definition: wit.ConstraintDef{Body: body}}
}

func newExclude(definition string) *Constraint {
	body := wit.ConstraintBody{Tag: wit.ConstraintBodyExclude, Payload: definition}
	return &Constraint{definition: wit.ConstraintDef{Body: body}}
}

// Named gives it a name.
func (constraint *Constraint) Named(name string) *Constraint {
	constraint.definition.Name = &name
	return constraint
}

// Deferrable checks it at each statement, unless a transaction says otherwise.
func (constraint *Constraint) Deferrable() *Constraint {
	constraint.definition.Deferral = wit.DeferralInitiallyImmediate
	return constraint
}

// InitiallyDeferred checks it when the transaction commits.
func (constraint *Constraint) InitiallyDeferred() *Constraint {
	constraint.definition.Deferral = wit.DeferralInitiallyDeferred
	return constraint
}

// Include carries columns along in the index of a key (PostgreSQL).
func (constraint *Constraint) Include(columns ...string) *Constraint {
	if constraint.key != nil {
		constraint.key.Include = columns
		constraint.definition.Body.Payload = *constraint.key
	}
	return constraint
}

// NullsNotDistinct takes two NULLs for the same value (PostgreSQL).
func (constraint *Constraint) NullsNotDistinct() *Constraint {
	if constraint.key != nil {
		constraint.key.NullsNotDistinct = true
		constraint.definition.Body.Payload = *constraint.key
	}
	return constraint
}

// Comment is a remark.
func (constraint *Constraint) Comment(text string) *Constraint {
	constraint.definition.Comment = &text
	return constraint
}

// Option is a setting that one dialect knows: Option("sqlite.on conflict", "replace").
func (constraint *Constraint) Option(name, value string) *Constraint {
	constraint.definition.Options = append(constraint.definition.Options, option(name, value))
	return constraint
}

// Action is what a foreign key does to its row when the one elsewhere goes or changes.
type Action = wit.ReferentialAction

// The actions.
const (
	// NoAction refuses it at the end of the statement.
	NoAction = wit.ReferentialActionNoAction
	// Restrict refuses it at once.
	Restrict = wit.ReferentialActionRestrict
	// Cascade does the same here.
	Cascade = wit.ReferentialActionCascade
	// SetNull makes the columns NULL.
	SetNull = wit.ReferentialActionSetNull
	// SetDefault gives the columns their defaults.
	SetDefault = wit.ReferentialActionSetDefault
)

// Match is what a foreign key that is NULL in part means.
type Match = wit.MatchKind

// The kinds of matching.
const (
	// MatchSimple: nothing is checked.
	MatchSimple = wit.MatchKindSimple
	// MatchFull: it is refused.
	MatchFull = wit.MatchKindFull
	// MatchPartial: the rest must be found.
	MatchPartial = wit.MatchKindPartial
)

// ForeignKey is one that is to be.
type ForeignKey struct {
	definition wit.ConstraintDef
	key        wit.ForeignKey
}

func newForeignKey(columns []string) *ForeignKey {
	return &ForeignKey{key: wit.ForeignKey{Columns: columns}}
}

func (key *ForeignKey) build() wit.ConstraintDef {
	definition := key.definition
	definition.Body = wit.ConstraintBody{Tag: wit.ConstraintBodyForeignKey, Payload: key.key}
	return definition
}

// References says the table and the columns that it points at.
func (key *ForeignKey) References(table Name, columns ...string) *ForeignKey {
	key.key.References = table.Build()
	key.key.ReferencedColumns = columns
	return key
}

// OnDelete says what happens when the row there goes.
func (key *ForeignKey) OnDelete(action Action) *ForeignKey {
	key.key.OnDelete = action
	return key
}

// OnUpdate says what happens when its key changes.
func (key *ForeignKey) OnUpdate(action Action) *ForeignKey {
	key.key.OnUpdate = action
	return key
}

// Matching says what a key that is NULL in part means.
func (key *ForeignKey) Matching(kind Match) *ForeignKey {
	key.key.MatchKind = kind
	return key
}

// Named gives it a name.
func (key *ForeignKey) Named(name string) *ForeignKey {
	key.definition.Name = &name
	return key
}

// Deferrable checks it at each statement, unless a transaction says otherwise.
func (key *ForeignKey) Deferrable() *ForeignKey {
	key.definition.Deferral = wit.DeferralInitiallyImmediate
	return key
}

// InitiallyDeferred checks it when the transaction commits.
func (key *ForeignKey) InitiallyDeferred() *ForeignKey {
	key.definition.Deferral = wit.DeferralInitiallyDeferred
	return key
}

// Comment is a remark.
func (key *ForeignKey) Comment(text string) *ForeignKey {
	key.definition.Comment = &text
	return key
}

// Option is a setting that one dialect knows: Option("postgresql.not valid", "true").
func (key *ForeignKey) Option(name, value string) *ForeignKey {
	key.definition.Options = append(key.definition.Options, option(name, value))
	return key
}
