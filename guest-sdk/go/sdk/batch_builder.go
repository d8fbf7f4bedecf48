package aludel

import (
	"math"
	"strconv"

	"aludel/internal/wit"
)

// BatchBuilder collects rows in columnar form. A column of one kind of value takes little room; one of mixed kinds, or of
// kinds other than booleans, integers, reals, texts and bytes, keeps each value by itself.
type BatchBuilder struct {
	columns []columnBuilder
	rows    int
	bytes   int
}

// NewBatchBuilder collects rows of so many columns.
func NewBatchBuilder(columns int) *BatchBuilder {
	return &BatchBuilder{columns: make([]columnBuilder, columns)}
}

// Len counts the rows so far.
func (builder *BatchBuilder) Len() int {
	return builder.rows
}

// Push adds a row: its values in the order of the columns.
func (builder *BatchBuilder) Push(values ...any) error {
	if len(values) != len(builder.columns) {
		return newConversionError("a row of " + strconv.Itoa(len(values)) + " values where there are " + strconv.Itoa(len(builder.columns)) + " columns")
	}
	for place, value := range values {
		if !builder.columns[place].push(value, builder.rows) {
			builder.undo(place)
			return newConversionError("value " + strconv.Itoa(place+1) + " of a row is none of a database")
		}
	}
	builder.rows++
	builder.bytes += 16 * len(values)
	return nil
}

// undo takes back the first columns of a row that could not be added.
func (builder *BatchBuilder) undo(columns int) {
	for place := range columns {
		builder.columns[place].truncate(builder.rows)
	}
}

// size is about how many bytes the rows take.
func (builder *BatchBuilder) size() int {
	size := builder.bytes
	for place := range builder.columns {
		size += len(builder.columns[place].data)
	}
	return size
}

// Take gives the rows, and begins anew.
func (builder *BatchBuilder) Take() *Batch {
	columns := make([]wit.ColumnBatch, len(builder.columns))
	for place := range builder.columns {
		columns[place] = builder.columns[place].take(builder.rows)
		builder.columns[place] = columnBuilder{}
	}
	batch := &Batch{raw: wit.Batch{RowCount: uint32(builder.rows), Columns: columns}}
	builder.rows, builder.bytes = 0, 0
	return batch
}

// columnBuilder holds a column; which of its parts is in use, its kind says.
type columnBuilder struct {
	kind     columnKind
	booleans []uint8
	integers []int64
	reals    []float64
	ends     []uint32
	data     []byte
	mixed    []wit.Value
	nulls    []byte
	anyNull  bool
}

type columnKind uint8

const (
	noneYet columnKind = iota
	booleans
	integers
	reals
	texts
	blobs
	mixed
)

// push adds a value behind so many rows; false where it is none of a database.
func (column *columnBuilder) push(value any, rows int) bool {
	switch value := value.(type) {
	case nil:
		column.pushNull(rows)
		return true
	case int64:
		if column.become(integers, rows) {
			column.integers = append(column.integers, value)
			return true
		}
	case int:
		if column.become(integers, rows) {
			column.integers = append(column.integers, int64(value))
			return true
		}
	case string:
		if column.become(texts, rows) {
			column.data = append(column.data, value...)
			column.ends = append(column.ends, uint32(len(column.data)))
			return true
		}
	case float64:
		if column.become(reals, rows) {
			column.reals = append(column.reals, value)
			return true
		}
	case *string:
		if value == nil {
			column.pushNull(rows)
			return true
		}
		return column.push(*value, rows)
	}
	lowered, known := lower(value)
	return known && column.pushLowered(lowered, rows)
}

func (column *columnBuilder) pushLowered(value wit.Value, rows int) bool {
	switch payload := value.Payload.(type) {
	case nil:
		column.pushNull(rows)
		return true
	case bool:
		if column.become(booleans, rows) {
			column.booleans = append(column.booleans, map[bool]uint8{true: 1}[payload])
			return true
		}
	case int64:
		if column.become(integers, rows) {
			column.integers = append(column.integers, payload)
			return true
		}
	case float64:
		if column.become(reals, rows) {
			column.reals = append(column.reals, payload)
			return true
		}
	case string:
		if value.Tag == wit.ValueText && column.become(texts, rows) {
			column.data = append(column.data, payload...)
			column.ends = append(column.ends, uint32(len(column.data)))
			return true
		}
	case []byte:
		if column.become(blobs, rows) {
			column.data = append(column.data, payload...)
			column.ends = append(column.ends, uint32(len(column.data)))
			return true
		}
	}
	column.mix(rows)
	column.mixed = append(column.mixed, value)
	return true
}

