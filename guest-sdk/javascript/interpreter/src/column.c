// One column of rows on their way to the host, in the cheapest layout for what was seen of it.

#include <stdlib.h>

#include "column.h"

static void buffer_put(Buffer *buffer, const void *data, size_t length) {
    if (buffer->used + length > buffer->size) {
        size_t size = (buffer->used + length) * 2;
        uint8_t *grown = realloc(buffer->data, size);
        if (!grown)
            abort();
        buffer->data = grown;
        buffer->size = size;
    }
    memcpy(buffer->data + buffer->used, data, length);
    buffer->used += length;
}

static void values_free(JSRuntime *runtime, Column *column) {
    if (column->kind != VALUES)
        return;
    for (size_t at = 0; at < column->data.used; at += sizeof(JSValue))
        JS_FreeValueRT(runtime, *(JSValue *)(column->data.data + at));
    column->data.used = 0;
}

void column_clear(JSRuntime *runtime, Column *column) {
    values_free(runtime, column);
    column->data.used = column->ends.used = column->nulls.used = 0;
    column->any_null = false;
}

void column_free(JSRuntime *runtime, Column *column) {
    values_free(runtime, column);
    free(column->data.data);
    free(column->ends.data);
    free(column->nulls.data);
    JS_FreeAtomRT(runtime, column->name);
}

static size_t item_size(enum ColumnKind kind) {
    return kind == BOOLEANS ? 1 : 8;
}

static enum ColumnKind kind_of(const Classified *value) {
    switch (value->kind) {
    case VALUE_BOOLEAN:
        return BOOLEANS;
    case VALUE_INTEGER:
        return INTEGERS;
    case VALUE_REAL:
        return REALS;
    case VALUE_TEXT:
        return TEXTS;
    case VALUE_BYTES:
        return BLOBS;
    default:
        return VALUES;
    }
}

enum ColumnKind column_joined(enum ColumnKind kind, const Classified *value, bool is_bigint) {
    enum ColumnKind needed = kind_of(value);
    if (value->kind == VALUE_NULL || kind == needed || kind == VALUES)
        return kind;
    if (kind == EMPTY)
        return needed;
    if (kind == INTEGERS && needed == REALS)
        return REALS;
    // A bigint in a column of reals would lose digits.
    return kind == REALS && needed == INTEGERS && !is_bigint ? REALS : VALUES;
}

static void put_text(Column *column, const void *data, size_t length) {
    buffer_put(&column->data, data, length);
    uint32_t end = (uint32_t)column->data.used;
    buffer_put(&column->ends, &end, sizeof end);
}

static void put_null(Column *column) {
    static const uint8_t zeros[8];
    if (column->kind == TEXTS || column->kind == BLOBS)
        put_text(column, zeros, 0);
    else if (column->kind != EMPTY)
        buffer_put(&column->data, zeros, item_size(column->kind));
}

static int put_item(JSContext *context, Column *column, const Classified *value, JSValueConst item) {
    size_t length;
    switch (column->kind) {
    case BOOLEANS:
        buffer_put(&column->data, &value->integer, 1);
        return 0;
    case INTEGERS:
        buffer_put(&column->data, &value->integer, sizeof value->integer);
        return 0;
    case REALS:
        buffer_put(&column->data, &value->real, sizeof value->real);
        return 0;
    case TEXTS: {
        const char *text = text_borrow(context, item, &length);
        if (!text)
            return -1;
        put_text(column, text, length);
        JS_FreeCString(context, text);
        return 0;
    }
    default: {
        const uint8_t *bytes = JS_GetUint8Array(context, &length, item);
        if (!bytes)
            return -1;
        put_text(column, bytes, length);
        return 0;
    }
    }
}

int column_put(JSContext *context, Column *column, const Classified *value, JSValueConst item) {
    uint8_t null = value->kind == VALUE_NULL;
    if (column->kind == VALUES) {
        JSValue kept = JS_DupValue(context, item);
        buffer_put(&column->data, &kept, sizeof kept);
        return 0;
    }
    if (null)
        put_null(column);
    else if (put_item(context, column, value, item) < 0)
        return -1;
    buffer_put(&column->nulls, &null, 1);
    column->any_null |= null;
    return 0;
}

static int lower_values(JSContext *context, const Column *column, uint32_t row_count, Lowered *lowered) {
    const Type *type = value_type();
    uint8_t *items = arena_allocate((size_t)row_count * type->size, type->align);
    const JSValue *values = (const JSValue *)column->data.data;
    for (uint32_t row = 0; row < row_count; row++) {
        // A column of nothing but NULL holds no items.
        JSValueConst value = column->kind == EMPTY ? JS_NULL : values[row];
        if (value_lower(context, type, value, items + (size_t)row * type->size) < 0)
            return -1;
    }
    *lowered = (Lowered){.tag = VALUES, .first = (uint32_t)(uintptr_t)items, .first_length = row_count};
    return 0;
}

static void lower_nulls(const Column *column, uint32_t row_count, Lowered *lowered) {
    if (!column->any_null)
        return;
    size_t length = (row_count + 7) / 8;
    uint8_t *bits = arena_allocate(length, 1);
    memset(bits, 0, length);
    for (uint32_t row = 0; row < row_count; row++)
        bits[row / 8] |= (uint8_t)(column->nulls.data[row] << (row % 8));
    lowered->nulls = (uint32_t)(uintptr_t)bits;
    lowered->nulls_length = (uint32_t)length;
}

int column_lower(JSContext *context, const Column *column, uint32_t row_count, Lowered *lowered) {
    if (column->kind == VALUES || column->kind == EMPTY)
        return lower_values(context, column, row_count, lowered);
    uint32_t data = (uint32_t)(uintptr_t)column->data.data;
    bool packed = column->kind == TEXTS || column->kind == BLOBS;
    *lowered = packed ? (Lowered){column->kind, (uint32_t)(uintptr_t)column->ends.data, row_count, data,
                                  (uint32_t)column->data.used, 0, 0}
                      : (Lowered){column->kind, data, row_count, 0, 0, 0, 0};
    lower_nulls(column, row_count, lowered);
    return 0;
}
