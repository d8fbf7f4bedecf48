// Rows on their way to the host: collected in columnar form, sent in large batches.

#include <stdlib.h>

#include "interpreter.h"

/// How many rows are collected before they go to the host.
#define FLUSH_ROWS 10000
/// As above, where a column has values that no column type is made for.
#define FLUSH_ROWS_MIXED 1000
/// How many bytes are collected before they go to the host, which lifts 16 MiB a call at most.
#define FLUSH_BYTES ((size_t)4 << 20)

/// The cases of `column-data`, by their numbers in the interface; no value but NULL was seen of an empty one.
enum ColumnKind { BOOLEANS, INTEGERS, REALS, TEXTS, BLOBS, VALUES, EMPTY };

typedef struct {
    uint8_t *data;
    size_t used;
    size_t size;
} Buffer;

typedef struct {
    enum ColumnKind kind;
    /// Items, or the bytes of the packed kinds.
    Buffer data;
    /// Where each item of a packed kind ends.
    Buffer ends;
    /// One byte a row while collecting.
    Buffer nulls;
    bool any_null;
    JSAtom name;
} Column;

typedef struct {
    JSContext *context;
    JSValue handle;
    const Function *function;
    uint32_t column_count;
    uint32_t row_count;
    /// What the host answered in all: rows that a statement affected.
    int64_t affected;
    /// The items of the last row that was fetched from a script's array or object.
    JSValue *items;
    Classified *classified;
    Column columns[];
} Writer;

static JSClassID writer_class;

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

static void writer_finalize(JSRuntime *runtime, JSValueConst value) {
    Writer *writer = JS_GetOpaque(value, writer_class);
    if (!writer)
        return;
    for (uint32_t index = 0; index < writer->column_count; index++) {
        Column *column = &writer->columns[index];
        values_free(runtime, column);
        free(column->data.data);
        free(column->ends.data);
        free(column->nulls.data);
        JS_FreeAtomRT(runtime, column->name);
    }
    JS_FreeValueRT(runtime, writer->handle);
    free(writer->items);
    free(writer->classified);
    free(writer);
}

static void writer_mark(JSRuntime *runtime, JSValueConst value, JS_MarkFunc *mark) {
    Writer *writer = JS_GetOpaque(value, writer_class);
    if (writer)
        JS_MarkValue(runtime, writer->handle, mark);
}

static const JSClassDef writer_definition = {
    .class_name = "Writer", .finalizer = writer_finalize, .gc_mark = writer_mark};

int writer_register(JSContext *context) {
    JSRuntime *runtime = JS_GetRuntime(context);
    JS_NewClassID(runtime, &writer_class);
    if (JS_NewClass(runtime, writer_class, &writer_definition) < 0)
        return -1;
    JS_SetClassProto(context, writer_class, JS_NewObject(context));
    return 0;
}

/// `writerNew(handle, function, names)`: rows for `bulkWriterWriteBatch` or `statementExecuteBatch` of a handle. A
/// statement has numbers for names.
JSValue writer_new(JSContext *context, JSValueConst self, int count, JSValueConst *arguments) {
    (void)self, (void)count;
    int64_t columns;
    const char *name = JS_ToCString(context, arguments[1]);
    if (!name || JS_GetLength(context, arguments[2], &columns) < 0)
        return JS_EXCEPTION;
    Writer *writer = calloc(1, sizeof *writer + (size_t)columns * sizeof(Column));
    if (!writer)
        return JS_ThrowOutOfMemory(context);
    writer->context = context;
    writer->function = function_named(name);
    JS_FreeCString(context, name);
    writer->column_count = (uint32_t)columns;
    writer->items = calloc((size_t)columns + 1, sizeof *writer->items);
    writer->classified = calloc((size_t)columns + 1, sizeof *writer->classified);
    for (uint32_t index = 0; index < columns; index++) {
        JSValue text = JS_GetPropertyUint32(context, arguments[2], index);
        writer->columns[index].kind = EMPTY;
        writer->columns[index].name = JS_ValueToAtom(context, text);
        JS_FreeValue(context, text);
    }
    writer->handle = JS_DupValue(context, arguments[0]);
    JSValue value = JS_NewObjectClass(context, (int)writer_class);
    if (!JS_IsException(value))
        JS_SetOpaque(value, writer);
    return value;
}

