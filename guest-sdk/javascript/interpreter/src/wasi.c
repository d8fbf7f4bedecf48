// What the C library asks of WASI, answered here, so that the component imports nothing but the database.

#include <stdint.h>

#define BAD_DESCRIPTOR 8

/// The clock stands still. What scripts see of it is refused by the SDK.
int32_t __imported_wasi_snapshot_preview1_clock_time_get(int32_t clock, int64_t precision, int32_t result) {
    (void)clock, (void)precision;
    *(uint64_t *)(uintptr_t)result = 0;
    return 0;
}

int32_t __imported_wasi_snapshot_preview1_fd_close(int32_t descriptor) {
    (void)descriptor;
    return BAD_DESCRIPTOR;
}

int32_t __imported_wasi_snapshot_preview1_fd_fdstat_get(int32_t descriptor, int32_t result) {
    (void)descriptor, (void)result;
    return BAD_DESCRIPTOR;
}

int32_t __imported_wasi_snapshot_preview1_fd_seek(int32_t descriptor, int64_t offset, int32_t whence, int32_t result) {
    (void)descriptor, (void)offset, (void)whence, (void)result;
    return BAD_DESCRIPTOR;
}

int32_t __imported_wasi_snapshot_preview1_fd_write(int32_t descriptor, int32_t parts, int32_t count, int32_t result) {
    (void)descriptor, (void)parts, (void)count, (void)result;
    return BAD_DESCRIPTOR;
}
