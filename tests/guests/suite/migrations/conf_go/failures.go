package main

import (
	"errors"

	"aludel"
)

// tell logs the kind of an error of the database, and is content with nothing else.
func tell(err error) error {
	var failure *aludel.DatabaseError
	if !errors.As(err, &failure) {
		return errors.Join(errors.New("no error of the database was raised"), err)
	}
	logf("caught %s", failure.Kind)
	return nil
}

func caught(db *aludel.DB) error {
	if err := execute(db, "CREATE TABLE conf_caught (id INTEGER NOT NULL PRIMARY KEY)"); err != nil {
		return err
	}
	insert := "INSERT INTO conf_caught (id) VALUES (" + db.Placeholder(1) + ")"
	if err := execute(db, insert, 1); err != nil {
		return err
	}
	again := func() error { return execute(db, insert, 1) }
	unread := func() error { return execute(db, "SELEC 1") }
	missing := func() error {
		_, err := db.Query("SELECT * FROM conf_missing")
		return err
	}
	for _, work := range []func() error{again, unread, missing} {
		if err := tell(db.Savepoint(work)); err != nil {
			return err
		}
	}
	if err := execute(db, insert, 2); err != nil {
		return err
	}
	return logIDs(db, "conf_caught")
}

func uncaught(db *aludel.DB) error {
	if err := execute(db, "CREATE TABLE conf_uncaught (id INTEGER NOT NULL PRIMARY KEY)"); err != nil {
		return err
	}
	insert := "INSERT INTO conf_uncaught (id) VALUES (" + db.Placeholder(1) + ")"
	if err := execute(db, insert, 1); err != nil {
		return err
	}
	return execute(db, insert, 1)
}

func crash(*aludel.DB) error {
	panic("on purpose")
}

// panicBeside ends the program from another goroutine, which nobody can stop.
func panicBeside(*aludel.DB) error {
	ended := make(chan bool)
	go func() {
		panic("on purpose")
	}()
	<-ended
	return nil
}

func deadlock(*aludel.DB) error {
	<-make(chan bool)
	return nil
}

func precondition(*aludel.DB) error {
	return aludel.Precondition("three customers have no address")
}

func other(*aludel.DB) error {
	return errors.New("something else")
}

// refusal is what the host refuses before or instead of the database.
func refusal(db *aludel.DB) error {
	several := func() error { return execute(db, "SELECT 1; SELECT 2") }
	if err := tell(db.Savepoint(several)); err != nil {
		return err
	}
	return tell(db.Savepoint(func() error { return execute(db, "SELECT 1", 1) }))
}
