// Resources of the host as JavaScript objects. QuickJS counts references, so what a script lets go is dropped at once.

#include <stdlib.h>

#include "interpreter.h"

typedef struct {
    int32_t handle;
    uint8_t resource;
    /// False for what was only lent.
    bool owned;
    bool open;
} Handle;

static JSClassID handle_class;

static void handle_drop(Handle *handle) {
    if (handle->open && handle->owned)
        resources[handle->resource].drop(handle->handle);
    handle->open = false;
}

static void handle_finalize(JSRuntime *runtime, JSValueConst value) {
    Handle *handle = JS_GetOpaque(value, handle_class);
    if (!handle)
        return;
    handle_drop(handle);
    js_free_rt(runtime, handle);
}

static const JSClassDef handle_definition = {.class_name = "Handle", .finalizer = handle_finalize};

int handle_register(JSContext *context) {
    JSRuntime *runtime = JS_GetRuntime(context);
    JS_NewClassID(runtime, &handle_class);
    if (JS_NewClass(runtime, handle_class, &handle_definition) < 0)
        return -1;
    JS_SetClassProto(context, handle_class, JS_NewObject(context));
    return 0;
}

JSValue handle_new(JSContext *context, int32_t number, int resource, bool owned) {
    JSValue value = JS_NewObjectClass(context, (int)handle_class);
    if (JS_IsException(value))
        return value;
    Handle *handle = js_malloc(context, sizeof *handle);
    if (!handle) {
        JS_FreeValue(context, value);
        return JS_EXCEPTION;
    }
    *handle = (Handle){.handle = number, .resource = (uint8_t)resource, .owned = owned, .open = true};
    JS_SetOpaque(value, handle);
    return value;
}

static Handle *handle_of(JSContext *context, JSValueConst value, int resource) {
    Handle *handle = JS_GetOpaque(value, handle_class);
    if (!handle || handle->resource != resource) {
        JS_ThrowTypeError(context, "this is no %s", resources[resource].name);
        return NULL;
    }
    if (!handle->open) {
        JS_ThrowTypeError(context, "the %s was closed already", resources[resource].name);
        return NULL;
    }
    return handle;
}

int32_t handle_borrow(JSContext *context, JSValueConst value, int resource) {
    Handle *handle = handle_of(context, value, resource);
    return handle ? handle->handle : -1;
}

int32_t handle_take(JSContext *context, JSValueConst value, int resource) {
    Handle *handle = handle_of(context, value, resource);
    if (!handle)
        return -1;
    handle->open = false;
    return handle->handle;
}

void handle_close(JSContext *context, JSValueConst value) {
    (void)context;
    Handle *handle = JS_GetOpaque(value, handle_class);
    if (handle)
        handle_drop(handle);
}
