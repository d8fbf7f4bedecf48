// JavaScript values to the canonical ABI.

#include <math.h>

#include "interpreter.h"

static int lower_integer(JSContext *context, const Type *type, JSValueConst value, uint8_t *at) {
    int64_t integer = 0;
    if (JS_IsBigInt(value)) {
        if (JS_ToBigInt64(context, &integer, value) < 0)
            return -1;
    } else {
        double real;
        if (JS_ToFloat64(context, &real, value) < 0)
            return -1;
        if (trunc(real) != real || fabs(real) > 9007199254740991.0) {
            JS_ThrowRangeError(context, "a whole number was expected");
            return -1;
        }
        integer = (int64_t)real;
    }
    int bits = type->size * 8;
    bool is_signed = type->kind == TYPE_S16 || type->kind == TYPE_S32 || type->kind == TYPE_S64;
    int64_t least = is_signed ? (bits == 64 ? INT64_MIN : -((int64_t)1 << (bits - 1))) : 0;
    int64_t most = bits == 64 ? INT64_MAX : is_signed ? ((int64_t)1 << (bits - 1)) - 1 : ((int64_t)1 << bits) - 1;
    if ((bits < 64 || is_signed) && (integer < least || integer > most)) {
        JS_ThrowRangeError(context, "a number from %lld to %lld was expected", (long long)least, (long long)most);
        return -1;
    }
    memcpy(at, &integer, type->size);
    return 0;
}

static void put_pair(uint8_t *at, const void *place, size_t length) {
    uint32_t pair[2] = {(uint32_t)(uintptr_t)place, (uint32_t)length};
    memcpy(at, pair, sizeof pair);
}

int lower_text(JSContext *context, JSValueConst value, uint8_t *at) {
    size_t length;
    const char *text = text_borrow(context, value, &length);
    if (!text)
        return -1;
    void *place = arena_allocate(length, 1);
    memcpy(place, text, length);
    JS_FreeCString(context, text);
    put_pair(at, place, length);
    return 0;
}

static int lower_bytes(JSContext *context, JSValueConst value, uint8_t *at) {
    size_t length;
    const uint8_t *bytes = JS_GetUint8Array(context, &length, value);
    if (!bytes)
        return -1;
    void *place = arena_allocate(length, 1);
    memcpy(place, bytes, length);
    put_pair(at, place, length);
    return 0;
}

static int lower_list(JSContext *context, const Type *type, JSValueConst value, uint8_t *at) {
    const Type *element = type->element;
    if (element->kind == TYPE_U8)
        return lower_bytes(context, value, at);
    if (!JS_IsArray(value)) {
        JS_ThrowTypeError(context, "an array was expected");
        return -1;
    }
    int64_t length;
    if (JS_GetLength(context, value, &length) < 0)
        return -1;
    uint8_t *items = arena_allocate((size_t)length * element->size, element->align);
    for (int64_t index = 0; index < length; index++) {
        JSValue item = JS_GetPropertyInt64(context, value, index);
        int status = JS_IsException(item) ? -1 : lower(context, element, item, items + (size_t)index * element->size);
        JS_FreeValue(context, item);
        if (status < 0)
            return -1;
    }
    put_pair(at, items, (size_t)length);
    return 0;
}

/// Absent is `undefined`, and `null` too unless the content is an option itself.
static int lower_option(JSContext *context, const Type *type, JSValueConst value, uint8_t *at) {
    bool nested = type->element->kind == TYPE_OPTION;
    if (JS_IsUndefined(value) || (JS_IsNull(value) && !nested)) {
        *at = 0;
        return 0;
    }
    *at = 1;
    return lower(context, type->element, value, at + type->payload);
}

static int lower_fields(JSContext *context, const Type *type, JSValueConst value, uint8_t *at) {
    for (int index = 0; index < type->count; index++) {
        const Field *field = &type->fields[index];
        JSValue item = type->kind == TYPE_TUPLE ? JS_GetPropertyUint32(context, value, (uint32_t)index)
                                                : JS_GetPropertyStr(context, value, field->name);
        int status = JS_IsException(item) ? -1 : lower(context, field->type, item, at + field->offset);
        JS_FreeValue(context, item);
        if (status < 0)
            return -1;
    }
    return 0;
}

