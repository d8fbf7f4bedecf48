#include <stdlib.h>

#include "internal.h"

#define CHUNK_SIZE ((size_t)4096)

// Chunks of memory, the newest first. What follows one begins at a multiple of eight.
typedef struct __attribute__((aligned(8))) chunk {
    struct chunk *next;
    size_t size;
    size_t used;
} chunk_t;

static chunk_t *chunks;

// The host writes texts with this. One byte more than it asks for leaves room for the NUL that ends a text in C.
void *cabi_realloc(void *block, size_t old_size, size_t align, size_t size);
__attribute__((export_name("cabi_realloc"))) void *cabi_realloc(void *block, size_t old_size, size_t align, size_t size) {
    (void)old_size;
    return size ? aludel_reallocate(block, size + 1) : (void *)align;
}

void *aludel_reallocate(void *block, size_t size) {
    void *grown = realloc(block, size);
    if (!grown) ALUDEL_INNER_PANIC("out of memory: %zu more bytes", size);
    return grown;
}

void *aludel_allocate(size_t size) {
    size = (size + 7) & ~(size_t)7;
    if (!chunks || chunks->size - chunks->used < size) {
        size_t chunk_size = size > CHUNK_SIZE ? size : CHUNK_SIZE;
        chunk_t *chunk = aludel_reallocate(NULL, sizeof(chunk_t) + chunk_size);
        *chunk = (chunk_t){chunks, chunk_size, 0};
        chunks = chunk;
    }
    char *memory = (char *)(chunks + 1) + chunks->used;
    chunks->used += size;
    return memory;
}

aludel_mark_t aludel_mark(void) { return (aludel_mark_t){chunks, chunks ? chunks->used : 0}; }

void aludel_release(const aludel_mark_t *mark) {
    while (chunks != mark->chunk) {
        chunk_t *next = chunks->next;
        free(chunks);
        chunks = next;
    }
    if (chunks) chunks->used = mark->used;
}

const char *aludel_keep(const char *data, size_t length) {
    char *copy = aludel_allocate(length + 1);
    if (length) memcpy(copy, data, length);
    copy[length] = 0;
    return copy;
}

const char *aludel_adopt(bindings_string_t *text) {
    const char *copy = aludel_keep((const char *)text->ptr, text->len);
    bindings_string_free(text);
    return copy;
}
