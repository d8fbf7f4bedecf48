// Calls of imported functions by their tables.

#include "interpreter.h"

Hooks hooks = {JS_UNDEFINED, JS_UNDEFINED, JS_UNDEFINED, JS_UNDEFINED};

enum { SLOTS_MAX = 24 };

static int lower_parameters(JSContext *context, const Function *function, int count, JSValueConst *arguments,
                            uint8_t *memory) {
    for (int index = 0; index < function->parameter_count; index++) {
        const Field *parameter = &function->parameters[index];
        JSValueConst argument = index < count ? arguments[index] : JS_UNDEFINED;
        if (lower(context, parameter->type, argument, memory + parameter->offset) < 0)
            return -1;
    }
    return 0;
}

static uint64_t *put_slots(const Function *function, uint8_t *memory, uint64_t *slots) {
    if (function->indirect) {
        *slots++ = (uint64_t)(uintptr_t)memory;
        return slots;
    }
    for (int index = 0; index < function->parameter_count; index++) {
        const Field *parameter = &function->parameters[index];
        flatten(parameter->type, memory + parameter->offset, slots);
        slots += parameter->type->flat;
    }
    return slots;
}

JSValue throw_database_error(JSContext *context, const Type *type, const uint8_t *at) {
    JSValue record = lift(context, type, at);
    if (JS_IsException(record))
        return record;
    JSValue error = JS_Call(context, hooks.database_error, JS_UNDEFINED, 1, (JSValueConst *)&record);
    JS_FreeValue(context, record);
    return JS_IsException(error) ? error : JS_Throw(context, error);
}

static bool is_result(const Type *type) {
    return type->kind == TYPE_VARIANT && strcmp(type->fields[0].name, "ok") == 0;
}

static JSValue lift_result(JSContext *context, const Type *type, const uint8_t *at) {
    if (!is_result(type))
        return lift(context, type, at);
    const Type *chosen = type->fields[*at].type;
    if (*at)
        return throw_database_error(context, chosen, at + type->payload);
    return chosen ? lift(context, chosen, at + type->payload) : JS_UNDEFINED;
}

JSValue call_import(JSContext *context, const Function *function, int count, JSValueConst *arguments) {
    ArenaMark mark = arena_mark();
    uint8_t *memory = arena_allocate(function->size, 8);
    JSValue result = JS_EXCEPTION;
    if (lower_parameters(context, function, count, arguments, memory) == 0) {
        uint64_t slots[SLOTS_MAX];
        uint64_t direct = 0;
        uint64_t *end = put_slots(function, memory, slots);
        const uint8_t *at = (const uint8_t *)&direct;
        if (function->return_pointer) {
            at = arena_allocate(function->result->size, 8);
            *end = (uint64_t)(uintptr_t)at;
        }
        function->call(slots, &direct);
        result = function->result ? lift_result(context, function->result, at) : JS_UNDEFINED;
    }
    arena_release(mark);
    return result;
}

const Function *function_named(const char *name) {
    const Function *function = functions;
    while (strcmp(function->name, name) != 0)
        function++;
    return function;
}

const Type *value_type(void) {
    // `query` takes `list<value>` as its third parameter.
    return function_named("databaseQuery")->parameters[2].type->element;
}
