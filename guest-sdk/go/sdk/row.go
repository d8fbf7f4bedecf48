package aludel

import (
	"strconv"
	"strings"
	"unsafe"

	"aludel/internal/wit"
)

// Row is one row of a result.
type Row struct {
	batch *Batch
	place int
}

// rowOf gives a row that the server sent without a description of its columns.
func rowOf(values []wit.Value) *Row {
	columns := make([]wit.ColumnBatch, len(values))
	for place := range values {
		columns[place].Data = wit.ColumnData{Tag: wit.ColumnDataValues, Payload: values[place : place+1]}
	}
	return &Row{batch: &Batch{raw: wit.Batch{RowCount: 1, Columns: columns}}}
}

// Len counts the columns.
func (row *Row) Len() int {
	return len(row.batch.raw.Columns)
}

// Columns describes the columns. Those of [DB.QueryOne] have no names.
func (row *Row) Columns() []Column {
	return row.batch.columns
}

// Value gives the value of a column as Go has it, nil for NULL.
func (row *Row) Value(column int) any {
	data := &row.batch.raw.Columns[column]
	if isNull(data, row.place) {
		return nil
	}
	switch items := data.Data.Payload.(type) {
	case []int64:
		return items[row.place]
	case []float64:
		return items[row.place]
	case []uint8:
		return items[row.place] != 0
	case wit.Packed:
		item := packedItem(&items, row.place)
		if data.Data.Tag == wit.ColumnDataBlobs {
			return item
		}
		return unsafe.String(unsafe.SliceData(item), len(item))
	case []wit.Value:
		return lift(&items[row.place])
	}
	return nil
}

// Values gives all values as Go has them, nil for NULL.
func (row *Row) Values() []any {
	values := make([]any, row.Len())
	for place := range values {
		values[place] = row.Value(place)
	}
	return values
}

// Get gives the value of the column with a name as Go has it, nil for NULL.
func (row *Row) Get(name string) (any, error) {
	place, err := row.named(name)
	if err != nil {
		return nil, err
	}
	return row.Value(place), nil
}

// Scan reads the columns into what the destinations point to, one each. A pointer to a pointer takes NULL as nil:
//
//	var id int64
//	var name *string
//	err := row.Scan(&id, &name)
func (row *Row) Scan(destinations ...any) error {
	if len(destinations) != row.Len() {
		return newConversionError("the row has " + strconv.Itoa(row.Len()) + " columns where " + strconv.Itoa(len(destinations)) + " are wanted")
	}
	for place, destination := range destinations {
		if err := row.Read(place, destination); err != nil {
			return err
		}
	}
	return nil
}

// Read reads one column into what destination points to.
func (row *Row) Read(column int, destination any) error {
	if column < 0 || column >= row.Len() {
		return row.noSuchColumn(strconv.Itoa(column))
	}
	data := &row.batch.raw.Columns[column]
	// The two most common kinds come without being boxed.
	switch items := data.Data.Payload.(type) {
	case []int64:
		if target, fits := destination.(*int64); fits && !isNull(data, row.place) {
			*target = items[row.place]
			return nil
		}
	case wit.Packed:
		if target, fits := destination.(*string); fits && data.Data.Tag == wit.ColumnDataTexts && !isNull(data, row.place) {
			item := packedItem(&items, row.place)
			*target = unsafe.String(unsafe.SliceData(item), len(item))
			return nil
		}
	}
	value := row.Value(column)
	if wanted := assign(destination, value); wanted != "" {
		return newConversionError(row.batch.columnName(column) + " holds " + kindOf(value) + " that cannot be read as " + wanted)
	}
	return nil
}

// ReadNamed reads the column with a name into what destination points to.
func (row *Row) ReadNamed(name string, destination any) error {
	place, err := row.named(name)
	if err != nil {
		return err
	}
	return row.Read(place, destination)
}

func (row *Row) named(name string) (int, error) {
	for place, column := range row.batch.columns {
		if column.Name == name {
			return place, nil
		}
	}
	return 0, row.noSuchColumn("`" + name + "`")
}

func (row *Row) noSuchColumn(wanted string) error {
	names := make([]string, len(row.batch.columns))
	for place, column := range row.batch.columns {
		names[place] = column.Name
	}
	listed := "without names"
	if len(names) > 0 {
		listed = strings.Join(names, ", ")
	}
	return newConversionError("the row has no column " + wanted + "; it has " + strconv.Itoa(row.Len()) + ": " + listed)
}

// Read gives one column of a row as a type:
//
//	id, err := aludel.Read[int64](row, 0)
//	name, err := aludel.Read[*string](row, 1)
func Read[T any](row *Row, column int) (T, error) {
	var value T
	err := row.Read(column, &value)
	return value, err
}
