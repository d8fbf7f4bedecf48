// Where `import` finds modules: the SDK, which is compiled into the interpreter, and the bundle of the script.

#include <stdio.h>
#include <stdlib.h>

#include "interpreter.h"
#include "sdk.h"

#define SDK_PREFIX "aludel:"
#define NATIVE_NAME "aludel:native"

/// Texts of the script by their names; an object without a prototype.
static JSValue bundle = JS_UNDEFINED;
static JSValue main_name = JS_UNDEFINED;
/// Which lines of which files bundled packages were made of, by the names of modules; undefined where there are none.
static JSValue origins = JS_UNDEFINED;

static bool starts_with(const char *text, const char *start) {
    return strncmp(text, start, strlen(start)) == 0;
}

static const SdkModule *sdk_find(const char *name) {
    for (int index = 0; index < sdk_module_count; index++) {
        if (strcmp(sdk_modules[index].name, name) == 0)
            return &sdk_modules[index];
    }
    return NULL;
}

static bool is_bundled(JSContext *context, const char *name) {
    JSAtom atom = JS_NewAtom(context, name);
    bool found = JS_HasProperty(context, bundle, atom) > 0;
    JS_FreeAtom(context, atom);
    return found;
}

/// Joins a relative specifier to the folder of the module that asks for it.
static void join(const char *base, const char *specifier, char *path, size_t size) {
    const char *slash = strrchr(base, '/');
    size_t length = slash ? (size_t)(slash - base) : 0;
    snprintf(path, size, "%.*s", (int)length, base);
    while (*specifier) {
        size_t part = strcspn(specifier, "/");
        if (part == 2 && specifier[0] == '.' && specifier[1] == '.') {
            char *last = strrchr(path, '/');
            *(last ? last : path) = 0;
        } else if (part > 0 && !(part == 1 && specifier[0] == '.')) {
            size_t used = strlen(path);
            snprintf(path + used, size - used, "%s%.*s", used ? "/" : "", (int)part, specifier);
        }
        specifier += part + (specifier[part] == '/');
    }
}

/// What a specifier may stand for beside itself: TypeScript is imported by the name that it will have.
static bool find_bundled(JSContext *context, char *path, size_t size) {
    static const char *const endings[] = {"", ".js", ".mjs", ".ts", "/index.js", "/index.ts"};
    size_t length = strlen(path);
    for (size_t index = 0; index < sizeof endings / sizeof endings[0]; index++) {
        snprintf(path + length, size - length, "%s", endings[index]);
        if (is_bundled(context, path))
            return true;
    }
    path[length] = 0;
    if (length > 3 && strcmp(path + length - 3, ".js") == 0) {
        memcpy(path + length - 3, ".ts", 3);
        return is_bundled(context, path);
    }
    return false;
}

static void refuse(JSContext *context, const char *base, const char *specifier) {
    bool builtin = starts_with(specifier, "node:") || starts_with(specifier, "bun:") || starts_with(specifier, "deno:");
    bool url = strstr(specifier, "://") != NULL;
    const char *why = builtin ? "a migration has no files, no network and no processes"
                      : url   ? "a migration has no network"
                              : "it is not part of the migration";
    JS_ThrowReferenceError(context, "import of \"%s\" in %s: %s", specifier, base, why);
}

static char *normalize(JSContext *context, const char *base, const char *specifier, void *opaque) {
    (void)opaque;
    char path[1024];
    bool from_sdk = strcmp(base, "aludel") == 0 || starts_with(base, SDK_PREFIX);
    if (strcmp(specifier, "aludel") == 0 || (from_sdk && starts_with(specifier, SDK_PREFIX)))
        return js_strdup(context, specifier);
    if (specifier[0] == '.') {
        join(base, specifier, path, sizeof path);
        if (find_bundled(context, path, sizeof path))
            return js_strdup(context, path);
    } else if (is_bundled(context, specifier)) {
        return js_strdup(context, specifier);
    }
    refuse(context, base, specifier);
    return NULL;
}

