// /// migration
// revision = "bench_go"
// message = "lower-case e-mail addresses, in Go"
// ///

//go:build ignore

// Reads and writes by columns.
package main

import (
	"strings"

	"aludel"
)

// Rows read and written at once.
const batchRows = 10_000

// Upgrade changes the database.
func Upgrade(db *aludel.DB) error {
	customers, err := db.BulkUpdate("customers", []string{"id"}, []string{"email"})
	if err != nil {
		return err
	}
	defer customers.Close()
	cursor, err := db.Query("SELECT id, email FROM customers")
	if err != nil {
		return err
	}
	for batch, err := range cursor.Batches(batchRows) {
		if err != nil {
			return err
		}
		if err := lower(batch, customers); err != nil {
			return err
		}
	}
	_, err = customers.Finish()
	return err
}

func lower(batch *aludel.Batch, customers *aludel.BulkWriter) error {
	ids, err := batch.Integers(0)
	if err != nil {
		return err
	}
	emails, err := batch.Texts(1)
	if err != nil {
		return err
	}
	rows := aludel.NewBatchBuilder(2)
	for place, id := range ids {
		if err := rows.Push(id, strings.ToLower(emails.At(place))); err != nil {
			return err
		}
	}
	return customers.Write(rows.Take())
}
