// Rows on their way to the host: collected in columnar form, sent in large batches.

#include <stdlib.h>

#include "column.h"

/// How many rows are collected before they go to the host.
#define FLUSH_ROWS 10000
/// As above, where a column has values that no column type is made for.
#define FLUSH_ROWS_MIXED 1000
/// How many bytes are collected before they go to the host, which lifts 16 MiB a call at most.
#define FLUSH_BYTES ((size_t)4 << 20)

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

static void writer_finalize(JSRuntime *runtime, JSValueConst value) {
    Writer *writer = JS_GetOpaque(value, writer_class);
    if (!writer)
        return;
    for (uint32_t index = 0; index < writer->column_count; index++) {
        column_free(runtime, &writer->columns[index]);
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

static void clear(Writer *writer) {
    for (uint32_t index = 0; index < writer->column_count; index++) {
        column_clear(JS_GetRuntime(writer->context), &writer->columns[index]);
    }
    writer->row_count = 0;
}

static int send(Writer *writer) {
    const Function *function = writer->function;
    int32_t handle = handle_borrow(writer->context, writer->handle, function->parameters[0].type->count);
    Lowered *columns = arena_allocate(writer->column_count * sizeof *columns + 1, 4);
    for (uint32_t index = 0; index < writer->column_count; index++) {
        if (handle < 0 || column_lower(writer->context, &writer->columns[index], writer->row_count, &columns[index]) < 0)
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
        changes |= column_joined(kind, value, JS_IsBigInt(writer->items[index])) != kind;
    }
    if (!changes)
        return 0;
    if (flush(writer) < 0)
        return -1;
    for (uint32_t index = 0; index < writer->column_count; index++) {
        Column *column = &writer->columns[index];
        column->kind = column_joined(column->kind, &writer->classified[index], JS_IsBigInt(writer->items[index]));
    }
    return 0;
}

/// Writes the row that is in `items`.
static int push_items(Writer *writer) {
    if (fit(writer) < 0)
        return -1;
    for (uint32_t index = 0; index < writer->column_count; index++) {
        if (column_put(writer->context, &writer->columns[index], &writer->classified[index], writer->items[index]) < 0) {
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
