package main

import (
	"errors"

	"aludel"
)

func arguments(*aludel.DB) error {
	for _, argument := range aludel.Arguments() {
		if argument.Name != "case" {
			logf("argument %s=%s", argument.Name, argument.Value)
		}
	}
	aludel.Info("missing " + orNone(aludel.Argument("no such argument")))
	aludel.Info("tag " + orNone(aludel.Tag()))
	aludel.Info("revision " + aludel.Revision())
	logf("phase %s", aludel.CurrentPhase())
	logf("offline %t", aludel.Offline())
	_, found := aludel.Section("no-such-section")
	aludel.Info("section " + orNone("some", found))
	return nil
}

func orNone(text string, found bool) string {
	if !found {
		return "none"
	}
	return text
}

func progress(*aludel.DB) error {
	task := aludel.StartTask("counting", 0)
	task.SetTotal(3)
	task.Advance(1)
	task.Advance(2)
	task.End()
	aludel.Trace("a line of level trace")
	aludel.Debug("a line of level debug")
	aludel.Info("a line of level info")
	aludel.Warn("a line of level warn")
	aludel.Error("a line of level error")
	aludel.Info("a line with fields", "rows", 3, "table", "orders")
	return nil
}

func offline(db *aludel.DB) error {
	if err := execute(db, "CREATE TABLE conf_offline (id INTEGER NOT NULL, name VARCHAR(20))"); err != nil {
		return err
	}
	insert := "INSERT INTO conf_offline (id, name) VALUES (" + db.Placeholders(2) + ")"
	if err := errors.Join(execute(db, insert, 1, "O'Brien"), execute(db, insert, 2, nil)); err != nil {
		return err
	}
	_, err := db.Query("SELECT 1")
	if err := tell(err); err != nil {
		return err
	}
	writer, err := db.BulkInsert("conf_offline", "id", "name")
	if err != nil {
		return err
	}
	defer writer.Close()
	if err := writer.Push(3, "bulk"); err != nil {
		return err
	}
	if _, err := writer.Finish(); err != nil {
		return err
	}
	logf("offline %t", aludel.Offline())
	return nil
}