/// Puts the number of the case with this name; gives NULL after an exception.
static const Field *lower_case(JSContext *context, const Type *type, JSValueConst name, uint8_t *at) {
    const char *text = JS_ToCString(context, name);
    if (!text)
        return NULL;
    for (int index = 0; index < type->count; index++) {
        if (strcmp(text, type->fields[index].name) == 0) {
            *at = (uint8_t)index;
            JS_FreeCString(context, text);
            return &type->fields[index];
        }
    }
    JS_ThrowTypeError(context, "`%s` is no choice here: `%s` would be one", text, type->fields[0].name);
    JS_FreeCString(context, text);
    return NULL;
}

static int lower_variant(JSContext *context, const Type *type, JSValueConst value, uint8_t *at) {
    JSValue tag = JS_GetPropertyStr(context, value, "tag");
    const Field *chosen = JS_IsException(tag) ? NULL : lower_case(context, type, tag, at);
    JS_FreeValue(context, tag);
    if (!chosen || !chosen->type)
        return chosen ? 0 : -1;
    JSValue payload = JS_GetPropertyStr(context, value, "val");
    int status = JS_IsException(payload) ? -1 : lower(context, chosen->type, payload, at + type->payload);
    JS_FreeValue(context, payload);
    return status;
}

static int lower_handle(JSContext *context, const Type *type, JSValueConst value, uint8_t *at) {
    bool taken = type->kind == TYPE_OWN;
    int32_t handle = taken ? handle_take(context, value, type->count) : handle_borrow(context, value, type->count);
    if (handle < 0)
        return -1;
    memcpy(at, &handle, sizeof handle);
    return 0;
}

int lower(JSContext *context, const Type *type, JSValueConst value, uint8_t *at) {
    switch (type->kind) {
    case TYPE_BOOL:
        *at = (uint8_t)JS_ToBool(context, value);
        return 0;
    case TYPE_F64: {
        double real;
        if (JS_ToFloat64(context, &real, value) < 0)
            return -1;
        memcpy(at, &real, sizeof real);
        return 0;
    }
    case TYPE_STRING:
        return lower_text(context, value, at);
    case TYPE_LIST:
        return lower_list(context, type, value, at);
    case TYPE_OPTION:
        return lower_option(context, type, value, at);
    case TYPE_RECORD:
    case TYPE_TUPLE:
        return lower_fields(context, type, value, at);
    case TYPE_VARIANT:
        return lower_variant(context, type, value, at);
    case TYPE_ENUM:
        return lower_case(context, type, value, at) ? 0 : -1;
    case TYPE_OWN:
    case TYPE_BORROW:
        return lower_handle(context, type, value, at);
    case TYPE_VALUE:
        return value_lower(context, type, value, at);
    default:
        return lower_integer(context, type, value, at);
    }
}

static uint64_t load(const Type *type, const uint8_t *at) {
    uint64_t slot = 0;
    memcpy(&slot, at, type->size);
    if (type->kind == TYPE_S16)
        return (uint64_t)(int64_t)(int16_t)slot;
    return type->kind == TYPE_S32 ? (uint64_t)(int64_t)(int32_t)slot : slot;
}

static void flatten_case(const Type *type, const Type *payload, const uint8_t *at, uint64_t *slots) {
    memset(slots, 0, type->flat * sizeof *slots);
    slots[0] = *at;
    if (payload)
        flatten(payload, at + type->payload, slots + 1);
}

void flatten(const Type *type, const uint8_t *at, uint64_t *slots) {
    switch (type->kind) {
    case TYPE_STRING:
    case TYPE_LIST: {
        uint32_t pair[2];
        memcpy(pair, at, sizeof pair);
        slots[0] = pair[0];
        slots[1] = pair[1];
        return;
    }
    case TYPE_RECORD:
    case TYPE_TUPLE:
        for (int index = 0; index < type->count; index++) {
            flatten(type->fields[index].type, at + type->fields[index].offset, slots);
            slots += type->fields[index].type->flat;
        }
        return;
    case TYPE_OPTION:
        flatten_case(type, *at ? type->element : NULL, at, slots);
        return;
    case TYPE_VARIANT:
    case TYPE_VALUE:
        flatten_case(type, type->fields[*at].type, at, slots);
        return;
    default:
        slots[0] = load(type, at);
    }
}
