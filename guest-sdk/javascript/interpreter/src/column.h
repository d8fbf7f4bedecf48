// One column of rows on their way to the host.
#ifndef ALUDEL_COLUMN_H
#define ALUDEL_COLUMN_H

#include "interpreter.h"

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

/// `column-batch` as it lies in memory.
typedef struct {
    uint32_t tag, first, first_length, second, second_length, nulls, nulls_length;
} Lowered;

/// The kind of column that takes both what is there and one more value.
enum ColumnKind column_joined(enum ColumnKind kind, const Classified *value, bool is_bigint);
/// Adds an item of a kind that the column takes; gives -1 after an exception.
int column_put(JSContext *context, Column *column, const Classified *value, JSValueConst item);
/// Puts the column into memory of the call; gives -1 after an exception.
int column_lower(JSContext *context, const Column *column, uint32_t row_count, Lowered *lowered);
/// Forgets the items; the kind stays.
void column_clear(JSRuntime *runtime, Column *column);
void column_free(JSRuntime *runtime, Column *column);

#endif
