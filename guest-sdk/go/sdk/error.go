package aludel

import (
	"errors"
	"io/fs"

	"aludel/internal/wit"
)

// ErrorKind says what kind of thing went wrong in the database, whichever it is.
type ErrorKind = wit.ErrorKind

// The kinds of errors.
const (
	// KindConnection: the connection is gone.
	KindConnection = wit.ErrorKindConnection
	// KindSyntax: the statement cannot be read.
	KindSyntax = wit.ErrorKindSyntax
	// KindConstraintViolation: a constraint refuses the rows.
	KindConstraintViolation = wit.ErrorKindConstraintViolation
	// KindUndefinedObject: a table, column or the like is not there.
	KindUndefinedObject = wit.ErrorKindUndefinedObject
	// KindDuplicateObject: a table, column or the like is there already.
	KindDuplicateObject = wit.ErrorKindDuplicateObject
	// KindPermissionDenied: the login may not do it.
	KindPermissionDenied = wit.ErrorKindPermissionDenied
	// KindSerializationFailure: another transaction was in the way.
	KindSerializationFailure = wit.ErrorKindSerializationFailure
	// KindDeadlock: two transactions waited for each other.
	KindDeadlock = wit.ErrorKindDeadlock
	// KindTimeout: it took too long.
	KindTimeout = wit.ErrorKindTimeout
	// KindCancelled: somebody stopped it.
	KindCancelled = wit.ErrorKindCancelled
	// KindLimitExceeded: a limit that the host set on this migration was reached.
	KindLimitExceeded = wit.ErrorKindLimitExceeded
	// KindDenied: the host's policy refuses this statement or object.
	KindDenied = wit.ErrorKindDenied
	// KindOffline: a result was asked for while SQL is only written out.
	KindOffline = wit.ErrorKindOffline
	// KindConversion: a parameter or a result could not be converted.
	KindConversion = wit.ErrorKindConversion
	// KindUnsupported: this database cannot do what was asked.
	KindUnsupported = wit.ErrorKindUnsupported
	// KindOther: none of these.
	KindOther = wit.ErrorKindOther
)

// DatabaseError is what the database, or the host in its place, answered.
//
//	var failure *aludel.DatabaseError
//	if errors.As(err, &failure) && failure.Kind == aludel.KindConstraintViolation {
//		// ...
//	}
type DatabaseError struct {
	// Kind says what kind of thing went wrong.
	Kind ErrorKind
	// Message is the server's.
	Message string
	// SQLState is the five characters that SQL knows, where the server has them.
	SQLState string
	// NativeCode is the server's own number, such as 1062 of MySQL.
	NativeCode *int64
	// Extras is whatever else the server said, by name: `detail`, `hint`, `table`, `column`, `constraint`, `position`.
	Extras map[string]string

	raw   wit.Error
	trace trace
}

// Error gives the message.
func (failure *DatabaseError) Error() string {
	return failure.Message
}

// IsKind says whether an error is one of the database, of this kind.
func IsKind(err error, kind ErrorKind) bool {
	var failure *DatabaseError
	return errors.As(err, &failure) && failure.Kind == kind
}

func newDatabaseError(raw *wit.Error) error {
	failure := &DatabaseError{
		Kind:       raw.Kind,
		Message:    raw.Message,
		NativeCode: raw.NativeCode,
		Extras:     make(map[string]string, len(raw.Extras)),
		raw:        *raw,
		trace:      currentTrace(),
	}
	if raw.Sqlstate != nil {
		failure.SQLState = *raw.Sqlstate
	}
	for _, extra := range raw.Extras {
		failure.Extras[extra.F0] = extra.F1
	}
	return failure
}

func newConversionError(message string) error {
	return newDatabaseError(&wit.Error{Kind: wit.ErrorKindConversion, Message: message})
}

// asError keeps a failure that is none from becoming an error that is not nil.
func asError(raw *wit.Error) error {
	if raw == nil {
		return nil
	}
	return newDatabaseError(raw)
}

// Failure is how a migration gives up by itself: see [Irreversible] and [Precondition].
type Failure struct {
	tag     wit.FailureTag
	message string
	trace   trace
}

// Error gives the message.
func (failure *Failure) Error() string {
	return failure.message
}

// Irreversible says that there is no way back from this revision.
func Irreversible(message string) error {
	return &Failure{tag: wit.FailureIrreversible, message: message}
}

// Precondition says that the data is not as the migration needs it.
func Precondition(message string) error {
	return &Failure{tag: wit.FailurePrecondition, message: message}
}

// failureOf turns the error of a migration into what the host is given.
func failureOf(err error) *wit.Failure {
	if err == nil {
		return nil
	}
	var own *Failure
	if errors.As(err, &own) {
		return &wit.Failure{Tag: own.tag, Payload: withTrace(err.Error(), own.trace)}
	}
	var database *DatabaseError
	if !errors.As(err, &database) {
		return &wit.Failure{Tag: wit.FailureOther, Payload: err.Error() + whyRefused(err)}
	}
	return &wit.Failure{Tag: wit.FailureDatabase, Payload: database.toHost(err.Error())}
}

// whyRefused says what a person who opens a file may not know.
func whyRefused(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		return " (a migration has no files; pass data with -x or put it into the migration, with go:embed for one)"
	}
	return ""
}

// toHost keeps what a migration said around the error as an extra: the message stays the server's.
func (failure *DatabaseError) toHost(said string) wit.Error {
	raw := failure.raw
	add := func(name, text string) {
		raw.Extras = append(raw.Extras[:len(raw.Extras):len(raw.Extras)], wit.TupleStringString{F0: name, F1: text})
	}
	if said != failure.Message {
		add("context", said)
	}
	if text := failure.trace.String(); text != "" {
		add("trace", text)
	}
	return raw
}
