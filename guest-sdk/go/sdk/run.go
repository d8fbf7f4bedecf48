package aludel

import (
	"unsafe"

	"aludel/internal/wit"
)

// Run is what the generated part of a migration calls a step with: it gives the host how the step ended.
func Run(handle uint32, step func(*DB) error) unsafe.Pointer {
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
	return &Failure{tag: wit.FailureOther, message: "panic: " + textOf(cause), trace: currentTrace()}
}
