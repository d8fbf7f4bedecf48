package aludel

import "aludel/internal/wit"

const (
	// How many rows are collected before they go to the host.
	flushRows = 10_000
	// How many bytes of values are collected before they go to the host, which takes 16 MiB a call at most.
	flushBytes = 4 << 20
)

// BulkWriter writes many rows through [DB.BulkInsert] or [DB.BulkUpdate].
//
// Rows are collected and sent in large batches. Closing the writer without [BulkWriter.Finish] undoes what it wrote.
type BulkWriter struct {
	handle  wit.BulkWriter
	pending *BatchBuilder
	ended   bool
}

func newBulkWriter(columns int) func(wit.BulkWriter, *wit.Error) (*BulkWriter, error) {
	return func(handle wit.BulkWriter, failure *wit.Error) (*BulkWriter, error) {
		if failure != nil {
			return nil, newDatabaseError(failure)
		}
		return &BulkWriter{handle: handle, pending: NewBatchBuilder(columns)}, nil
	}
}

// Push writes one row: its values in the order of the columns, after the keys where there are keys.
func (writer *BulkWriter) Push(values ...any) error {
	if writer.ended {
		return endedError("writer")
	}
	if err := writer.pending.Push(values...); err != nil {
		return err
	}
	rows := writer.pending.Len()
	if rows >= flushRows || rows%64 == 0 && writer.pending.size() >= flushBytes {
		return writer.flush()
	}
	return nil
}

// Write writes rows that are in columnar form already.
func (writer *BulkWriter) Write(rows *Batch) error {
	if err := writer.flush(); err != nil {
		return err
	}
	return asError(writer.handle.WriteBatch(rows.raw))
}

// Finish ends the writing; gives the rows written in all.
func (writer *BulkWriter) Finish() (uint64, error) {
	if err := writer.flush(); err != nil {
		return 0, err
	}
	writer.ended = true
	written, failure := wit.BulkWriterFinish(writer.handle)
	return written, asError(failure)
}

// Close undoes what was written, unless it was finished. It is meant for `defer`.
func (writer *BulkWriter) Close() {
	if !writer.ended {
		writer.ended = true
		writer.handle.Drop()
	}
}

func (writer *BulkWriter) flush() error {
	if writer.ended {
		return endedError("writer")
	}
	if writer.pending.Len() == 0 {
		return nil
	}
	return asError(writer.handle.WriteBatch(writer.pending.Take().raw))
}
