package main

import (
	"errors"
	"fmt"
	"strings"

	"aludel"
)

func ddl(db *aludel.DB) error {
	if err := execute(db, "CREATE TABLE conf_ddl (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40) NOT NULL, note VARCHAR(100))"); err != nil {
		return err
	}
	if err := db.ExecuteScript("CREATE INDEX conf_ddl_name ON conf_ddl (name); ALTER TABLE conf_ddl ADD COLUMN amount NUMERIC(10, 2);"); err != nil {
		return err
	}
	outcome, err := db.Execute("INSERT INTO conf_ddl (id, name) VALUES (1, 'one'), (2, 'two')")
	if err != nil {
		return err
	}
	logf("rows affected %d", outcome.RowsAffected)
	return nil
}

// fill inserts so many rows by rows, and gives how many were written.
func fill(db *aludel.DB, table string, rows int, name string) (uint64, error) {
	writer, err := db.BulkInsert(table, "id", "name")
	if err != nil {
		return 0, err
	}
	defer writer.Close()
	for id := 1; id <= rows; id++ {
		text := name
		if strings.Contains(name, "%d") {
			text = fmt.Sprintf(name, id)
		}
		if err := writer.Push(id, text); err != nil {
			return 0, err
		}
	}
	return writer.Finish()
}

func prepared(db *aludel.DB) error {
	if err := execute(db, "CREATE TABLE conf_prepared (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40))"); err != nil {
		return err
	}
	insert, err := db.Prepare("INSERT INTO conf_prepared (id, name) VALUES (" + db.Placeholders(2) + ")")
	if err != nil {
		return err
	}
	defer insert.Close()
	for id := 1; id <= 3; id++ {
		if _, err := insert.Execute(id, "one at a time"); err != nil {
			return err
		}
	}
	var rows [][]any
	for id := 4; id <= 103; id++ {
		rows = append(rows, []any{id, "many"})
	}
	affected, err := insert.ExecuteMany(rows)
	if err != nil {
		return err
	}
	logf("many %d", affected)
	return selectPrepared(db)
}

func selectPrepared(db *aludel.DB) error {
	statement, err := db.Prepare("SELECT name FROM conf_prepared WHERE id = " + db.Placeholder(1))
	if err != nil {
		return err
	}
	defer statement.Close()
	cursor, err := statement.Query(50)
	if err != nil {
		return err
	}
	for row, err := range cursor.Rows() {
		if err != nil {
			return err
		}
		name, err := row.Get("name")
		if err != nil {
			return err
		}
		logf("name %s", name)
	}
	return nil
}

func savepoint(db *aludel.DB) error {
	if err := execute(db, "CREATE TABLE conf_savepoint (id INTEGER NOT NULL PRIMARY KEY)"); err != nil {
		return err
	}
	insert := "INSERT INTO conf_savepoint (id) VALUES (" + db.Placeholder(1) + ")"
	if err := execute(db, insert, 1); err != nil {
		return err
	}
	undone, err := db.BeginSavepoint()
	if err != nil {
		return err
	}
	defer undone.Close()
	if err := errors.Join(execute(db, insert, 2), undone.Rollback()); err != nil {
		return err
	}
	kept, err := db.BeginSavepoint()
	if err != nil {
		return err
	}
	defer kept.Close()
	if err := errors.Join(execute(db, insert, 3), kept.Release()); err != nil {
		return err
	}
	onPurpose := errors.New("on purpose")
	left := db.Savepoint(func() error { return errors.Join(execute(db, insert, 4), onPurpose) })
	if !errors.Is(left, onPurpose) {
		return left
	}
	return logIDs(db, "conf_savepoint")
}

func bulkInsert(db *aludel.DB) error {
	for _, table := range []string{"conf_bulk", "conf_undone"} {
		if err := execute(db, "CREATE TABLE "+table+" (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40))"); err != nil {
			return err
		}
	}
	written, err := fill(db, "conf_bulk", 5_000, "row %d")
	if err != nil {
		return err
	}
	logf("written %d", written)
	writer, err := db.BulkInsert("conf_undone", "id", "name")
	if err != nil {
		return err
	}
	for id := 1; id <= 10; id++ {
		if err := writer.Push(id, fmt.Sprintf("row %d", id)); err != nil {
			return err
		}
	}
	writer.Close()
	var count int
	if err := db.QueryScalar(&count, "SELECT count(*) FROM conf_undone"); err != nil {
		return err
	}
	logf("undone %d", count)
	return nil
}

func bulkUpdate(db *aludel.DB) error {
	if err := execute(db, "CREATE TABLE conf_update (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40))"); err != nil {
		return err
	}
	if _, err := fill(db, "conf_update", 1_000, "old"); err != nil {
		return err
	}
	writer, err := db.BulkUpdate("conf_update", []string{"id"}, []string{"name"})
	if err != nil {
		return err
	}
	defer writer.Close()
	for id := 2; id <= 1_000; id += 2 {
		if err := writer.Push(id, fmt.Sprintf("new %d", id)); err != nil {
			return err
		}
	}
	updated, err := writer.Finish()
	logf("updated %d", updated)
	return err
}
