package aludel

import (
	"strconv"
	"unsafe"

	"aludel/internal/wit"
)

// Batch holds rows in columnar form.
type Batch struct {
	raw     wit.Batch
	columns []Column
}

// Len counts the rows.
func (batch *Batch) Len() int {
	return int(batch.raw.RowCount)
}

// Columns describes the columns of a batch that a query gave; one that was built has no description.
func (batch *Batch) Columns() []Column {
	return batch.columns
}

// IsNull says whether a column is NULL in a row.
func (batch *Batch) IsNull(column, row int) bool {
	return isNull(&batch.raw.Columns[column], row)
}

func isNull(column *wit.ColumnBatch, row int) bool {
	if values, mixed := column.Data.Payload.([]wit.Value); mixed {
		return values[row].Tag == wit.ValueNull
	}
	return len(column.Nulls) > 0 && column.Nulls[row/8]>>(row%8)&1 == 1
}

// Booleans gives a column of booleans, a byte each. What is NULL is 0: see [Batch.IsNull].
func (batch *Batch) Booleans(column int) ([]uint8, error) {
	return items[[]uint8](batch, column, wit.ColumnDataBooleans, "booleans")
}

// Integers gives a column of integers of any width. What is NULL is 0: see [Batch.IsNull].
func (batch *Batch) Integers(column int) ([]int64, error) {
	return items[[]int64](batch, column, wit.ColumnDataIntegers, "integers")
}

// Reals gives a column of floating-point numbers. What is NULL is 0: see [Batch.IsNull].
func (batch *Batch) Reals(column int) ([]float64, error) {
	return items[[]float64](batch, column, wit.ColumnDataReals, "reals")
}

// Texts gives a column of texts. What is NULL is empty: see [Batch.IsNull].
func (batch *Batch) Texts(column int) (Texts, error) {
	packed, err := items[wit.Packed](batch, column, wit.ColumnDataTexts, "texts")
	return Texts{packed}, err
}

// Blobs gives a column of bytes. What is NULL is empty: see [Batch.IsNull].
func (batch *Batch) Blobs(column int) (Blobs, error) {
	packed, err := items[wit.Packed](batch, column, wit.ColumnDataBlobs, "bytes")
	return Blobs{packed}, err
}

// Value gives any value of any column as Go has it, nil for NULL.
func (batch *Batch) Value(column, row int) any {
	return (&Row{batch: batch, place: row}).Value(column)
}

func items[T any](batch *Batch, column int, tag wit.ColumnDataTag, wanted string) (T, error) {
	var nothing T
	if column < 0 || column >= len(batch.raw.Columns) {
		return nothing, newConversionError("the batch has " + strconv.Itoa(len(batch.raw.Columns)) + " columns, so no column " + strconv.Itoa(column))
	}
	data := batch.raw.Columns[column].Data
	if data.Tag != tag {
		return nothing, newConversionError(batch.columnName(column) + " holds " + columnKinds[data.Tag] + ", which cannot be read as " + wanted)
	}
	return data.Payload.(T), nil
}

var columnKinds = [...]string{"booleans", "integers", "reals", "texts", "bytes", "values of other types"}

func (batch *Batch) columnName(column int) string {
	if column < len(batch.columns) && batch.columns[column].Name != "" {
		return "column `" + batch.columns[column].Name + "`"
	}
	return "column " + strconv.Itoa(column)
}

// Texts is a column of texts, which share one piece of memory.
type Texts struct {
	packed wit.Packed
}

// Len counts them.
func (texts Texts) Len() int {
	return len(texts.packed.Ends)
}

// At gives one, without a copy.
func (texts Texts) At(row int) string {
	item := packedItem(&texts.packed, row)
	return unsafe.String(unsafe.SliceData(item), len(item))
}

// Blobs is a column of bytes, which share one piece of memory.
type Blobs struct {
	packed wit.Packed
}

// Len counts them.
func (blobs Blobs) Len() int {
	return len(blobs.packed.Ends)
}

// At gives one, without a copy.
func (blobs Blobs) At(row int) []byte {
	return packedItem(&blobs.packed, row)
}

func packedItem(packed *wit.Packed, row int) []byte {
	start, end := uint32(0), packed.Ends[row]
	if row > 0 {
		start = packed.Ends[row-1]
	}
	return packed.Data[start:end:end]
}
