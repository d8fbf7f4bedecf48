// Compiles the modules of the SDK on the machine that builds the interpreter: `compile NAME FILE ...` writes C.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "quickjs.h"

static char *read_file(const char *path, size_t *length) {
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0)
        return NULL;
    *length = (size_t)ftell(file);
    rewind(file);
    char *text = calloc(*length + 1, 1);
    if (text && fread(text, 1, *length, file) != *length)
        return NULL;
    fclose(file);
    return text;
}

/// Other modules are only named here, and found when the interpreter runs.
static char *keep_name(JSContext *context, const char *base, const char *specifier, void *opaque) {
    (void)base, (void)opaque;
    return js_strdup(context, specifier);
}

static int nothing(JSContext *context, JSModuleDef *module) {
    (void)context, (void)module;
    return 0;
}

static JSModuleDef *placeholder(JSContext *context, const char *name, void *opaque) {
    (void)opaque;
    return JS_NewCModule(context, name, nothing);
}

static int compile(JSContext *context, int index, const char *name, const char *path) {
    size_t length;
    char *text = read_file(path, &length);
    if (!text)
        return fprintf(stderr, "%s: cannot be read\n", path), -1;
    JSValue module = JS_Eval(context, text, length, name, JS_EVAL_TYPE_MODULE | JS_EVAL_FLAG_COMPILE_ONLY);
    if (JS_IsException(module)) {
        JSValue error = JS_GetException(context);
        JSValue stack = JS_GetPropertyStr(context, error, "stack");
        return fprintf(stderr, "%s: %s\n%s", path, JS_ToCString(context, error), JS_ToCString(context, stack)), -1;
    }
    uint8_t *code = JS_WriteObject(context, &length, module, JS_WRITE_OBJ_BYTECODE | JS_WRITE_OBJ_STRIP_SOURCE);
    printf("static const uint8_t code_%d[] = {", index);
    for (size_t at = 0; at < length; at++)
        printf("%s%d,", at % 32 ? "" : "\n    ", code[at]);
    printf("\n};\n");
    return 0;
}

int main(int count, char **arguments) {
    JSRuntime *runtime = JS_NewRuntime();
    JSContext *context = JS_NewContext(runtime);
    JS_SetModuleLoaderFunc(runtime, keep_name, placeholder, NULL);
    printf("// Compiled from sdk/ by compile.c. Do not edit.\n#include \"sdk.h\"\n\n");
    for (int index = 1; index + 1 < count; index += 2) {
        if (compile(context, index, arguments[index], arguments[index + 1]) < 0)
            return 1;
    }
    printf("const SdkModule sdk_modules[] = {\n");
    for (int index = 1; index + 1 < count; index += 2)
        printf("    {\"%s\", code_%d, sizeof code_%d},\n", arguments[index], index, index);
    printf("};\nconst int sdk_module_count = %d;\n", count / 2);
    return 0;
}
