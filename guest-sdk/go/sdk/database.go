package aludel

import (
	"iter"
	"strings"

	"aludel/internal/wit"
)

// DB is the database that the migration works on.
//
// Every statement runs in the transaction of the step, unless the migration's header says `transaction = false`. One call
// takes one statement; placeholders are those of the database, see [DB.Placeholder].
type DB struct {
	handle wit.Database
}

// Dialect is a kind of server.
type Dialect = wit.Dialect

// The kinds of servers. What is [Other] is told apart by the name in [DatabaseInfo].
const (
	SQLite     = wit.DialectSqlite
	PostgreSQL = wit.DialectPostgresql
	MySQL      = wit.DialectMysql
	MariaDB    = wit.DialectMariadb
	Other      = wit.DialectOther
)

// DatabaseInfo is what is known about the server without asking it.
type DatabaseInfo struct {
	// Dialect is the kind of server.
	Dialect Dialect
	// DialectName is its name: `postgresql`.
	DialectName string
	// ServerVersion is the server's own text.
	ServerVersion string
	// VersionNumber is what can be compared: major, minor, patch.
	VersionNumber [3]uint32
	// DefaultSchema is where names without a schema are looked up; empty where there are no schemas.
	DefaultSchema string
	// TransactionalDDL is false where a definition commits, as on MySQL.
	TransactionalDDL bool
}

// Outcome is what a statement without rows gives.
type Outcome struct {
	// RowsAffected counts the rows that were inserted, changed or deleted.
	RowsAffected uint64
	// LastInsertID is the key that the server made, if it made one and says so.
	LastInsertID *int64
}

func outcomeOf(outcome wit.Outcome) Outcome {
	return Outcome{RowsAffected: outcome.RowsAffected, LastInsertID: outcome.LastInsertId}
}

// Info is what is known about the server, without asking it.
func (db *DB) Info() DatabaseInfo {
	info := db.handle.Info()
	number := info.VersionNumber
	result := DatabaseInfo{
		Dialect:          info.Dialect,
		DialectName:      info.DialectName,
		ServerVersion:    info.ServerVersion,
		VersionNumber:    [3]uint32{number.F0, number.F1, number.F2},
		TransactionalDDL: info.TransactionalDdl,
	}
	if info.DefaultSchema != nil {
		result.DefaultSchema = *info.DefaultSchema
	}
	return result
}

// Dialect is the kind of server.
func (db *DB) Dialect() Dialect {
	return db.handle.Info().Dialect
}

// Supports says whether the server has a feature: `returning`, `drop-column`, `arrays`, `check-constraints`. Unknown: false.
func (db *DB) Supports(feature string) bool {
	return db.handle.Supports(feature)
}

// Quote quotes one identifier by the rules of the server.
func (db *DB) Quote(identifier string) string {
	return db.handle.Quote(identifier)
}

// Placeholder is the server's text of parameter index, counted from 1: `$1` on PostgreSQL, `?` on MySQL.
func (db *DB) Placeholder(index int) string {
	return db.handle.Placeholder(uint32(index))
}

// Placeholders are those of so many parameters, as a row of values needs them: `$1, $2, $3`.
func (db *DB) Placeholders(count int) string {
	texts := make([]string, count)
	for place := range texts {
		texts[place] = db.Placeholder(place + 1)
	}
	return strings.Join(texts, ", ")
}

// Execute runs one statement and drops its rows.
//
//	outcome, err := db.Execute("DELETE FROM carts WHERE customer = "+db.Placeholder(1), customer)
func (db *DB) Execute(sql string, parameters ...any) (Outcome, error) {
	values, err := lowerAll(parameters)
	if err != nil {
		return Outcome{}, err
	}
	outcome, failure := db.handle.Execute(sql, values)
	if failure != nil {
		return Outcome{}, newDatabaseError(failure)
	}
	return outcomeOf(outcome), nil
}

