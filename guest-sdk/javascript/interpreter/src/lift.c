// The canonical ABI to JavaScript values.

#include "interpreter.h"

static JSValue lift_list(JSContext *context, const Type *type, const uint8_t *at) {
    uint32_t pair[2];
    memcpy(pair, at, sizeof pair);
    const uint8_t *items = (const uint8_t *)(uintptr_t)pair[0];
    const Type *element = type->element;
    if (element->kind == TYPE_U8)
        return value_from_bytes(context, items, pair[1]);
    JSValue array = JS_NewArray(context);
    for (uint32_t index = 0; !JS_IsException(array) && index < pair[1]; index++) {
        JSValue item = lift(context, element, items + (size_t)index * element->size);
        if (JS_IsException(item) || JS_DefinePropertyValueUint32(context, array, index, item, JS_PROP_C_W_E) < 0) {
            JS_FreeValue(context, array);
            return JS_EXCEPTION;
        }
    }
    return array;
}

static JSValue lift_fields(JSContext *context, const Type *type, const uint8_t *at) {
    bool tuple = type->kind == TYPE_TUPLE;
    JSValue object = tuple ? JS_NewArray(context) : JS_NewObject(context);
    for (int index = 0; !JS_IsException(object) && index < type->count; index++) {
        const Field *field = &type->fields[index];
        JSValue item = lift(context, field->type, at + field->offset);
        int status = JS_IsException(item) ? -1
                     : tuple ? JS_DefinePropertyValueUint32(context, object, (uint32_t)index, item, JS_PROP_C_W_E)
                             : JS_DefinePropertyValueStr(context, object, field->name, item, JS_PROP_C_W_E);
        if (status < 0) {
            JS_FreeValue(context, object);
            return JS_EXCEPTION;
        }
    }
    return object;
}

/// `null` is absent; an option within an option that is there and empty is `null`, and the outer one `undefined`.
static JSValue lift_option(JSContext *context, const Type *type, const uint8_t *at) {
    if (*at)
        return lift(context, type->element, at + type->payload);
    return type->element->kind == TYPE_OPTION ? JS_UNDEFINED : JS_NULL;
}

static JSValue lift_variant(JSContext *context, const Type *type, const uint8_t *at) {
    const Field *chosen = &type->fields[*at];
    JSValue object = JS_NewObject(context);
    if (JS_IsException(object))
        return object;
    JS_DefinePropertyValueStr(context, object, "tag", JS_NewString(context, chosen->name), JS_PROP_C_W_E);
    if (!chosen->type)
        return object;
    JSValue payload = lift(context, chosen->type, at + type->payload);
    if (JS_IsException(payload)) {
        JS_FreeValue(context, object);
        return payload;
    }
    JS_DefinePropertyValueStr(context, object, "val", payload, JS_PROP_C_W_E);
    return object;
}

static JSValue lift_number(JSContext *context, const Type *type, const uint8_t *at) {
    uint64_t bits = 0;
    memcpy(&bits, at, type->size);
    switch (type->kind) {
    case TYPE_S16:
        return JS_NewInt32(context, (int16_t)bits);
    case TYPE_S32:
        return JS_NewInt32(context, (int32_t)bits);
    case TYPE_U64:
        return bits > INT64_MAX ? JS_NewBigUint64(context, bits) : value_from_integer(context, (int64_t)bits);
    case TYPE_S64:
        return value_from_integer(context, (int64_t)bits);
    default:
        return JS_NewUint32(context, (uint32_t)bits);
    }
}

JSValue lift(JSContext *context, const Type *type, const uint8_t *at) {
    switch (type->kind) {
    case TYPE_BOOL:
        return JS_NewBool(context, *at != 0);
    case TYPE_F64: {
        double real;
        memcpy(&real, at, sizeof real);
        return JS_NewFloat64(context, real);
    }
    case TYPE_STRING: {
        uint32_t pair[2];
        memcpy(pair, at, sizeof pair);
        return JS_NewStringLen(context, (const char *)(uintptr_t)pair[0], pair[1]);
    }
    case TYPE_LIST:
        return lift_list(context, type, at);
    case TYPE_OPTION:
        return lift_option(context, type, at);
    case TYPE_RECORD:
    case TYPE_TUPLE:
        return lift_fields(context, type, at);
    case TYPE_VARIANT:
        return lift_variant(context, type, at);
    case TYPE_ENUM:
        return JS_NewString(context, type->fields[*at].name);
    case TYPE_OWN: {
        int32_t handle;
        memcpy(&handle, at, sizeof handle);
        return handle_new(context, handle, type->count, true);
    }
    case TYPE_VALUE:
        return value_lift(context, type, at);
    default:
        return lift_number(context, type, at);
    }
}
