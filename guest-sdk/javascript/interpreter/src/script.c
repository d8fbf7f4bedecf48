// The exports of the component: each runs one function of the script in a runtime of its own.

#include "interpreter.h"

/// Calls of JavaScript nest no deeper than this many bytes of C stack allow; recursion without end is an error then,
/// and not the end of the instance.
#define STACK_BYTES ((size_t)176 << 10)
/// Cycles are looked for when so much has been allocated since the last time: references are counted, and an instance
/// does not live long.
#define CYCLES_BYTES ((size_t)16 << 20)

/// A promise that was rejected and that nobody has looked at.
static JSValue unhandled = JS_UNDEFINED;
static JSValue unhandled_reason = JS_UNDEFINED;

static void track_rejection(JSContext *context, JSValueConst promise, JSValueConst reason, bool is_handled,
                            void *opaque) {
    (void)opaque;
    bool is_known = !JS_IsUndefined(unhandled) && JS_IsStrictEqual(context, unhandled, promise);
    if (is_handled ? !is_known : !JS_IsUndefined(unhandled))
        return;
    JS_FreeValue(context, unhandled);
    JS_FreeValue(context, unhandled_reason);
    unhandled = is_handled ? JS_UNDEFINED : JS_DupValue(context, promise);
    unhandled_reason = is_handled ? JS_UNDEFINED : JS_DupValue(context, reason);
}

static void run_jobs(JSContext *context) {
    JSContext *ran;
    while (JS_ExecutePendingJob(JS_GetRuntime(context), &ran) > 0) {
    }
}

/// Waits for a promise as far as that is possible without timers; anything else is its own result.
static JSValue settled(JSContext *context, JSValue value, const char *what) {
    if (JS_IsException(value))
        return value;
    run_jobs(context);
    JSPromiseStateEnum state = JS_PromiseState(context, value);
    if (state == JS_PROMISE_FULFILLED || state == JS_PROMISE_REJECTED) {
        JSValue result = JS_PromiseResult(context, value);
        JS_FreeValue(context, value);
        return state == JS_PROMISE_FULFILLED ? result : JS_Throw(context, result);
    }
    if (state == JS_PROMISE_PENDING) {
        JS_FreeValue(context, value);
        return JS_ThrowTypeError(context,
                                 "%s waits for a promise that nothing settles: a migration has no timers and no network",
                                 what);
    }
    return value;
}

/// Loads a module with all that it imports; gives what it exports.
static JSValue import_module(JSContext *context, const char *name, const char *text, size_t length) {
    JSValue module = JS_Eval(context, text, length, name, JS_EVAL_TYPE_MODULE | JS_EVAL_FLAG_COMPILE_ONLY);
    if (JS_IsException(module) || JS_ResolveModule(context, module) < 0)
        return JS_EXCEPTION;
    JSModuleDef *definition = JS_VALUE_GET_PTR(module);
    JSValue done = settled(context, JS_EvalFunction(context, module), "the script");
    if (JS_IsException(done))
        return done;
    JS_FreeValue(context, done);
    return JS_GetModuleNamespace(context, definition);
}

static JSValue import_main(JSContext *context) {
    JSValue name = modules_main_name(context);
    const char *path = JS_ToCString(context, name);
    JS_FreeValue(context, name);
    if (!path)
        return JS_EXCEPTION;
    JSValue value = modules_text(context, path);
    size_t length;
    const char *text = JS_ToCStringLen(context, &length, value);
    JS_FreeValue(context, value);
    JSValue exports = text ? import_module(context, path, text, length) : JS_EXCEPTION;
    JS_FreeCString(context, text);
    JS_FreeCString(context, path);
    return exports;
}

/// `prepare(handle)` of the SDK makes the database object, and sets what a migration finds in its global scope.
static JSValue import_sdk(JSContext *context, const char *name) {
    static const char text[] = "export * from \"aludel:start\";";
    JSValue exports = import_module(context, "aludel:main", text, sizeof text - 1);
    if (JS_IsException(exports))
        return exports;
    JSValue function = JS_GetPropertyStr(context, exports, name);
    JS_FreeValue(context, exports);
    return function;
}