static JSModuleDef *compiled(JSContext *context, const SdkModule *module) {
    JSValue value = JS_ReadObject(context, module->code, module->length, JS_READ_OBJ_BYTECODE);
    if (JS_IsException(value) || JS_ResolveModule(context, value) < 0)
        return NULL;
    JSModuleDef *definition = JS_VALUE_GET_PTR(value);
    // The runtime refers to every module that was loaded.
    JS_FreeValue(context, value);
    return definition;
}

static JSModuleDef *load(JSContext *context, const char *name, void *opaque) {
    (void)opaque;
    if (strcmp(name, NATIVE_NAME) == 0)
        return native_module(context, name);
    const SdkModule *module = sdk_find(name);
    if (module)
        return compiled(context, module);
    JSValue value = modules_text(context, name);
    size_t length;
    const char *text = JS_ToCStringLen(context, &length, value);
    JS_FreeValue(context, value);
    if (!text)
        return NULL;
    value = JS_Eval(context, text, length, name, JS_EVAL_TYPE_MODULE | JS_EVAL_FLAG_COMPILE_ONLY);
    JS_FreeCString(context, text);
    if (JS_IsException(value))
        return NULL;
    JSModuleDef *definition = JS_VALUE_GET_PTR(value);
    JS_FreeValue(context, value);
    return definition;
}

void modules_register(JSRuntime *runtime) {
    JS_SetModuleLoaderFunc(runtime, normalize, load, NULL);
}

static JSValue section(JSContext *context) {
    JSValue name = JS_NewString(context, "script");
    JSValue bytes = call_import(context, function_named("contextSection"), 1, (JSValueConst *)&name);
    JS_FreeValue(context, name);
    size_t length;
    const uint8_t *text = JS_IsObject(bytes) ? JS_GetUint8Array(context, &length, bytes) : NULL;
    if (!text) {
        JS_FreeValue(context, bytes);
        return JS_ThrowTypeError(context, "the component has no section `aludel:script`");
    }
    // The parser wants a zero after the end.
    char *copy = js_strndup(context, (const char *)text, length);
    JS_FreeValue(context, bytes);
    JSValue parsed = copy ? JS_ParseJSON(context, copy, length, "aludel:script") : JS_EXCEPTION;
    js_free(context, copy);
    return parsed;
}

static int add_module(JSContext *context, JSValueConst module) {
    JSValue name = JS_GetPropertyStr(context, module, "name");
    JSAtom atom = JS_ValueToAtom(context, name);
    JS_FreeValue(context, name);
    JSValue text = JS_GetPropertyStr(context, module, "text");
    int status = JS_DefinePropertyValue(context, bundle, atom, text, JS_PROP_C_W_E);
    JS_FreeAtom(context, atom);
    return status;
}

int modules_read(JSContext *context) {
    JSValue script = section(context);
    if (JS_IsException(script))
        return -1;
    bundle = JS_NewObjectProto(context, JS_NULL);
    main_name = JS_GetPropertyStr(context, script, "main");
    origins = JS_GetPropertyStr(context, script, "origins");
    JSValue modules = JS_GetPropertyStr(context, script, "modules");
    JS_FreeValue(context, script);
    int64_t count;
    int status = JS_GetLength(context, modules, &count);
    for (int64_t index = 0; status >= 0 && index < count; index++) {
        JSValue module = JS_GetPropertyInt64(context, modules, index);
        status = add_module(context, module);
        JS_FreeValue(context, module);
    }
    JS_FreeValue(context, modules);
    return status < 0 ? -1 : 0;
}

JSValue modules_main_name(JSContext *context) {
    return JS_DupValue(context, main_name);
}

JSValue modules_text(JSContext *context, const char *name) {
    return JS_GetPropertyStr(context, bundle, name);
}

JSValue modules_origins(JSContext *context, JSValueConst self, int count, JSValueConst *arguments) {
    (void)self, (void)count, (void)arguments;
    return JS_DupValue(context, origins);
}
