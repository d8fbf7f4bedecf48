// The module `aludel:native`: every imported function by its name, and what the SDK needs beside them.

#include "interpreter.h"

static JSValue call_by_number(JSContext *context, JSValueConst self, int count, JSValueConst *arguments, int number) {
    (void)self;
    return call_import(context, &functions[number], count, arguments);
}

static void replace(JSContext *context, JSValue *hook, JSValueConst object, const char *name) {
    JS_FreeValue(context, *hook);
    *hook = JS_GetPropertyStr(context, object, name);
}

/// `setHooks({ encode, decode, databaseError, describe })`.
static JSValue set_hooks(JSContext *context, JSValueConst self, int count, JSValueConst *arguments) {
    (void)self, (void)count;
    replace(context, &hooks.encode, arguments[0], "encode");
    replace(context, &hooks.decode, arguments[0], "decode");
    replace(context, &hooks.database_error, arguments[0], "databaseError");
    replace(context, &hooks.describe, arguments[0], "describe");
    return JS_UNDEFINED;
}

/// `close(handle)`: drops what a handle holds now, and not when nobody refers to it any more.
static JSValue close_handle(JSContext *context, JSValueConst self, int count, JSValueConst *arguments) {
    (void)self, (void)count;
    handle_close(context, arguments[0]);
    return JS_UNDEFINED;
}

static const JSCFunctionListEntry own_functions[] = {
    JS_CFUNC_DEF("setHooks", 1, set_hooks),
    JS_CFUNC_DEF("close", 1, close_handle),
    JS_CFUNC_DEF("moduleOrigins", 0, modules_origins),
    JS_CFUNC_DEF("nextRows", 4, columns_next_rows),
    JS_CFUNC_DEF("nextBatch", 3, columns_next_batch),
    JS_CFUNC_DEF("writerNew", 3, writer_new),
    JS_CFUNC_DEF("writerPush", 2, writer_push),
    JS_CFUNC_DEF("writerPushColumns", 3, writer_push_columns),
    JS_CFUNC_DEF("writerFlush", 1, writer_flush),
};

static const int own_count = sizeof own_functions / sizeof own_functions[0];

static int native_fill(JSContext *context, JSModuleDef *module) {
    for (int number = 0; number < function_count; number++) {
        const Function *function = &functions[number];
        JSCFunctionType call = {.generic_magic = call_by_number};
        JSValue value = JS_NewCFunction2(context, call.generic, function->name, function->parameter_count,
                                         JS_CFUNC_generic_magic, number);
        if (JS_SetModuleExport(context, module, function->name, value) < 0)
            return -1;
    }
    return JS_SetModuleExportList(context, module, own_functions, own_count);
}

JSModuleDef *native_module(JSContext *context, const char *name) {
    JSModuleDef *module = JS_NewCModule(context, name, native_fill);
    if (!module)
        return NULL;
    for (int number = 0; number < function_count; number++) {
        if (JS_AddModuleExport(context, module, functions[number].name) < 0)
            return NULL;
    }
    return JS_AddModuleExportList(context, module, own_functions, own_count) < 0 ? NULL : module;
}
