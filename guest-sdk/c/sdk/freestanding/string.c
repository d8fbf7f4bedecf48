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

char *strrchr(const char *text, int byte) {
    const char *found = NULL;
    for (;; text++) {
        if (*text == (char)byte) found = text;
        if (!*text) return (char *)found;
    }
}

char *strcpy(char *restrict target, const char *restrict source) {
    return memcpy(target, source, strlen(source) + 1);
}

char *strncpy(char *restrict target, const char *restrict source, size_t size) {
    size_t used = 0;
    for (; used < size && source[used]; used++) target[used] = source[used];
    memset(target + used, 0, size - used);
    return target;
}

char *strcat(char *restrict target, const char *restrict source) {
    strcpy(target + strlen(target), source);
    return target;
}

char *strncat(char *restrict target, const char *restrict source, size_t size) {
    char *end = target + strlen(target);
    while (size-- > 0 && *source) *end++ = *source++;
    *end = 0;
    return target;
}

size_t strcspn(const char *text, const char *bytes) {
    size_t length = 0;
    while (text[length] && !strchr(bytes, text[length])) length++;
    return length;
}

size_t strspn(const char *text, const char *bytes) {
    size_t length = 0;
    while (text[length] && strchr(bytes, text[length])) length++;
    return length;
}

char *strpbrk(const char *text, const char *bytes) {
    text += strcspn(text, bytes);
    return *text ? (char *)text : NULL;
}
