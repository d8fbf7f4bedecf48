package main

import (
	"fmt"

	"aludel"
)

func batch(db *aludel.DB) error {
	if err := execute(db, "CREATE TABLE conf_batch (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40), amount DOUBLE PRECISION)"); err != nil {
		return err
	}
	writer, err := db.BulkInsert("conf_batch", "id", "name", "amount")
	if err != nil {
		return err
	}
	defer writer.Close()
	for first := 1; first <= 20_000; first += 5_000 {
		rows := aludel.NewBatchBuilder(3)
		for id := first; id < first+5_000; id++ {
			if err := rows.Push(id, nameOf(id), float64(id)*0.5); err != nil {
				return err
			}
		}
		if err := writer.Write(rows.Take()); err != nil {
			return err
		}
	}
	if _, err := writer.Finish(); err != nil {
		return err
	}
	return countBatches(db)
}

func nameOf(id int) *string {
	if id%10 == 0 {
		return nil
	}
	return pointer(fmt.Sprintf("row %d", id))
}

func countBatches(db *aludel.DB) error {
	cursor, err := db.Query("SELECT id, name, amount FROM conf_batch ORDER BY id")
	if err != nil {
		return err
	}
	var rows, sum, nulls int64
	var total float64
	for batch, err := range cursor.Batches(4_096) {
		if err != nil {
			return err
		}
		ids, err := batch.Integers(0)
		if err != nil {
			return err
		}
		amounts, err := batch.Reals(2)
		if err != nil {
			return err
		}
		for place := range batch.Len() {
			rows, sum, total = rows+1, sum+ids[place], total+amounts[place]
			if batch.IsNull(1, place) {
				nulls++
			}
		}
	}
	logf("rows %d sum %d nulls %d amount %.0f", rows, sum, nulls, total)
	return nil
}

func paging(db *aludel.DB) error {
	if err := execute(db, "CREATE TABLE conf_paging (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40))"); err != nil {
		return err
	}
	if _, err := fill(db, "conf_paging", 2_500, "row %d"); err != nil {
		return err
	}
	cursor, err := db.Query("SELECT id, name FROM conf_paging ORDER BY id")
	if err != nil {
		return err
	}
	update := "UPDATE conf_paging SET name = " + db.Placeholder(1) + " WHERE id = " + db.Placeholder(2)
	count := 0
	for row, err := range cursor.PageRows(100).Rows() {
		if err != nil {
			return err
		}
		var id int
		if err := row.Read(0, &id); err != nil {
			return err
		}
		count++
		if id%500 == 0 {
			if err := execute(db, update, "seen", id); err != nil {
				return err
			}
		}
	}
	logf("rows %d", count)
	var seen int
	if err := db.QueryScalar(&seen, "SELECT count(*) FROM conf_paging WHERE name = 'seen'"); err != nil {
		return err
	}
	logf("seen %d", seen)
	return nil
}

func one(db *aludel.DB) error {
	var number int
	if err := db.QueryScalar(&number, "SELECT 41 + 1"); err != nil {
		return err
	}
	logf("scalar %d", number)
	row, err := db.QueryOne("SELECT 1 WHERE 1 = 0")
	if err == nil && row == nil {
		aludel.Info("none")
	}
	return err
}

func logIDs(db *aludel.DB, table string) error {
	line := "ids"
	for row, err := range db.Rows("SELECT id FROM " + table + " ORDER BY id") {
		if err != nil {
			return err
		}
		line += fmt.Sprintf(" %d", row.Value(0))
	}
	aludel.Info(line)
	return nil
}
