// Rows of a cursor. They cross over in columnar form, which is the cheapest, and become objects or arrays here.

#include "interpreter.h"

/// The cases of `column-data`, by their numbers in the interface.
enum ColumnCase { COLUMN_BOOLEANS, COLUMN_INTEGERS, COLUMN_REALS, COLUMN_TEXTS, COLUMN_BLOBS, COLUMN_VALUES };

/// `column-batch` as it lies in memory.
typedef struct {
    uint32_t tag;
    const uint8_t *first;
    uint32_t first_length;
    const uint8_t *second;
    uint32_t second_length;
    const uint8_t *nulls;
    uint32_t nulls_length;
} Column;

typedef struct {
    uint32_t row_count;
    const Column *columns;
    uint32_t column_count;
} Batch;

static bool is_null(const Column *column, uint32_t row) {
    return column->nulls_length && (column->nulls[row / 8] >> (row % 8) & 1);
}

static const uint8_t *packed_item(const Column *column, uint32_t row, size_t *length) {
    const uint32_t *ends = (const uint32_t *)column->first;
    uint32_t start = row ? ends[row - 1] : 0;
    *length = ends[row] - start;
    return column->second + start;
}

static JSValue column_item(JSContext *context, const Column *column, uint32_t row) {
    if (is_null(column, row))
        return JS_NULL;
    size_t length;
    switch (column->tag & 0xFF) {
    case COLUMN_BOOLEANS:
        return JS_NewBool(context, column->first[row]);
    case COLUMN_INTEGERS:
        return value_from_integer(context, ((const int64_t *)column->first)[row]);
    case COLUMN_REALS:
        return JS_NewFloat64(context, ((const double *)column->first)[row]);
    case COLUMN_TEXTS: {
        const uint8_t *text = packed_item(column, row, &length);
        return JS_NewStringLen(context, (const char *)text, length);
    }
    case COLUMN_BLOBS: {
        const uint8_t *bytes = packed_item(column, row, &length);
        return value_from_bytes(context, bytes, length);
    }
    default: {
        const Type *type = value_type();
        return value_lift(context, type, column->first + (size_t)row * type->size);
    }
    }
}

/// Asks the host for at most so many rows; -1 after an exception.
static int fetch(JSContext *context, JSValueConst cursor, JSValueConst max_rows, Batch *batch) {
    static const Function *function;
    if (!function)
        function = function_named("cursorNextBatch");
    uint32_t rows;
    int32_t handle = handle_borrow(context, cursor, function->parameters[0].type->count);
    if (handle < 0 || JS_ToUint32(context, &rows, max_rows) < 0)
        return -1;
    uint8_t *result = arena_allocate(function->result->size, 8);
    uint64_t slots[] = {(uint64_t)handle, rows, (uint64_t)(uintptr_t)result};
    function->call(slots, NULL);
    const Type *type = function->result;
    if (*result) {
        throw_database_error(context, type->fields[1].type, result + type->payload);
        return -1;
    }
    memcpy(batch, result + type->payload, sizeof *batch);
    return 0;
}

/// One row: an object when there are names, else an array.
static JSValue row_value(JSContext *context, const Batch *batch, uint32_t row, const JSAtom *names, JSValue *items) {
    for (uint32_t index = 0; index < batch->column_count; index++) {
        items[index] = column_item(context, &batch->columns[index], row);
        if (JS_IsException(items[index])) {
            while (index-- > 0)
                JS_FreeValue(context, items[index]);
            return JS_EXCEPTION;
        }
    }
    if (!names)
        return JS_NewArrayFrom(context, (int)batch->column_count, items);
    return JS_NewObjectFrom(context, (int)batch->column_count, (JSAtom *)names, items);
}

/// The names of the columns as atoms in the arena; NULL after an exception.
static JSAtom *names_of(JSContext *context, JSValueConst names, uint32_t count) {
    JSAtom *atoms = arena_allocate((count + 1) * sizeof *atoms, 4);
    for (uint32_t index = 0; index < count; index++) {
        JSValue name = JS_GetPropertyUint32(context, names, index);
        atoms[index] = JS_ValueToAtom(context, name);
        JS_FreeValue(context, name);
    }
    return atoms;
}

static JSValue rows_of(JSContext *context, const Batch *batch, const JSAtom *names) {
    JSValue *items = arena_allocate((batch->column_count + 1) * sizeof *items, 8);
    JSValue rows = JS_NewArray(context);
    for (uint32_t row = 0; !JS_IsException(rows) && row < batch->row_count; row++) {
        JSValue value = row_value(context, batch, row, names, items);
        if (JS_IsException(value) || JS_DefinePropertyValueUint32(context, rows, row, value, JS_PROP_C_W_E) < 0) {
            JS_FreeValue(context, rows);
            return JS_EXCEPTION;
        }
    }
    return rows;
}

/// `nextRows(cursor, maxRows, names | null, bigints)`: an array of rows, empty at the end.
JSValue columns_next_rows(JSContext *context, JSValueConst self, int count, JSValueConst *arguments) {
    (void)self, (void)count;
    ArenaMark mark = arena_mark();
    Batch batch;
    JSValue rows = JS_EXCEPTION;
    value_integers_as_bigints(JS_ToBool(context, arguments[3]) > 0);
    if (fetch(context, arguments[0], arguments[1], &batch) == 0) {
        JSAtom *names = JS_IsNull(arguments[2]) ? NULL : names_of(context, arguments[2], batch.column_count);
        rows = rows_of(context, &batch, names);
        for (uint32_t index = 0; names && index < batch.column_count; index++)
            JS_FreeAtom(context, names[index]);
    }
    value_integers_as_bigints(false);
    arena_release(mark);
    return rows;
}

static JSValue column_array(JSContext *context, const Column *column, uint32_t row_count) {
    JSValue items = JS_NewArray(context);
    for (uint32_t row = 0; !JS_IsException(items) && row < row_count; row++) {
        JSValue item = column_item(context, column, row);
        if (JS_IsException(item) || JS_DefinePropertyValueUint32(context, items, row, item, JS_PROP_C_W_E) < 0) {
            JS_FreeValue(context, items);
            return JS_EXCEPTION;
        }
    }
    return items;
}

/// `nextBatch(cursor, maxRows, bigints)`: an array with the values of each column, or null at the end.
JSValue columns_next_batch(JSContext *context, JSValueConst self, int count, JSValueConst *arguments) {
    (void)self, (void)count;
    ArenaMark mark = arena_mark();
    Batch batch;
    JSValue columns = JS_EXCEPTION;
    value_integers_as_bigints(JS_ToBool(context, arguments[2]) > 0);
    if (fetch(context, arguments[0], arguments[1], &batch) == 0)
        columns = batch.row_count ? JS_NewArray(context) : JS_NULL;
    for (uint32_t index = 0; JS_IsObject(columns) && index < batch.column_count; index++) {
        JSValue items = column_array(context, &batch.columns[index], batch.row_count);
        if (JS_IsException(items) || JS_DefinePropertyValueUint32(context, columns, index, items, JS_PROP_C_W_E) < 0) {
            JS_FreeValue(context, columns);
            columns = JS_EXCEPTION;
        }
    }
    value_integers_as_bigints(false);
    arena_release(mark);
    return columns;
}
