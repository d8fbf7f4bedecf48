#include <stdlib.h>

#include "internal.h"

#define FRAMES_MAX 32

typedef struct frame {
    const char *file;
    const char *function;
    int line;
} frame_t;

struct aludel_error {
    aludel_failure_t failure;
    aludel_sql_types_error_t database;
    // Of an error of the migration itself; it belongs to the error.
    char *message;
    // The innermost first.
    frame_t frames[FRAMES_MAX];
    size_t frame_count;
};

static char *copy_text(const char *text) {
    size_t size = strlen(text) + 1;
    return memcpy(aludel_reallocate(NULL, size), text, size);
}

static aludel_error_t *new_error(aludel_failure_t failure) {
    aludel_error_t *error = aludel_reallocate(NULL, sizeof(aludel_error_t));
    memset(error, 0, sizeof(aludel_error_t));
    error->failure = failure;
    return error;
}

aludel_error_t *aludel_error_make(aludel_failure_t failure, const char *file, int line, const char *function,
                                  const char *format, ...) {
    ALUDEL_SCRATCH;
    __builtin_va_list arguments;
    __builtin_va_start(arguments, format);
    aludel_error_t *error = new_error(failure);
    error->message = copy_text(aludel_format_list(format, arguments));
    __builtin_va_end(arguments);
    return aludel_error_at(error, file, line, function);
}

aludel_error_t *aludel_error_of_database(aludel_sql_types_error_t *answer) {
    aludel_error_t *error = new_error(ALUDEL_FAILURE_DATABASE);
    error->database = *answer;
    // So that texts end as C expects it; the host's allocations have room for that.
    if (answer->message.len) answer->message.ptr[answer->message.len] = 0;
    if (answer->sqlstate.is_some && answer->sqlstate.val.len) answer->sqlstate.val.ptr[answer->sqlstate.val.len] = 0;
    for (size_t i = 0; i < answer->extras.len; i++) {
        bindings_tuple2_string_string_t *extra = &answer->extras.ptr[i];
        if (extra->f0.len) extra->f0.ptr[extra->f0.len] = 0;
        if (extra->f1.len) extra->f1.ptr[extra->f1.len] = 0;
    }
    return error;
}

aludel_error_t *aludel_error_of_conversion(const char *format, ...) {
    ALUDEL_SCRATCH;
    __builtin_va_list arguments;
    __builtin_va_start(arguments, format);
    char *message = copy_text(aludel_format_list(format, arguments));
    __builtin_va_end(arguments);
    aludel_sql_types_error_t answer = {.kind = ALUDEL_SQL_TYPES_ERROR_KIND_CONVERSION};
    answer.message = (bindings_string_t){(uint8_t *)message, strlen(message)};
    return aludel_error_of_database(&answer);
}

aludel_error_t *aludel_error_at(aludel_error_t *error, const char *file, int line, const char *function) {
    if (error && file && error->frame_count < FRAMES_MAX) {
        error->frames[error->frame_count++] = (frame_t){file, function, line};
    }
    return error;
}

aludel_error_kind_t aludel_error_kind(const aludel_error_t *error) {
    if (error->failure != ALUDEL_FAILURE_DATABASE) return ALUDEL_NO_DATABASE_ERROR;
    return (aludel_error_kind_t)error->database.kind;
}

const char *aludel_error_kind_name(aludel_error_kind_t kind) {
    static const char *const names[] = {
        "connection",     "syntax",  "constraint-violation", "undefined-object", "duplicate-object", "permission-denied",
        "serialization-failure", "deadlock", "timeout",      "cancelled",        "limit-exceeded",   "denied",
        "offline",        "conversion", "unsupported",       "other",            "none",
    };
    return names[kind > ALUDEL_NO_DATABASE_ERROR ? ALUDEL_NO_DATABASE_ERROR : kind];
}

static const char *text_of(const bindings_string_t *text) { return text->len ? (const char *)text->ptr : ""; }

const char *aludel_error_message(const aludel_error_t *error) {
    return error->failure == ALUDEL_FAILURE_DATABASE ? text_of(&error->database.message) : error->message;
}

const char *aludel_error_sqlstate(const aludel_error_t *error) {
    return error->database.sqlstate.is_some ? text_of(&error->database.sqlstate.val) : NULL;
}

bool aludel_error_native_code(const aludel_error_t *error, int64_t *code) {
    *code = error->database.native_code.val;
    return error->database.native_code.is_some;
}

const char *aludel_error_extra(const aludel_error_t *error, const char *name) {
    for (size_t i = 0; i < error->database.extras.len; i++) {
        const bindings_tuple2_string_string_t *extra = &error->database.extras.ptr[i];
        if (strcmp(text_of(&extra->f0), name) == 0) return text_of(&extra->f1);
    }
    return NULL;
}

void aludel_error_free(aludel_error_t *error) {
    if (!error) return;
    aludel_sql_types_error_free(&error->database);
    free(error->message);
    free(error);
}

// One line a frame, the innermost last.
static const char *trace_of(const aludel_error_t *error) {
    const char *trace = "";
    for (size_t i = error->frame_count; i > 0; i--) {
        const frame_t *frame = &error->frames[i - 1];
        trace = aludel_format("%s%s  at %s:%d in %s", trace, *trace ? "\n" : "", frame->file, frame->line, frame->function);
    }
    return trace;
}



static void add_trace(aludel_sql_types_error_t *error, const char *trace) {
    size_t count = error->extras.len;
    bindings_tuple2_string_string_t *extras = aludel_allocate((count + 1) * sizeof(*extras));
    if (count) memcpy(extras, error->extras.ptr, count * sizeof(*extras));
    extras[count] = (bindings_tuple2_string_string_t){aludel_lend("trace"), aludel_lend(trace)};
    error->extras.ptr = extras;
    error->extras.len = count + 1;
}

aludel_migration_failures_failure_t aludel_error_into_failure(aludel_error_t *error) {
    const char *trace = trace_of(error);
    aludel_migration_failures_failure_t failure = {.tag = (uint8_t)error->failure};
    switch (error->failure) {
    case ALUDEL_FAILURE_DATABASE:
        if (*trace) add_trace(&error->database, trace);
        failure.val.database = error->database;
        break;
    case ALUDEL_FAILURE_OTHER:
        failure.val.other = aludel_lend(*trace ? aludel_format("%s\n%s", error->message, trace) : error->message);
        break;
    default:
        // These two are said on purpose: where does not matter.
        failure.val.irreversible = aludel_lend(error->message);
    }
    return failure;
}

void aludel_panic_at(const char *file, int line, const char *function, const char *format, ...) {
    __builtin_va_list arguments;
    __builtin_va_start(arguments, format);
    const char *message = aludel_format_list(format, arguments);
    __builtin_va_end(arguments);
    if (file) aludel_error("%s\n  at %s:%d in %s", message, file, line, function);
    else aludel_error("%s", message);
    __builtin_trap();
}
