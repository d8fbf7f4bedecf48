// Package aludel is what database migrations in Go are written with.
//
// A migration is one file of package main with a function Upgrade and, if there is a way back, a function Downgrade. It
// is compiled to a WebAssembly component. Its functions get a handle to the database and nothing else: no files, no
// network, no clock of the machine.
//
//	// /// migration
//	// revision = "3f9a1c20b7d4"
//	// message = "lower-case e-mail addresses"
//	// ///
//
//	//go:build ignore
//
//	package main
//
//	import "aludel"
//
//	func Upgrade(db *aludel.DB) error {
//		outcome, err := db.Execute("UPDATE customers SET email = lower(email)")
//		if err != nil {
//			return err
//		}
//		aludel.Info("addresses changed", "rows", outcome.RowsAffected)
//		return nil
//	}
//
//	func Downgrade(db *aludel.DB) error {
//		return aludel.Irreversible("the old spelling of the addresses is not kept")
//	}
//
// A function Verify of the same shape runs after Upgrade in the same transaction, and its error undoes the step.
//
//   - [DB]: statements, queries, prepared statements, savepoints, tables and the rest of the schema
//   - [Cursor], [Row]: what a query gives; [Batch]: the same by columns, for large results
//   - [BulkWriter], [BatchBuilder]: many rows at once, for backfills
//   - [Argument], [StartTask], [Info]: the run around the migration
//   - [DatabaseError], [Irreversible], [Precondition]: why a migration gives up
//
// Values go in and come out as Go has them. Beside the types of the language that are bool, all numbers, string and
// []byte, these are [time.Time] for a point in time, [Timestamp] for one without a zone, [Date], [TimeOfDay], [Interval],
// [Decimal], [JSON], [UUID], slices for arrays, and [Foreign] for all else. A pointer is a value that may be NULL.
package aludel