static JSValue call_function(JSContext *context, JSValueConst exports, const char *name, JSValueConst database) {
    JSValue function = JS_GetPropertyStr(context, exports, name);
    if (JS_IsUndefined(function) && strcmp(name, "verify") == 0)
        return function;
    if (!JS_IsFunction(context, function)) {
        JS_FreeValue(context, function);
        return JS_ThrowTypeError(context, "the migration exports no function `%s`", name);
    }
    JSValue result = settled(context, JS_Call(context, function, JS_UNDEFINED, 1, &database), name);
    JS_FreeValue(context, function);
    return result;
}

static JSValue run(JSContext *context, const char *name, JSValueConst handle) {
    JSValue prepare = import_sdk(context, "prepare");
    if (JS_IsException(prepare))
        return prepare;
    JSValue database = JS_Call(context, prepare, JS_UNDEFINED, 1, &handle);
    JS_FreeValue(context, prepare);
    if (JS_IsException(database) || modules_read(context) < 0)
        return JS_EXCEPTION;
    JSValue exports = import_main(context);
    JSValue result = JS_IsException(exports) ? exports : call_function(context, exports, name, database);
    if (JS_IsException(result) || JS_IsUndefined(unhandled))
        return result;
    return JS_Throw(context, JS_DupValue(context, unhandled_reason));
}

/// What is said when the SDK itself cannot describe an error: when memory has run out, for instance.
static JSValue plain_failure(JSContext *context, JSValueConst thrown) {
    JSValue failure = JS_NewObject(context);
    JS_FreeValue(context, JS_GetException(context));
    JSValue text = JS_ToString(context, thrown);
    if (JS_IsException(text))
        text = JS_NewString(context, "the migration threw what cannot be shown");
    JS_DefinePropertyValueStr(context, failure, "tag", JS_NewString(context, "other"), JS_PROP_C_W_E);
    JS_DefinePropertyValueStr(context, failure, "val", text, JS_PROP_C_W_E);
    return failure;
}

static JSValue failure_of(JSContext *context) {
    JSValue thrown = JS_GetException(context);
    JSValue failure = JS_EXCEPTION;
    if (JS_IsFunction(context, hooks.describe))
        failure = JS_Call(context, hooks.describe, JS_UNDEFINED, 1, (JSValueConst *)&thrown);
    if (JS_IsException(failure))
        failure = plain_failure(context, thrown);
    JS_FreeValue(context, thrown);
    return failure;
}

static const uint8_t *lower_outcome(JSContext *context, JSValue result) {
    uint8_t *outcome = arena_allocate(failure_result->size, 8);
    *outcome = 0;
    if (!JS_IsException(result))
        return outcome;
    const Type *type = failure_result->fields[1].type;
    JSValue failure = failure_of(context);
    *outcome = 1;
    if (lower(context, type, failure, outcome + failure_result->payload) < 0) {
        failure = plain_failure(context, JS_GetException(context));
        lower(context, type, failure, outcome + failure_result->payload);
    }
    return outcome;
}

static JSContext *start(void) {
    JSRuntime *runtime = JS_NewRuntime();
    JSContext *context = runtime ? JS_NewContext(runtime) : NULL;
    if (!context || handle_register(context) < 0 || writer_register(context) < 0)
        __builtin_trap();
    JS_SetMaxStackSize(runtime, STACK_BYTES);
    JS_SetGCThreshold(runtime, CYCLES_BYTES);
    JS_SetHostPromiseRejectionTracker(runtime, track_rejection, NULL);
    modules_register(runtime);
    return context;
}

/// Nothing is freed but what the host waits for: the instance ends with the call.
static const uint8_t *export(const char *name, int32_t database) {
    JSContext *context = start();
    const Function *function = function_named("databaseInfo");
    int resource = function->parameters[0].type->count;
    JSValue handle = handle_new(context, database, resource, false);
    const uint8_t *outcome = lower_outcome(context, run(context, name, handle));
    handle_close(context, handle);
    resources[resource].drop(database);
    return outcome;
}

#define EXPORT(interface, name)                                                                                        \
    __attribute__((export_name("aludel:migration/" interface "@0.1.0#" #name))) const uint8_t *name(int32_t database) { \
        return export(#name, database);                                                                                \
    }

EXPORT("revision", upgrade)
EXPORT("revision", downgrade)
EXPORT("check", verify)