// ExecuteScript runs several statements divided by semicolons, without parameters.
func (db *DB) ExecuteScript(sql string) error {
	return asError(db.handle.ExecuteScript(sql))
}

// Query runs one statement and streams its rows. The cursor is closed by [Cursor.Close], and by the end of a loop over
// [Cursor.Rows] or [Cursor.Batches].
func (db *DB) Query(sql string, parameters ...any) (*Cursor, error) {
	values, err := lowerAll(parameters)
	if err != nil {
		return nil, err
	}
	handle, failure := db.handle.Query(sql, values)
	if failure != nil {
		return nil, newDatabaseError(failure)
	}
	return newCursor(handle), nil
}

// Rows runs one statement and loops over its rows. An error comes in place of a row, and is the last.
//
//	for row, err := range db.Rows("SELECT id, name FROM customers") {
//		if err != nil {
//			return err
//		}
//		var id int64
//		var name *string
//		if err := row.Scan(&id, &name); err != nil {
//			return err
//		}
//	}
func (db *DB) Rows(sql string, parameters ...any) iter.Seq2[*Row, error] {
	cursor, err := db.Query(sql, parameters...)
	if err != nil {
		return func(yield func(*Row, error) bool) { yield(nil, err) }
	}
	return cursor.Rows()
}

// QueryOne gives the first row, nil if there is none. Its columns have no names: they are read by their places.
func (db *DB) QueryOne(sql string, parameters ...any) (*Row, error) {
	values, err := lowerAll(parameters)
	if err != nil {
		return nil, err
	}
	row, failure := db.handle.QueryOne(sql, values)
	if failure != nil {
		return nil, newDatabaseError(failure)
	}
	if row == nil {
		return nil, nil
	}
	return rowOf(*row), nil
}

// QueryScalar reads the first column of the first row into what destination points to; no row is an error.
//
//	var count int
//	err := db.QueryScalar(&count, "SELECT count(*) FROM customers")
func (db *DB) QueryScalar(destination any, sql string, parameters ...any) error {
	row, err := db.QueryOne(sql, parameters...)
	if err != nil {
		return err
	}
	if row == nil {
		return newConversionError("the query gave no row: " + sql)
	}
	return row.Read(0, destination)
}

// Prepare prepares a statement that runs many times.
func (db *DB) Prepare(sql string) (*Statement, error) {
	handle, failure := db.handle.Prepare(sql)
	if failure != nil {
		return nil, newDatabaseError(failure)
	}
	return &Statement{handle: handle}, nil
}

// BulkInsert writes many rows into a table of the default schema, the fastest way that the database has.
//
//	countries, err := db.BulkInsert("countries", "code", "name")
//	if err != nil {
//		return err
//	}
//	defer countries.Close()
//	if err := countries.Push("DE", "Germany"); err != nil {
//		return err
//	}
//	_, err = countries.Finish()
//	return err
func (db *DB) BulkInsert(table string, columns ...string) (*BulkWriter, error) {
	return newBulkWriter(len(columns))(db.handle.BulkInsert(nil, table, columns))
}

// BulkUpdate changes many rows of a table of the default schema, found by key: each row holds the values of keys, then
// those of columns.
func (db *DB) BulkUpdate(table string, keys, columns []string) (*BulkWriter, error) {
	return newBulkWriter(len(keys) + len(columns))(db.handle.BulkUpdate(nil, table, keys, columns))
}

// BulkInsertInto is [DB.BulkInsert] into a table of a named schema.
func (db *DB) BulkInsertInto(schema, table string, columns ...string) (*BulkWriter, error) {
	return newBulkWriter(len(columns))(db.handle.BulkInsert(&schema, table, columns))
}

// BulkUpdateIn is [DB.BulkUpdate] of a table of a named schema.
func (db *DB) BulkUpdateIn(schema, table string, keys, columns []string) (*BulkWriter, error) {
	return newBulkWriter(len(keys) + len(columns))(db.handle.BulkUpdate(&schema, table, keys, columns))
}
