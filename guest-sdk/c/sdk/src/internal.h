/// What the files of the SDK share.
#ifndef ALUDEL_INTERNAL_H
#define ALUDEL_INTERNAL_H

#include <string.h>

#include <aludel.h>

/// A text for a call of the host, which only reads it.
static inline bindings_string_t aludel_lend(const char *text) {
    return (bindings_string_t){(uint8_t *)text, text ? strlen(text) : 0};
}

/// Moves a text that the host gave into memory that nobody has to free.
const char *aludel_adopt(bindings_string_t *text);

/// Moves the text or bytes of a value there.
void aludel_adopt_value(aludel_value_t *value);

/// Makes NULL of a value whose text or bytes are there, so that they are not freed.
void aludel_forget_adopted(aludel_value_t *value);

/// An error and a panic of the SDK itself: no line of it is told, the migration's own lines say more.
#define ALUDEL_INNER_FAIL(...) aludel_error_make(ALUDEL_FAILURE_OTHER, NULL, 0, NULL, __VA_ARGS__)
#define ALUDEL_INNER_PANIC(...) aludel_panic_at(NULL, 0, NULL, __VA_ARGS__)

/// Memory for so many bytes, or a panic.
void *aludel_reallocate(void *block, size_t size);

/// The error of a call of the host: `done` is what the call gave.
static inline aludel_error_t *aludel_answer(bool done, aludel_sql_types_error_t *error) {
    return done ? ALUDEL_OK : aludel_error_of_database(error);
}

/// Parameters for a call of the host, which only reads them.
static inline aludel_sql_types_row_t aludel_lend_row(aludel_row_t row) {
    return (aludel_sql_types_row_t){(aludel_sql_types_value_t *)row.values, row.count};
}

#endif
