// Memory of one call of the host: arguments on their way out, results on their way in.
//
// Calls nest (a getter that runs while arguments are lowered may call the database), so it is a stack: a call marks
// where it began and goes back there.

#include <stdlib.h>

#include "interpreter.h"

#define CHUNK_SIZE ((size_t)64 << 10)

struct Chunk {
    struct Chunk *previous;
    size_t size;
    size_t used;
};

static struct Chunk *current;

static void chunk_add(size_t least) {
    size_t size = least > CHUNK_SIZE ? least : CHUNK_SIZE;
    struct Chunk *chunk = malloc(sizeof *chunk + size);
    if (!chunk)
        abort();
    *chunk = (struct Chunk){.previous = current, .size = size, .used = 0};
    current = chunk;
}

static uint8_t *chunk_take(size_t size, size_t align) {
    if (!current)
        return NULL;
    uintptr_t start = (uintptr_t)(current + 1);
    uintptr_t place = (start + current->used + align - 1) & ~(uintptr_t)(align - 1);
    if (place + size > start + current->size)
        return NULL;
    current->used = place + size - start;
    return (uint8_t *)place;
}

void *arena_allocate(size_t size, size_t align) {
    uint8_t *place = chunk_take(size, align);
    if (place)
        return place;
    chunk_add(size + align);
    return chunk_take(size, align);
}

ArenaMark arena_mark(void) {
    return (ArenaMark){.chunk = current, .used = current ? current->used : 0};
}

void arena_release(ArenaMark mark) {
    while (current != mark.chunk) {
        // The first chunk of all stays: most calls need no more.
        if (!current->previous) {
            current->used = 0;
            return;
        }
        struct Chunk *chunk = current;
        current = chunk->previous;
        free(chunk);
    }
    if (current)
        current->used = mark.used;
}

__attribute__((export_name("cabi_realloc"))) void *cabi_realloc(void *old, size_t old_size, size_t align, size_t size) {
    if (size == 0)
        return (void *)align;
    void *place = arena_allocate(size, align);
    if (old && old_size > 0)
        memcpy(place, old, old_size < size ? old_size : size);
    return place;
}
