// What the C library says before it gives up goes to a stream that nobody reads here, so it is said as a log line.
#include <stdlib.h>

#include <aludel.h>

_Noreturn void __assert_fail(const char *expression, const char *file, int line, const char *function);

_Noreturn void __assert_fail(const char *expression, const char *file, int line, const char *function) {
    aludel_panic_at(file, line, function, "assertion failed: %s", expression);
}

_Noreturn void abort(void) {
    aludel_error("abort() was called");
    __builtin_trap();
}
