// The modules of the SDK, compiled by compile.c.
#ifndef ALUDEL_SDK_H
#define ALUDEL_SDK_H

#include <stdint.h>
#include <stddef.h>

typedef struct {
    const char *name;
    const uint8_t *code;
    size_t length;
} SdkModule;

extern const SdkModule sdk_modules[];
extern const int sdk_module_count;

#endif