static Writer *writer_of(JSContext *context, JSValueConst value) {
    return JS_GetOpaque2(context, value, writer_class);
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

/// The kind of column that takes both what is there and one more value.
static enum ColumnKind joined(enum ColumnKind kind, const Classified *value, bool is_bigint) {
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

static int put(Writer *writer, Column *column, const Classified *value, JSValueConst item) {
    uint8_t null = value->kind == VALUE_NULL;
    if (column->kind == VALUES) {
        JSValue kept = JS_DupValue(writer->context, item);
        buffer_put(&column->data, &kept, sizeof kept);
        return 0;
    }
    if (null)
        put_null(column);
    else if (put_item(writer->context, column, value, item) < 0)
        return -1;
    buffer_put(&column->nulls, &null, 1);
    column->any_null |= null;
    return 0;
}

/// `column-batch` as it lies in memory.
typedef struct {
    uint32_t tag, first, first_length, second, second_length, nulls, nulls_length;
} Lowered;

static int lower_values(Writer *writer, const Column *column, Lowered *lowered) {
    const Type *type = value_type();
    uint8_t *items = arena_allocate((size_t)writer->row_count * type->size, type->align);
    const JSValue *values = (const JSValue *)column->data.data;
    for (uint32_t row = 0; row < writer->row_count; row++) {
        // A column of nothing but NULL holds no items.
        JSValueConst value = column->kind == EMPTY ? JS_NULL : values[row];
        if (value_lower(writer->context, type, value, items + (size_t)row * type->size) < 0)
            return -1;
    }
    *lowered = (Lowered){.tag = VALUES, .first = (uint32_t)(uintptr_t)items, .first_length = writer->row_count};
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

static int lower_column(Writer *writer, const Column *column, Lowered *lowered) {
    if (column->kind == VALUES || column->kind == EMPTY)
        return lower_values(writer, column, lowered);
    uint32_t data = (uint32_t)(uintptr_t)column->data.data;
    bool packed = column->kind == TEXTS || column->kind == BLOBS;
    *lowered = packed ? (Lowered){column->kind, (uint32_t)(uintptr_t)column->ends.data, writer->row_count, data,
                                  (uint32_t)column->data.used, 0, 0}
                      : (Lowered){column->kind, data, writer->row_count, 0, 0, 0, 0};
    lower_nulls(column, writer->row_count, lowered);
    return 0;
}

static void clear(Writer *writer) {
    for (uint32_t index = 0; index < writer->column_count; index++) {
        Column *column = &writer->columns[index];
        values_free(JS_GetRuntime(writer->context), column);
        column->data.used = column->ends.used = column->nulls.used = 0;
        column->any_null = false;
    }
    writer->row_count = 0;
}

static int send(Writer *writer) {
    const Function *function = writer->function;
    int32_t handle = handle_borrow(writer->context, writer->handle, function->parameters[0].type->count);
    Lowered *columns = arena_allocate(writer->column_count * sizeof *columns + 1, 4);
    for (uint32_t index = 0; index < writer->column_count; index++) {
        if (handle < 0 || lower_column(writer, &writer->columns[index], &columns[index]) < 0)
            return -1;
    }
    uint8_t *result = arena_allocate(function->result->size, 8);
    uint64_t slots[] = {(uint64_t)handle, writer->row_count, (uint64_t)(uintptr_t)columns, writer->column_count,
                        (uint64_t)(uintptr_t)result};
    function->call(slots, NULL);
    clear(writer);
    const Type *type = function->result;
    if (*result) {
        throw_database_error(writer->context, type->fields[1].type, result + type->payload);
        return -1;
    }
    int64_t affected = 0;
    if (type->fields[0].type)
        memcpy(&affected, result + type->payload, sizeof affected);
    writer->affected += affected;
    return 0;
}

/// Sends what was collected; gives -1 after an exception.
static int flush(Writer *writer) {
    if (writer->row_count == 0)
        return 0;
    ArenaMark mark = arena_mark();
    int status = send(writer);
    arena_release(mark);
    return status;
}

/// `writerFlush(writer)`: sends what was collected; gives the number of rows that a statement affected in all.
JSValue writer_flush(JSContext *context, JSValueConst self, int count, JSValueConst *arguments) {
    (void)self, (void)count;
    Writer *writer = writer_of(context, arguments[0]);
    if (!writer || flush(writer) < 0)
        return JS_EXCEPTION;
    return JS_NewInt64(context, writer->affected);
}

static bool is_full(const Writer *writer) {
    if (writer->row_count >= FLUSH_ROWS)
        return true;
    size_t bytes = 0;
    for (uint32_t index = 0; index < writer->column_count; index++) {
        const Column *column = &writer->columns[index];
        bytes += column->data.used;
        if (column->kind == VALUES && writer->row_count >= FLUSH_ROWS_MIXED)
            return true;
    }
    return bytes >= FLUSH_BYTES;
}

/// Makes the columns fit the row that is in `items`: what was collected before goes out when a kind changes.
static int fit(Writer *writer) {
    bool changes = false;
    for (uint32_t index = 0; index < writer->column_count; index++) {
        Classified *value = &writer->classified[index];
        *value = value_classify(writer->context, writer->items[index]);
        enum ColumnKind kind = writer->columns[index].kind;
        changes |= joined(kind, value, JS_IsBigInt(writer->items[index])) != kind;
    }
    if (!changes)
        return 0;
    if (flush(writer) < 0)
        return -1;
    for (uint32_t index = 0; index < writer->column_count; index++) {
        Column *column = &writer->columns[index];
        column->kind = joined(column->kind, &writer->classified[index], JS_IsBigInt(writer->items[index]));
    }
    return 0;
}

/// Writes the row that is in `items`.
static int push_items(Writer *writer) {
    if (fit(writer) < 0)
        return -1;
    for (uint32_t index = 0; index < writer->column_count; index++) {
        if (put(writer, &writer->columns[index], &writer->classified[index], writer->items[index]) < 0) {
            // Half a row would shift every column after it.
            clear(writer);
            return -1;
        }
    }
    writer->row_count++;
    return is_full(writer) ? flush(writer) : 0;
}

static void free_items(Writer *writer, uint32_t count) {
    for (uint32_t index = 0; index < count; index++)
        JS_FreeValue(writer->context, writer->items[index]);
}

static int check_length(Writer *writer, JSValueConst row) {
    int64_t length;
    if (JS_GetLength(writer->context, row, &length) < 0)
        return -1;
    if (length == writer->column_count)
        return 0;
    JS_ThrowTypeError(writer->context, "the row has %d values for %u columns", (int)length, writer->column_count);
    return -1;
}

static JSValue item_of(Writer *writer, JSValueConst row, uint32_t index, bool is_array) {
    if (is_array)
        return JS_GetPropertyUint32(writer->context, row, index);
    JSAtom name = writer->columns[index].name;
    JSValue item = JS_GetProperty(writer->context, row, name);
    if (!JS_IsUndefined(item))
        return item;
    const char *text = JS_AtomToCString(writer->context, name);
    JS_ThrowTypeError(writer->context, "the row has no `%s`; NULL is written `null`", text ? text : "");
    JS_FreeCString(writer->context, text);
    return JS_EXCEPTION;
}

/// `writerPush(writer, row)`: a row as an array in the order of the columns, or as an object by their names.
JSValue writer_push(JSContext *context, JSValueConst self, int count, JSValueConst *arguments) {
    (void)self, (void)count;
    Writer *writer = writer_of(context, arguments[0]);
    JSValueConst row = arguments[1];
    if (!writer)
        return JS_EXCEPTION;
    if (!JS_IsObject(row))
        return JS_ThrowTypeError(context, "a row is an array or an object");
    bool is_array = JS_IsArray(row);
    if (is_array && check_length(writer, row) < 0)
        return JS_EXCEPTION;
    for (uint32_t index = 0; index < writer->column_count; index++) {
        writer->items[index] = item_of(writer, row, index, is_array);
        if (JS_IsException(writer->items[index])) {
            free_items(writer, index);
            return JS_EXCEPTION;
        }
    }
    int status = push_items(writer);
    free_items(writer, writer->column_count);
    return status < 0 ? JS_EXCEPTION : JS_UNDEFINED;
}

/// Puts item `row` of each column into `items`.
static int column_items(Writer *writer, JSValueConst columns, uint32_t row) {
    for (uint32_t index = 0; index < writer->column_count; index++) {
        JSValue column = JS_GetPropertyUint32(writer->context, columns, index);
        writer->items[index] = JS_GetPropertyUint32(writer->context, column, row);
        JS_FreeValue(writer->context, column);
        if (JS_IsException(writer->items[index])) {
            free_items(writer, index);
            return -1;
        }
    }
    return 0;
}

/// `writerPushColumns(writer, columns, rowCount)`: many rows, an array of values a column.
JSValue writer_push_columns(JSContext *context, JSValueConst self, int count, JSValueConst *arguments) {
    (void)self, (void)count;
    Writer *writer = writer_of(context, arguments[0]);
    uint32_t rows;
    if (!writer || check_length(writer, arguments[1]) < 0 || JS_ToUint32(context, &rows, arguments[2]) < 0)
        return JS_EXCEPTION;
    for (uint32_t row = 0; row < rows; row++) {
        if (column_items(writer, arguments[1], row) < 0)
            return JS_EXCEPTION;
        int status = push_items(writer);
        free_items(writer, writer->column_count);
        if (status < 0)
            return JS_EXCEPTION;
    }
    return JS_UNDEFINED;
}
