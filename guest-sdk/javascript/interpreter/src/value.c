// SQL values: primitives and bytes here, everything else through the SDK.

#include <math.h>

#include "interpreter.h"

/// The cases of `value` that are handled here, by their numbers in the interface.
enum ValueCase { CASE_NULL, CASE_BOOLEAN, CASE_INTEGER, CASE_UNSIGNED, CASE_REAL, CASE_DECIMAL, CASE_TEXT, CASE_BYTES };

#define SAFE_INTEGER 9007199254740991

static bool integers_as_bigints;

void value_integers_as_bigints(bool bigints) {
    integers_as_bigints = bigints;
}

/// Halves of a surrogate pair come as three bytes each, which no other text has: UTF-8 cannot say them.
static bool has_lone_surrogate(const char *text, size_t length) {
    const unsigned char *bytes = (const unsigned char *)text;
    for (const unsigned char *at = memchr(bytes, 0xED, length); at;) {
        size_t left = length - (size_t)(at - bytes);
        if (left > 1 && at[1] >= 0xA0)
            return true;
        at = memchr(at + 1, 0xED, left - 1);
    }
    return false;
}

const char *text_borrow(JSContext *context, JSValueConst value, size_t *length) {
    const char *text = JS_ToCStringLen(context, length, value);
    if (text && has_lone_surrogate(text, *length)) {
        JS_FreeCString(context, text);
        JS_ThrowTypeError(context, "the text holds half of a surrogate pair, which no database can store");
        return NULL;
    }
    return text;
}

static Classified of_kind(enum ValueKind kind) {
    return (Classified){.kind = kind};
}

static Classified of_integer(int64_t integer) {
    return (Classified){.kind = VALUE_INTEGER, .integer = integer, .real = (double)integer};
}

static Classified classify_number(double real) {
    bool whole = trunc(real) == real && fabs(real) <= (double)SAFE_INTEGER && !(real == 0 && signbit(real));
    return whole ? of_integer((int64_t)real) : (Classified){.kind = VALUE_REAL, .real = real};
}

static bool is_same(JSContext *context, JSValueConst value, JSValue other) {
    bool same = JS_IsStrictEqual(context, value, other);
    JS_FreeValue(context, other);
    return same;
}

static Classified classify_bigint(JSContext *context, JSValueConst value) {
    int64_t integer;
    if (JS_VALUE_GET_TAG(value) == JS_TAG_SHORT_BIG_INT)
        return of_integer(JS_VALUE_GET_SHORT_BIG_INT(value));
    JS_ToBigInt64(context, &integer, value);
    if (is_same(context, value, JS_NewBigInt64(context, integer)))
        return of_integer(integer);
    if (is_same(context, value, JS_NewBigUint64(context, (uint64_t)integer)))
        return (Classified){.kind = VALUE_UNSIGNED, .integer = integer};
    return of_kind(VALUE_OTHER);
}

Classified value_classify(JSContext *context, JSValueConst value) {
    if (JS_IsNull(value) || JS_IsUndefined(value))
        return of_kind(VALUE_NULL);
    if (JS_IsString(value))
        return of_kind(VALUE_TEXT);
    if (JS_VALUE_GET_TAG(value) == JS_TAG_INT)
        return of_integer(JS_VALUE_GET_INT(value));
    if (JS_IsNumber(value))
        return classify_number(JS_VALUE_GET_FLOAT64(value));
    if (JS_IsBigInt(value))
        return classify_bigint(context, value);
    if (JS_IsBool(value))
        return (Classified){.kind = VALUE_BOOLEAN, .integer = JS_VALUE_GET_BOOL(value)};
    return of_kind(JS_GetTypedArrayType(value) == JS_TYPED_ARRAY_UINT8 ? VALUE_BYTES : VALUE_OTHER);
}

static void lower_scalar(const Type *type, uint8_t *at, enum ValueCase tag, const void *payload, size_t size) {
    *at = (uint8_t)tag;
    if (size)
        memcpy(at + type->payload, payload, size);
}

static int lower_other(JSContext *context, const Type *type, JSValueConst value, uint8_t *at) {
    JSValue encoded = JS_Call(context, hooks.encode, JS_UNDEFINED, 1, &value);
    if (JS_IsException(encoded))
        return -1;
    Type variant = *type;
    variant.kind = TYPE_VARIANT;
    int status = lower(context, &variant, encoded, at);
    JS_FreeValue(context, encoded);
    return status;
}

static int lower_counted(JSContext *context, const Type *type, enum ValueCase tag, JSValueConst value, uint8_t *at) {
    *at = (uint8_t)tag;
    return lower(context, type->fields[tag].type, value, at + type->payload);
}

int value_lower(JSContext *context, const Type *type, JSValueConst value, uint8_t *at) {
    Classified classified = value_classify(context, value);
    switch (classified.kind) {
    case VALUE_NULL:
        lower_scalar(type, at, CASE_NULL, NULL, 0);
        return 0;
    case VALUE_BOOLEAN:
        lower_scalar(type, at, CASE_BOOLEAN, &classified.integer, 1);
        return 0;
    case VALUE_INTEGER:
        lower_scalar(type, at, CASE_INTEGER, &classified.integer, sizeof classified.integer);
        return 0;
    case VALUE_UNSIGNED:
        lower_scalar(type, at, CASE_UNSIGNED, &classified.integer, sizeof classified.integer);
        return 0;
    case VALUE_REAL:
        lower_scalar(type, at, CASE_REAL, &classified.real, sizeof classified.real);
        return 0;
    case VALUE_TEXT:
        return lower_counted(context, type, CASE_TEXT, value, at);
    case VALUE_BYTES:
        return lower_counted(context, type, CASE_BYTES, value, at);
    default:
        return lower_other(context, type, value, at);
    }
}

JSValue value_from_integer(JSContext *context, int64_t integer) {
    if (integers_as_bigints || integer > SAFE_INTEGER || integer < -SAFE_INTEGER)
        return JS_NewBigInt64(context, integer);
    return JS_NewInt64(context, integer);
}

JSValue value_from_bytes(JSContext *context, const uint8_t *bytes, size_t length) {
    // The place of an empty list is arbitrary.
    return JS_NewUint8ArrayCopy(context, length ? bytes : (const uint8_t *)"", length);
}

static JSValue lift_other(JSContext *context, const Type *type, const uint8_t *at) {
    const Field *chosen = &type->fields[*at];
    JSValue arguments[2] = {JS_NewString(context, chosen->name), lift(context, chosen->type, at + type->payload)};
    JSValue value = JS_EXCEPTION;
    if (!JS_IsException(arguments[1]))
        value = JS_Call(context, hooks.decode, JS_UNDEFINED, 2, (JSValueConst *)arguments);
    JS_FreeValue(context, arguments[0]);
    JS_FreeValue(context, arguments[1]);
    return value;
}

JSValue value_lift(JSContext *context, const Type *type, const uint8_t *at) {
    switch (*at) {
    case CASE_NULL:
        return JS_NULL;
    case CASE_UNSIGNED: {
        uint64_t bits;
        memcpy(&bits, at + type->payload, sizeof bits);
        return bits > SAFE_INTEGER ? JS_NewBigUint64(context, bits) : value_from_integer(context, (int64_t)bits);
    }
    case CASE_BOOLEAN:
    case CASE_INTEGER:
    case CASE_REAL:
    case CASE_TEXT:
    case CASE_BYTES:
        return lift(context, type->fields[*at].type, at + type->payload);
    default:
        return lift_other(context, type, at);
    }
}
