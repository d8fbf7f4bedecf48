/// Why a statement, or a whole migration, failed.
///
/// A function that can fail gives an `aludel_error_t *`, which is `ALUDEL_OK` (NULL) when it went well. `ALUDEL_TRY` hands
/// an error on and notes the line. Who goes on after an error frees it with `aludel_error_free`.
#ifndef ALUDEL_ERROR_H
#define ALUDEL_ERROR_H

#include <stdbool.h>
#include <stdint.h>

#include <aludel/bindings.h>

#ifdef __cplusplus
extern "C" {
#endif

/// An error, and the lines that it went through.
typedef struct aludel_error aludel_error_t;

/// It went well.
#define ALUDEL_OK ((aludel_error_t *)0)

/// What kind of error a database error is.
typedef enum aludel_error_kind {
    ALUDEL_CONNECTION,
    ALUDEL_SYNTAX,
    ALUDEL_CONSTRAINT_VIOLATION,
    ALUDEL_UNDEFINED_OBJECT,
    ALUDEL_DUPLICATE_OBJECT,
    ALUDEL_PERMISSION_DENIED,
    ALUDEL_SERIALIZATION_FAILURE,
    ALUDEL_DEADLOCK,
    ALUDEL_TIMEOUT,
    ALUDEL_CANCELLED,
    /// A limit that the host set was reached.
    ALUDEL_LIMIT_EXCEEDED,
    /// The host's policy refuses the statement.
    ALUDEL_DENIED,
    /// A result was asked for while SQL is only written out.
    ALUDEL_OFFLINE,
    /// A parameter or a result could not be converted.
    ALUDEL_CONVERSION,
    /// This database cannot do what was asked.
    ALUDEL_UNSUPPORTED,
    ALUDEL_OTHER_KIND,
    /// The error is the migration's own and not of the database.
    ALUDEL_NO_DATABASE_ERROR,
} aludel_error_kind_t;

/// What a migration that gives up says.
typedef enum aludel_failure {
    ALUDEL_FAILURE_DATABASE,
    ALUDEL_FAILURE_IRREVERSIBLE,
    ALUDEL_FAILURE_PRECONDITION,
    ALUDEL_FAILURE_OTHER,
} aludel_failure_t;

/// The kind of a database error, or `ALUDEL_NO_DATABASE_ERROR`.
aludel_error_kind_t aludel_error_kind(const aludel_error_t *error);

/// The name of a kind: `constraint-violation`.
const char *aludel_error_kind_name(aludel_error_kind_t kind);

/// The text, without what stands around it.
const char *aludel_error_message(const aludel_error_t *error);

/// The five characters of a database error, or NULL.
const char *aludel_error_sqlstate(const aludel_error_t *error);

/// Whether the server gave the error a number of its own (1062 of MySQL), which is put into `code`.
bool aludel_error_native_code(const aludel_error_t *error, int64_t *code);

/// What else the server said, or NULL: `detail`, `hint`, `table`, `column`, `constraint`, `position`.
const char *aludel_error_extra(const aludel_error_t *error, const char *name);

/// Frees an error after which the migration goes on. NULL is none.
void aludel_error_free(aludel_error_t *error);

/// Makes an error of the migration itself: `return aludel_fail("%d customers have no address", count);`
#define aludel_fail(...) aludel_error_make(ALUDEL_FAILURE_OTHER, __FILE__, __LINE__, __func__, __VA_ARGS__)

/// There is no way back from this revision.
#define aludel_irreversible(...) aludel_error_make(ALUDEL_FAILURE_IRREVERSIBLE, __FILE__, __LINE__, __func__, __VA_ARGS__)

/// The data is not as the migration needs it.
#define aludel_precondition(...) aludel_error_make(ALUDEL_FAILURE_PRECONDITION, __FILE__, __LINE__, __func__, __VA_ARGS__)

/// Ends the migration at once, with a message and this line. Nothing after it runs, no block is left.
#define aludel_panic(...) aludel_panic_at(__FILE__, __LINE__, __func__, __VA_ARGS__)

/// Hands an error on to the caller, and notes this line.
#define ALUDEL_TRY(expression)                                                                                         \
    do {                                                                                                               \
        aludel_error_t *aludel_tried = (expression);                                                                   \
        if (aludel_tried) return aludel_error_at(aludel_tried, __FILE__, __LINE__, __func__);                          \
    } while (0)

/// Makes an error with a message as of `aludel_format`.
aludel_error_t *aludel_error_make(aludel_failure_t failure, const char *file, int line, const char *function,
                                  const char *format, ...) __attribute__((format(printf, 5, 6)));

/// Notes a line that an error went through.
aludel_error_t *aludel_error_at(aludel_error_t *error, const char *file, int line, const char *function);

/// Ends the migration, see `aludel_panic`.
__attribute__((noreturn)) void aludel_panic_at(const char *file, int line, const char *function, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/// Takes over what the database answered.
aludel_error_t *aludel_error_of_database(aludel_sql_types_error_t *answer);

/// A value is not of the type that was asked for.
aludel_error_t *aludel_error_of_conversion(const char *format, ...) __attribute__((format(printf, 1, 2)));

/// Makes of an error what the host is told, and frees nothing: the host reads it.
aludel_migration_failures_failure_t aludel_error_into_failure(aludel_error_t *error);

#ifdef __cplusplus
}
#endif
#endif
