// What the generated tables of the interface are made of, and who reads them.
#ifndef ALUDEL_BINDINGS_H
#define ALUDEL_BINDINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum TypeKind {
    TYPE_BOOL,
    TYPE_U8,
    TYPE_U16,
    TYPE_S16,
    TYPE_U32,
    TYPE_S32,
    TYPE_U64,
    TYPE_S64,
    TYPE_F64,
    TYPE_STRING,
    TYPE_LIST,
    TYPE_OPTION,
    TYPE_RECORD,
    TYPE_TUPLE,
    TYPE_VARIANT,
    TYPE_ENUM,
    TYPE_OWN,
    TYPE_BORROW,
    /// The variant `value` of SQL values, which has native forms of its own.
    TYPE_VALUE,
};

typedef struct Type Type;

/// A field of a record, a case of a variant, or a parameter.
typedef struct {
    const char *name;
    const Type *type;
    uint32_t offset;
} Field;

/// A type of the interface in the canonical ABI.
struct Type {
    uint8_t kind;
    uint8_t align;
    /// Where the payload of a variant or an option begins.
    uint8_t payload;
    /// How many core values it is without memory.
    uint8_t flat;
    uint16_t size;
    /// The number of fields or cases; of a handle, the number of its resource.
    uint16_t count;
    const Field *fields;
    const Type *element;
};

/// An imported function.
typedef struct {
    const char *name;
    const Field *parameters;
    const Type *result;
    void (*call)(const uint64_t *slots, uint64_t *result);
    uint8_t parameter_count;
    /// All parameters go through memory.
    uint8_t indirect;
    /// The result comes through memory.
    uint8_t return_pointer;
    uint16_t size;
} Function;

/// An imported resource type.
typedef struct {
    const char *name;
    void (*drop)(int32_t handle);
} Resource;

extern const Function functions[];
extern const int function_count;
extern const Resource resources[];
/// `result<_, failure>`, which every export returns.
extern const Type *const failure_result;

static inline double slot_real(uint64_t slot) {
    double real;
    memcpy(&real, &slot, sizeof real);
    return real;
}

static inline uint64_t real_slot(double real) {
    uint64_t slot;
    memcpy(&slot, &real, sizeof slot);
    return slot;
}

#endif
