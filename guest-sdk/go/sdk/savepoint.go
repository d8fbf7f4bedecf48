package aludel

import "aludel/internal/wit"

// Savepoint is a point to come back to. [DB.Savepoint] is the shorter way where a function fits.
//
//	savepoint, err := db.BeginSavepoint()
//	if err != nil {
//		return err
//	}
//	defer savepoint.Close()
//	// ...
//	return savepoint.Release()
type Savepoint struct {
	handle wit.Savepoint
	ended  bool
}

// Savepoint runs the function in a savepoint: what it did is kept if it succeeds, and undone if it gives an error or
// panics, so that the migration can go on after its error.
func (db *DB) Savepoint(work func() error) error {
	savepoint, err := db.BeginSavepoint()
	if err != nil {
		return err
	}
	defer savepoint.Close()
	if err := work(); err != nil {
		if undone := savepoint.Rollback(); undone != nil {
			return undone
		}
		return err
	}
	return savepoint.Release()
}

// BeginSavepoint opens a savepoint.
func (db *DB) BeginSavepoint() (*Savepoint, error) {
	handle, failure := db.handle.Savepoint()
	if failure != nil {
		return nil, newDatabaseError(failure)
	}
	return &Savepoint{handle: handle}, nil
}

// Release keeps what was done since.
func (savepoint *Savepoint) Release() error {
	if savepoint.ended {
		return endedError("savepoint")
	}
	savepoint.ended = true
	return asError(wit.SavepointRelease(savepoint.handle))
}

// Rollback undoes what was done since.
func (savepoint *Savepoint) Rollback() error {
	if savepoint.ended {
		return endedError("savepoint")
	}
	savepoint.ended = true
	return asError(wit.SavepointRollback(savepoint.handle))
}

// Close undoes what was done since, unless it was released. It is meant for `defer`.
func (savepoint *Savepoint) Close() {
	if !savepoint.ended {
		savepoint.ended = true
		savepoint.handle.Drop()
	}
}

func endedError(what string) error {
	return newConversionError("the " + what + " has ended already")
}
