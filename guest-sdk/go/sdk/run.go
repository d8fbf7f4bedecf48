package aludel

import (
	"runtime/debug"
	"unsafe"

	"aludel/internal/wit"
)

const (
	// How deep calls may nest before Go gives up: without it, a recursion without end takes all memory first.
	stackBytes = 32 << 20
	// When the collector begins to try harder: the host gives 128 MiB unless it is told otherwise.
	memoryBytes = 96 << 20
)

// Run is what the generated part of a migration calls a step with: it gives the host how the step ended.
func Run(handle uint32, step func(*DB) error) unsafe.Pointer {
	debug.SetMaxStack(stackBytes)
	debug.SetMemoryLimit(memoryBytes)
	db := &DB{handle: wit.Database(handle)}
	err := recovered(db, step)
	db.handle.Drop()
	return wit.ReturnFailure(failureOf(err))
}

// recovered calls a step and turns its panic into an error.
func recovered(db *DB, step func(*DB) error) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = newPanicFailure(cause)
		}
	}()
	return step(db)
}

// NoDowngrade is the way back of a migration that has none.
func NoDowngrade(*DB) error {
	return Irreversible("the migration has no function Downgrade")
}

func newPanicFailure(cause any) error {
	return &Failure{tag: wit.FailureOther, message: "panic: " + panicText(cause), trace: currentTrace()}
}

func panicText(cause any) string {
	switch cause := cause.(type) {
	case string:
		return cause
	case error:
		return cause.Error()
	case interface{ String() string }:
		return cause.String()
	}
	return "a value that is no text: " + kindOf(cause)
}
