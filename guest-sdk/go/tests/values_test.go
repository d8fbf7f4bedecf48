// Package tests holds what of the library needs no host.
package tests

import (
	"errors"
	"math/big"
	"testing"
	"time"

	"aludel"
	"aludel/decimal"
	"aludel/schema"
)

func TestAUUIDHasOneForm(t *testing.T) {
	id, err := aludel.ParseUUID("550e8400e29b41d4a716446655440000")
	if err != nil || id.String() != "550e8400-e29b-41d4-a716-446655440000" {
		t.Fatal(id, err)
	}
	if _, err := aludel.ParseUUID("550e8400-e29b-41d4-a716-44665544zzzz"); !aludel.IsKind(err, aludel.KindConversion) {
		t.Fatal(err)
	}
}

func TestDaysAndTimesAreWrittenAsTheStandardDoes(t *testing.T) {
	day := aludel.DateOf(time.Date(2024, 2, 29, 12, 0, 0, 0, time.UTC))
	if day.String() != "2024-02-29" || !day.Time().Equal(time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC)) {
		t.Fatal(day)
	}
	clock := aludel.TimeOfDay{Hour: 23, Minute: 5, Second: 9, Nanosecond: 120_000_000}
	if clock.String() != "23:05:09.12" {
		t.Fatal(clock)
	}
}

func TestDecimalsAreCalculatedWith(t *testing.T) {
	price, err := decimal.Rat("12.3400")
	if err != nil {
		t.Fatal(err)
	}
	if doubled := decimal.Of(price.Mul(price, big.NewRat(2, 1)), 4); doubled != "24.6800" {
		t.Fatal(doubled)
	}
	if _, err := decimal.Rat("twelve"); err == nil {
		t.Fatal("that is no number")
	}
}

func TestAnErrorIsFoundBelowOthers(t *testing.T) {
	_, err := aludel.ParseUUID("")
	wrapped := errors.Join(errors.New("no customer"), err)
	var failure *aludel.DatabaseError
	if !errors.As(wrapped, &failure) || failure.Kind.String() != "conversion" {
		t.Fatal(wrapped)
	}
	if errors.As(aludel.Irreversible("gone"), &failure) {
		t.Fatal("that is no error of the database")
	}
}

func TestWhatIsWrittenAtColumnsBecomesPartOfTheTable(t *testing.T) {
	table, _ := schema.BuildTable(schema.In("hr", "people"), func(t *schema.Table) {
		t.Column("id", schema.Integer()).PrimaryKey().Autoincrement()
		t.Column("mail", schema.Text()).NotNull().Unique().Index().Default("x")
		t.Column("boss", schema.Integer()).References("people", "id").OnDelete(schema.SetNull)
		t.Index("", "boss").Unique()
	})
	if *table.Name.Schema != "hr" || table.Name.Name != "people" {
		t.Fatal(table.Name)
	}
	if len(table.Constraints) != 3 || len(table.Indexes) != 2 {
		t.Fatal(table.Constraints, table.Indexes)
	}
	if table.Columns[0].Nullable || table.Columns[1].Nullable || !table.Columns[2].Nullable {
		t.Fatal(table.Columns)
	}
}
