package tests

import (
	"reflect"
	"testing"

	"aludel"
)

func built(t *testing.T, rows ...[]any) *aludel.Batch {
	t.Helper()
	builder := aludel.NewBatchBuilder(len(rows[0]))
	for _, row := range rows {
		if err := builder.Push(row...); err != nil {
			t.Fatal(err)
		}
	}
	return builder.Take()
}

func column(batch *aludel.Batch, place int) []any {
	var values []any
	for row := range batch.Len() {
		values = append(values, batch.Value(place, row))
	}
	return values
}

func TestAColumnOfOneKindIsPacked(t *testing.T) {
	batch := built(t, []any{1, "one"}, []any{int64(2), nil}, []any{uint8(3), "drei"})
	numbers, err := batch.Integers(0)
	if err != nil || !reflect.DeepEqual(numbers, []int64{1, 2, 3}) {
		t.Fatal(numbers, err)
	}
	texts, err := batch.Texts(1)
	if err != nil || texts.At(0) != "one" || texts.At(1) != "" || texts.At(2) != "drei" {
		t.Fatal(texts, err)
	}
	if batch.IsNull(1, 0) || !batch.IsNull(1, 1) || batch.IsNull(1, 2) {
		t.Fatal("only the second text is NULL")
	}
	if _, err := batch.Reals(1); err == nil {
		t.Fatal("the second column holds texts")
	}
}

func TestAColumnOfSeveralKindsKeepsEachValue(t *testing.T) {
	name := "x"
	batch := built(t, []any{nil, nil}, []any{7, true}, []any{"seven", nil}, []any{&name, false}, []any{(*string)(nil), true})
	if values := column(batch, 0); !reflect.DeepEqual(values, []any{nil, int64(7), "seven", "x", nil}) {
		t.Fatal(values)
	}
	if values := column(batch, 1); !reflect.DeepEqual(values, []any{nil, true, nil, false, true}) {
		t.Fatal(values)
	}
}

func TestARowThatCannotBeAddedLeavesNothingBehind(t *testing.T) {
	builder := aludel.NewBatchBuilder(3)
	if err := builder.Push("a", 1, nil); err != nil {
		t.Fatal(err)
	}
	if err := builder.Push("lost", nil, struct{}{}); err == nil {
		t.Fatal("a structure is no value")
	}
	if err := builder.Push("too few"); err == nil {
		t.Fatal("two values are missing")
	}
	if err := builder.Push("b", 2, 0.5); err != nil {
		t.Fatal(err)
	}
	batch := builder.Take()
	if values := column(batch, 0); !reflect.DeepEqual(values, []any{"a", "b"}) {
		t.Fatal(values)
	}
	if values := column(batch, 1); !reflect.DeepEqual(values, []any{int64(1), int64(2)}) {
		t.Fatal(values)
	}
	if values := column(batch, 2); !reflect.DeepEqual(values, []any{nil, 0.5}) {
		t.Fatal(values)
	}
}