// become makes a column of NULLs one of a kind; false where it is of another kind.
func (column *columnBuilder) become(kind columnKind, rows int) bool {
	if column.kind == kind {
		return true
	}
	if column.kind != noneYet || len(column.data) > math.MaxInt32 {
		return false
	}
	column.kind = kind
	for range rows {
		column.pushEmpty()
	}
	return true
}

func (column *columnBuilder) pushEmpty() {
	switch column.kind {
	case booleans:
		column.booleans = append(column.booleans, 0)
	case integers:
		column.integers = append(column.integers, 0)
	case reals:
		column.reals = append(column.reals, 0)
	case texts, blobs:
		column.ends = append(column.ends, uint32(len(column.data)))
	case mixed:
		column.mixed = append(column.mixed, wit.Value{})
	}
}

func (column *columnBuilder) pushNull(rows int) {
	for len(column.nulls) <= rows/8 {
		column.nulls = append(column.nulls, 0)
	}
	column.nulls[rows/8] |= 1 << (rows % 8)
	column.anyNull = true
	column.pushEmpty()
}

func (column *columnBuilder) isNull(row int) bool {
	return row/8 < len(column.nulls) && column.nulls[row/8]>>(row%8)&1 == 1
}

// mix turns the column into one that keeps each value by itself.
func (column *columnBuilder) mix(rows int) {
	if column.kind == mixed {
		return
	}
	values := make([]wit.Value, rows, 2*rows+1)
	whole := Batch{raw: wit.Batch{RowCount: uint32(rows), Columns: []wit.ColumnBatch{column.take(rows)}}}
	if column.kind != noneYet {
		for place := range values {
			values[place], _ = lower(whole.Value(0, place))
		}
	}
	*column = columnBuilder{kind: mixed, mixed: values}
}

func (column *columnBuilder) truncate(rows int) {
	column.booleans = column.booleans[:min(rows, len(column.booleans))]
	column.integers = column.integers[:min(rows, len(column.integers))]
	column.reals = column.reals[:min(rows, len(column.reals))]
	column.mixed = column.mixed[:min(rows, len(column.mixed))]
	if rows < len(column.ends) {
		end := uint32(0)
		if rows > 0 {
			end = column.ends[rows-1]
		}
		column.ends, column.data = column.ends[:rows], column.data[:end]
	}
	if rows/8 < len(column.nulls) {
		column.nulls[rows/8] &^= 1 << (rows % 8)
	}
}

func (column *columnBuilder) take(rows int) wit.ColumnBatch {
	packed := wit.Packed{Ends: column.ends, Data: column.data}
	result := wit.ColumnBatch{}
	switch column.kind {
	case booleans:
		result.Data = wit.ColumnData{Tag: wit.ColumnDataBooleans, Payload: column.booleans}
	case integers:
		result.Data = wit.ColumnData{Tag: wit.ColumnDataIntegers, Payload: column.integers}
	case reals:
		result.Data = wit.ColumnData{Tag: wit.ColumnDataReals, Payload: column.reals}
	case texts:
		result.Data = wit.ColumnData{Tag: wit.ColumnDataTexts, Payload: packed}
	case blobs:
		result.Data = wit.ColumnData{Tag: wit.ColumnDataBlobs, Payload: packed}
	case mixed:
		result.Data = wit.ColumnData{Tag: wit.ColumnDataValues, Payload: column.mixed}
		return result
	case noneYet:
		result.Data = wit.ColumnData{Tag: wit.ColumnDataValues, Payload: make([]wit.Value, rows)}
		return result
	}
	if column.anyNull {
		for len(column.nulls) < (rows+7)/8 {
			column.nulls = append(column.nulls, 0)
		}
		result.Nulls = column.nulls
	}
	return result
}
