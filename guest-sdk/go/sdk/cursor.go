package aludel

import (
	"iter"

	"aludel/internal/wit"
)

// pageRows is how many rows a loop asks the host for at once.
const pageRows = 1000

// Column describes a column of a result.
type Column struct {
	// Name is its name.
	Name string
	// TypeName is the server's name of its type: `int4`, `varchar`, `datetime`.
	TypeName string
	// Nullable says whether it may hold NULL; nil where the server does not say.
	Nullable *bool
}

// Cursor holds the rows of a running query.
//
// Statements may run while it is open; a second open cursor is possible where [DB.Supports] `concurrent-cursors`.
type Cursor struct {
	handle  wit.Cursor
	columns []Column
	page    uint32
	closed  bool
}

func newCursor(handle wit.Cursor) *Cursor {
	described := handle.Columns()
	columns := make([]Column, len(described))
	for place, column := range described {
		columns[place] = Column(column)
	}
	return &Cursor{handle: handle, columns: columns, page: pageRows}
}

// Columns describes the columns of the result.
func (cursor *Cursor) Columns() []Column {
	return cursor.columns
}

// PageRows sets how many rows are fetched from the server at once, 1,000 unless told.
func (cursor *Cursor) PageRows(rows int) *Cursor {
	cursor.page = uint32(max(rows, 1))
	return cursor
}

// Rows loops over the rows and closes the cursor at the end. An error comes in place of a row, and is the last. A row
// is good until the next one comes.
func (cursor *Cursor) Rows() iter.Seq2[*Row, error] {
	return func(yield func(*Row, error) bool) {
		for batch, err := range cursor.Batches(int(cursor.page)) {
			if err != nil {
				yield(nil, err)
				return
			}
			row := Row{batch: batch}
			for row.place = range batch.Len() {
				if !yield(&row, nil) {
					return
				}
			}
		}
	}
}

// Batches loops over the rows in columnar form, at most so many at a time, and closes the cursor at the end: the fastest
// way through a large result. The host may give fewer at a time, to stay within its limits.
//
//	for batch, err := range cursor.Batches(10_000) {
//		if err != nil {
//			return err
//		}
//		names, err := batch.Texts(0)
//		if err != nil {
//			return err
//		}
//		for place := range batch.Len() {
//			longest = max(longest, len(names.At(place)))
//		}
//	}
func (cursor *Cursor) Batches(rows int) iter.Seq2[*Batch, error] {
	return func(yield func(*Batch, error) bool) {
		defer cursor.Close()
		for {
			batch, err := cursor.NextBatch(rows)
			if err != nil {
				yield(nil, err)
				return
			}
			if batch == nil || !yield(batch, nil) {
				return
			}
		}
	}
}

// NextBatch gives at most so many rows in columnar form; nil is the end.
func (cursor *Cursor) NextBatch(rows int) (*Batch, error) {
	if cursor.closed {
		return nil, endedError("cursor")
	}
	raw, failure := cursor.handle.NextBatch(uint32(max(rows, 1)))
	if failure != nil {
		return nil, newDatabaseError(failure)
	}
	if raw.RowCount == 0 {
		return nil, nil
	}
	return &Batch{raw: raw, columns: cursor.columns}, nil
}

// Close ends the query. It may be called more than once, so `defer cursor.Close()` fits.
func (cursor *Cursor) Close() {
	if !cursor.closed {
		cursor.closed = true
		cursor.handle.Drop()
	}
}
