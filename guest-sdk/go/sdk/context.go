package aludel

import "aludel/internal/wit"

// Phase is what a step does.
type Phase = wit.Phase

// The phases.
const (
	// PhaseUpgrade: the revision is applied.
	PhaseUpgrade = wit.PhaseUpgrade
	// PhaseDowngrade: the revision is taken back.
	PhaseDowngrade = wit.PhaseDowngrade
	// PhaseVerify: what the revision did is checked.
	PhaseVerify = wit.PhaseVerify
)

// NamedValue is a name and a text.
type NamedValue struct {
	// Name is what it is found by.
	Name string
	// Value is the text.
	Value string
}

// Revision is the id of the revision that is applied.
func Revision() string {
	return wit.ContextRevision()
}

// CurrentPhase says what the step does.
func CurrentPhase() Phase {
	return wit.ContextCurrentPhase()
}

// Offline is true when SQL is only written out.
func Offline() bool {
	return wit.ContextOffline()
}

// Argument gives the value of `-x name=value`, and whether there is one.
func Argument(name string) (string, bool) {
	return optional(wit.ContextArgument(name))
}

// Arguments gives all of them, in the order of the command line.
func Arguments() []NamedValue {
	given := wit.ContextArguments()
	arguments := make([]NamedValue, len(given))
	for place, argument := range given {
		arguments[place] = NamedValue{argument.F0, argument.F1}
	}
	return arguments
}

// Tag gives the text of `--tag`, and whether there is one.
func Tag() (string, bool) {
	return optional(wit.ContextTag())
}

// Section gives the content of the migration's own section `aludel:NAME`, and whether there is one: data that travels
// beside the code.
func Section(name string) ([]byte, bool) {
	return optional(wit.ContextSection(name))
}

func optional[T any](value *T) (T, bool) {
	if value == nil {
		var nothing T
		return nothing, false
	}
	return *value, true
}
