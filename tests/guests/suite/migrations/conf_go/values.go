package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"aludel"
)

// copied reads the second column of a row as a type, which is then a parameter again.
type copied func(*aludel.Row) (any, error)

func as[T any](row *aludel.Row) (any, error) {
	return aludel.Read[T](row, 1)
}

func of[T any](samples ...T) ([]any, copied) {
	list := make([]any, len(samples))
	for place, sample := range samples {
		list[place] = sample
	}
	return list, as[T]
}

func pointer[T any](value T) *T { return &value }

var midnight, late = time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC), time.Date(2024, 2, 29, 23, 59, 59, 123_456_000, time.UTC)

func samples(kind string) ([]any, copied) {
	switch kind {
	case "boolean":
		return of(true, false)
	case "integer":
		return of[int64](0, -1, math.MaxInt64, math.MinInt64)
	case "unsigned":
		return of[uint64](math.MaxUint64)
	case "real":
		return of(0.5, -1.5, 1e300, 0.1)
	case "decimal":
		return of[aludel.Decimal]("12.3400", "-99999999999999999999.9999")
	case "text":
		return of("", `a'b"c\d`, " two\nlines ", "Zażółć 日本語 😀 e\u0301")
	case "bytes":
		return of([]byte{}, []byte{0x00, 0xff, 0x00, 0x27, 0x5c})
	case "json":
		return of[aludel.JSON](`{"a": [1, 2, null]}`, `"ü"`)
	case "uuid":
		id, _ := aludel.ParseUUID("550e8400-e29b-41d4-a716-446655440000")
		return of(aludel.UUID{}, id)
	case "date":
		return of(aludel.Date{Year: 2024, Month: 2, Day: 29}, aludel.Date{Year: 9999, Month: 12, Day: 31})
	case "time":
		return of(aludel.TimeOfDay{}, aludel.TimeOfDay{Hour: 23, Minute: 59, Second: 59, Nanosecond: 123_456_000})
	case "timestamp":
		return of(aludel.Timestamp{Time: midnight}, aludel.Timestamp{Time: late})
	case "timestamptz":
		return of(midnight, late)
	case "interval":
		return of(aludel.Interval{Months: 14, Days: -3, Microseconds: 4_000_001})
	case "boolean-array":
		return of([]*bool{pointer(true), nil})
	case "integer-array":
		return of([]*int64{}, []*int64{pointer(int64(1)), nil, pointer(int64(math.MinInt64))})
	case "real-array":
		return of([]*float64{pointer(0.5), nil})
	case "text-array":
		return of([]*string{pointer(`a,"b"`), nil, pointer("")})
	}
	return nil, nil
}

func values(db *aludel.DB) error {
	if err := runGiven(db); err != nil {
		return err
	}
	names, err := given("kinds")
	if err != nil {
		return err
	}
	kinds := strings.Split(names, ",")
	var id int64
	for _, kind := range kinds {
		list, _ := samples(kind)
		for _, sample := range list {
			id++
			if err := insertValue(db, "conf_values", kind, id, sample); err != nil {
				return err
			}
		}
	}
	for _, kind := range kinds {
		if err := copyValues(db, kind); err != nil {
			return err
		}
	}
	return nil
}

func copyValues(db *aludel.DB, kind string) error {
	_, read := samples(kind)
	column := columnOf(kind)
	found := map[int64]any{}
	var ids []int64
	for row, err := range db.Rows("SELECT id, " + column + " FROM conf_values WHERE " + column + " IS NOT NULL ORDER BY id") {
		if err != nil {
			return err
		}
		id, err := aludel.Read[int64](row, 0)
		if err != nil {
			return err
		}
		ids = append(ids, id)
		if found[id], err = read(row); err != nil {
			return err
		}
	}
	for _, id := range ids {
		if err := insertValue(db, "conf_copy", kind, id, found[id]); err != nil {
			return err
		}
	}
	return nil
}

func insertValue(db *aludel.DB, table, kind string, id int64, value any) error {
	sql := fmt.Sprintf("INSERT INTO %s (id, %s) VALUES (%s)", table, columnOf(kind), db.Placeholders(2))
	return execute(db, sql, id, value)
}

func columnOf(kind string) string {
	return "v_" + strings.ReplaceAll(kind, "-", "_")
}

func nulls(db *aludel.DB) error {
	if err := runGiven(db); err != nil {
		return err
	}
	insert := "INSERT INTO conf_nulls (id, a, b, c) VALUES (" + db.Placeholders(4) + ")"
	if err := execute(db, insert, 1, nil, nil, nil); err != nil {
		return err
	}
	if err := execute(db, insert, 2, 7, "x", []byte{1}); err != nil {
		return err
	}
	for row, err := range db.Rows("SELECT id, a, b, c FROM conf_nulls ORDER BY id") {
		if err != nil {
			return err
		}
		var id int
		var a *int64
		var b *string
		var c []byte
		if err := row.Scan(&id, &a, &b, &c); err != nil {
			return err
		}
		size := "null"
		if c != nil {
			size = strconv.Itoa(len(c))
		}
		logf("row %d: %s %s %s", id, orNull(a), orNull(b), size)
	}
	return nil
}

func orNull[T any](value *T) string {
	if value == nil {
		return "null"
	}
	return fmt.Sprint(*value)
}

func unicode(db *aludel.DB) error {
	table, column := db.Quote(unicodeTable), db.Quote("naïve")
	if err := execute(db, "CREATE TABLE "+table+" (id INTEGER NOT NULL PRIMARY KEY, "+column+" VARCHAR(100))"); err != nil {
		return err
	}
	insert := "INSERT INTO " + table + " (id, " + column + ") VALUES (" + db.Placeholders(2) + ")"
	for place, text := range []string{"Ünïcødé", "日本語", "😀 e\u0301", "\u202eright to left", "ﷺ"} {
		if err := execute(db, insert, place+1, text); err != nil {
			return err
		}
	}
	for row, err := range db.Rows("SELECT " + column + " FROM " + table + " ORDER BY id") {
		if err != nil {
			return err
		}
		text, err := aludel.Read[string](row, 0)
		if err != nil {
			return err
		}
		aludel.Info("text " + text)
	}
	return nil
}
