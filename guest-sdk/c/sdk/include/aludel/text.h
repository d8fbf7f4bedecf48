/// Texts, and where they live.
///
/// A `const char *` that a function of Aludel hands out stays valid until the migration's function returns, so nobody
/// frees it. A loop over many rows that makes a text for each of them gives the memory back with `ALUDEL_SCRATCH`.
#ifndef ALUDEL_TEXT_H
#define ALUDEL_TEXT_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A text of so many bytes of UTF-8. `data` is NULL where there is none.
typedef struct aludel_string {
    const char *data;
    size_t length;
} aludel_string_t;

/// Some bytes. `data` is NULL where there are none.
typedef struct aludel_blob {
    const uint8_t *data;
    size_t length;
} aludel_blob_t;

/// Makes a text as `printf` does. Known are %s %c %d %i %u %x %f %p and %%, with h l ll z, flags, width and precision.
const char *aludel_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

/// As `aludel_format`, with the arguments of another function.
const char *aludel_format_list(const char *format, __builtin_va_list arguments) __attribute__((format(printf, 1, 0)));

/// Some memory that is given back when the migration's function returns.
void *aludel_allocate(size_t size);

/// Copies so many bytes and puts a NUL behind them.
const char *aludel_keep(const char *data, size_t length);

/// A place in the memory of `aludel_allocate`.
typedef struct aludel_mark {
    void *chunk;
    size_t used;
} aludel_mark_t;

/// Notes how much memory is in use.
aludel_mark_t aludel_mark(void);

/// Gives back all that was taken since the mark.
void aludel_release(const aludel_mark_t *mark);

/// Gives back at the end of the block what was allocated in it: texts made there are gone after it.
#define ALUDEL_SCRATCH __attribute__((cleanup(aludel_release), unused)) const aludel_mark_t aludel_scratch = aludel_mark()

/// Declares a thing that is closed when its block is left, also by `ALUDEL_TRY` and `return`:
/// `ALUDEL_AUTO(cursor) rows = {0};`. Things are cursor, statement, savepoint, writer, record, batch, builder and task.
#define ALUDEL_AUTO(thing) __attribute__((cleanup(aludel_##thing##_close))) aludel_##thing##_t

#ifdef __cplusplus
}
#endif
#endif
