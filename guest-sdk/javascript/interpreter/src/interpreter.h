// The parts of the interpreter, and what each offers the others.
#ifndef ALUDEL_INTERPRETER_H
#define ALUDEL_INTERPRETER_H

#include "bindings.h"
#include "quickjs.h"

// arena.c: memory of one call.

/// A place in the arena to go back to.
typedef struct {
    struct Chunk *chunk;
    size_t used;
} ArenaMark;

ArenaMark arena_mark(void);
void arena_release(ArenaMark mark);
/// Never NULL: without memory the instance ends.
void *arena_allocate(size_t size, size_t align);

// handle.c: resources of the host as JavaScript objects.

int handle_register(JSContext *context);
JSValue handle_new(JSContext *context, int32_t handle, int resource, bool owned);
/// The number behind an object; -1 and an exception when it is none of that resource, or was closed.
int32_t handle_borrow(JSContext *context, JSValueConst value, int resource);
/// As `handle_borrow`, and the object has it no longer.
int32_t handle_take(JSContext *context, JSValueConst value, int resource);
/// Drops what the object holds, if it still does.
void handle_close(JSContext *context, JSValueConst value);

// lower.c, lift.c: values in the canonical ABI. `lower` gives -1 after an exception, `lift` JS_EXCEPTION.

int lower(JSContext *context, const Type *type, JSValueConst value, uint8_t *at);
/// Gives what lies in memory as core values.
void flatten(const Type *type, const uint8_t *at, uint64_t *slots);
JSValue lift(JSContext *context, const Type *type, const uint8_t *at);
int lower_text(JSContext *context, JSValueConst value, uint8_t *at);

// value.c: SQL values.

/// What a JavaScript value is in SQL.
enum ValueKind {
    VALUE_NULL,
    VALUE_BOOLEAN,
    VALUE_INTEGER,
    VALUE_UNSIGNED,
    VALUE_REAL,
    VALUE_TEXT,
    VALUE_BYTES,
    /// What only the SDK can tell.
    VALUE_OTHER,
};

/// A classified value; of `VALUE_TEXT`, `VALUE_BYTES` and `VALUE_OTHER` only the kind.
typedef struct {
    enum ValueKind kind;
    int64_t integer;
    double real;
} Classified;

Classified value_classify(JSContext *context, JSValueConst value);
int value_lower(JSContext *context, const Type *type, JSValueConst value, uint8_t *at);
JSValue value_lift(JSContext *context, const Type *type, const uint8_t *at);
JSValue value_from_integer(JSContext *context, int64_t integer);
JSValue value_from_bytes(JSContext *context, const uint8_t *bytes, size_t length);
/// Whether integers that a double holds exactly arrive as numbers (the default) or, as all others, as bigints.
void value_integers_as_bigints(bool bigints);
/// The type `value` itself.
const Type *value_type(void);

/// The UTF-8 of a string, to be freed with `JS_FreeCString`; NULL and an exception where it is no valid text.
const char *text_borrow(JSContext *context, JSValueConst value, size_t *length);

// call.c: calls of imported functions, and the functions that the SDK gives the interpreter.

/// What the SDK knows better than C.
typedef struct {
    /// `(value) => { tag, val }` for values that are no primitives.
    JSValue encode;
    /// `(tag, payload) => value`, the way back.
    JSValue decode;
    /// `(record) => Error` for an error of the database.
    JSValue database_error;
    /// `(thrown) => failure` for what ended the migration.
    JSValue describe;
} Hooks;

extern Hooks hooks;

JSValue call_import(JSContext *context, const Function *function, int count, JSValueConst *arguments);
/// Throws the error that lies in memory.
JSValue throw_database_error(JSContext *context, const Type *type, const uint8_t *at);
/// The function of that name in the tables.
const Function *function_named(const char *name);

// columns.c, writer.c: rows in columnar form, in and out.

JSValue columns_next_rows(JSContext *context, JSValueConst self, int count, JSValueConst *arguments);
JSValue columns_next_batch(JSContext *context, JSValueConst self, int count, JSValueConst *arguments);
int writer_register(JSContext *context);
JSValue writer_new(JSContext *context, JSValueConst self, int count, JSValueConst *arguments);
JSValue writer_push(JSContext *context, JSValueConst self, int count, JSValueConst *arguments);
JSValue writer_push_columns(JSContext *context, JSValueConst self, int count, JSValueConst *arguments);
JSValue writer_flush(JSContext *context, JSValueConst self, int count, JSValueConst *arguments);

// native.c, modules.c, script.c: what a script is made of.

/// The module `aludel:native`.
JSModuleDef *native_module(JSContext *context, const char *name);
/// Makes the modules of the SDK and those of the script importable.
void modules_register(JSRuntime *runtime);
/// Reads the section `script`; gives -1 after an exception.
int modules_read(JSContext *context);
/// The name and the text of the main module.
JSValue modules_main_name(JSContext *context);
JSValue modules_text(JSContext *context, const char *name);
/// `moduleOrigins()`: which lines of which files bundled packages were made of.
JSValue modules_origins(JSContext *context, JSValueConst self, int count, JSValueConst *arguments);

#endif
