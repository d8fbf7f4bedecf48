/// The part of <stdlib.h> that is there without a C library.
#ifndef ALUDEL_STDLIB_H
#define ALUDEL_STDLIB_H

#include <stddef.h>

void *malloc(size_t size);
void *calloc(size_t count, size_t size);
void *realloc(void *block, size_t size);
void free(void *block);
__attribute__((noreturn)) void abort(void);

#endif
