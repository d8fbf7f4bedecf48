#include <string.h>

void *memcpy(void *restrict target, const void *restrict source, size_t size) {
    // The three of them are single instructions of WebAssembly.
    return __builtin_memcpy(target, source, size);
}

void *memmove(void *target, const void *source, size_t size) { return __builtin_memmove(target, source, size); }

void *memset(void *target, int byte, size_t size) { return __builtin_memset(target, byte, size); }

int memcmp(const void *left, const void *right, size_t size) {
    const unsigned char *a = left, *b = right;
    for (; size > 0; size--, a++, b++) {
        if (*a != *b) return *a - *b;
    }
    return 0;
}

void *memchr(const void *data, int byte, size_t size) {
    for (const unsigned char *at = data; size > 0; size--, at++) {
        if (*at == (unsigned char)byte) return (void *)at;
    }
    return NULL;
}

size_t strlen(const char *text) {
    size_t length = 0;
    while (text[length]) length++;
    return length;
}

int strcmp(const char *left, const char *right) { return strncmp(left, right, (size_t)-1); }

int strncmp(const char *left, const char *right, size_t size) {
    for (; size > 0; size--, left++, right++) {
        if (*left != *right) return (unsigned char)*left - (unsigned char)*right;
        if (!*left) return 0;
    }
    return 0;
}

char *strchr(const char *text, int byte) {
    for (;; text++) {
        if (*text == (char)byte) return (char *)text;
        if (!*text) return NULL;
    }
}

char *strstr(const char *text, const char *part) {
    size_t length = strlen(part);
    for (; *text || length == 0; text++) {
        if (strncmp(text, part, length) == 0) return (char *)text;
    }
    return NULL;
}
