// A heap of blocks whose sizes are powers of two, with a list of free ones for each size. Nothing is split or joined:
// what a migration allocates, it allocates again and again.
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define PAGE_SIZE ((size_t)65536)
#define CLASS_MIN 4
#define CLASS_COUNT 32

// In front of every block, which so begins at a multiple of eight.
typedef struct header {
    uint32_t class;
    struct header *next;
} header_t;

extern unsigned char __heap_base;

static header_t *free_blocks[CLASS_COUNT];
static uintptr_t heap_end;

static uint32_t class_of(size_t size) {
    size_t needed = size + sizeof(header_t);
    uint32_t class = CLASS_MIN;
    while (((size_t)1 << class) < needed) class++;
    return class;
}

static bool reserve(uintptr_t end) {
    size_t pages = __builtin_wasm_memory_size(0);
    size_t needed = (end + PAGE_SIZE - 1) / PAGE_SIZE;
    if (needed <= pages) return true;
    // A little more than is asked for, so that many small blocks cost few calls.
    if (__builtin_wasm_memory_grow(0, needed - pages + 15) != (size_t)-1) return true;
    return __builtin_wasm_memory_grow(0, needed - pages) != (size_t)-1;
}

static header_t *new_block(uint32_t class) {
    if (!heap_end) heap_end = ((uintptr_t)&__heap_base + 7) & ~(uintptr_t)7;
    uintptr_t start = heap_end;
    if (!reserve(start + ((size_t)1 << class))) return NULL;
    heap_end = start + ((size_t)1 << class);
    return (header_t *)start;
}

void *malloc(size_t size) {
    if (size > (size_t)1 << 30) return NULL;
    uint32_t class = class_of(size);
    header_t *block = free_blocks[class];
    if (block) {
        free_blocks[class] = block->next;
    } else {
        block = new_block(class);
        if (!block) return NULL;
    }
    block->class = class;
    return block + 1;
}

void free(void *data) {
    if (!data) return;
    header_t *block = (header_t *)data - 1;
    block->next = free_blocks[block->class];
    free_blocks[block->class] = block;
}

void *calloc(size_t count, size_t size) {
    if (size && count > (size_t)-1 / size) return NULL;
    void *data = malloc(count * size);
    return data ? memset(data, 0, count * size) : NULL;
}

void *realloc(void *data, size_t size) {
    if (!data) return malloc(size);
    size_t old_size = ((size_t)1 << ((header_t *)data - 1)->class) - sizeof(header_t);
    if (size <= old_size) return data;
    void *grown = malloc(size);
    if (!grown) return NULL;
    memcpy(grown, data, old_size);
    free(data);
    return grown;
}

void abort(void) { __builtin_trap(); }
