// Texts as of printf, without one: with the C library there would be two ways to write a number.
#include "internal.h"

#define DIGITS_MAX 72

typedef struct output {
    char *text;
    size_t length;
    size_t capacity;
} output_t;

typedef struct spec {
    bool left, zeros, plus;
    int width;
    int precision;
    int longs;
} spec_t;

static void put(output_t *output, const char *data, size_t length) {
    if (output->length + length + 1 > output->capacity) {
        output->capacity = (output->length + length + 1) * 2;
        char *text = aludel_allocate(output->capacity);
        if (output->length) memcpy(text, output->text, output->length);
        output->text = text;
    }
    if (length) memcpy(output->text + output->length, data, length);
    output->length += length;
}

static void fill(output_t *output, char character, int count) {
    for (; count > 0; count--) put(output, &character, 1);
}

static void put_padded(output_t *output, const spec_t *spec, const char *data, size_t length) {
    int missing = spec->width - (int)length;
    if (!spec->left) fill(output, ' ', missing);
    put(output, data, length);
    if (spec->left) fill(output, ' ', missing);
}

// Zeros go between the sign and the digits, blanks around both.
static void put_number(output_t *output, const spec_t *spec, const char *sign, const char *digits, size_t length) {
    int missing = spec->width - (int)length - (int)strlen(sign);
    if (!spec->left && !spec->zeros) fill(output, ' ', missing);
    put(output, sign, strlen(sign));
    if (!spec->left && spec->zeros) fill(output, '0', missing);
    put(output, digits, length);
    if (spec->left) fill(output, ' ', missing);
}

static size_t digits_of(uint64_t number, unsigned base, char *end) {
    char *at = end;
    do {
        *--at = "0123456789abcdef"[number % base];
        number /= base;
    } while (number);
    return (size_t)(end - at);
}

static void put_unsigned(output_t *output, const spec_t *spec, const char *sign, uint64_t number, unsigned base) {
    char digits[DIGITS_MAX];
    size_t length = digits_of(number, base, digits + DIGITS_MAX);
    put_number(output, spec, sign, digits + DIGITS_MAX - length, length);
}

static void put_signed(output_t *output, const spec_t *spec, int64_t number) {
    const char *sign = number < 0 ? "-" : spec->plus ? "+" : "";
    put_unsigned(output, spec, sign, number < 0 ? 0 - (uint64_t)number : (uint64_t)number, 10);
}

// Exact as far as 64 bits hold the whole part and nine digits the fraction.
static void put_real(output_t *output, const spec_t *spec, double number) {
    const char *sign = number < 0 ? "-" : spec->plus ? "+" : "";
    if (number < 0) number = -number;
    if (!(number < 1.8e19)) {
        const char *word = number != number ? "nan" : number > 1.7976931348623157e308 ? "inf" : "huge";
        put_number(output, spec, sign, word, strlen(word));
        return;
    }
    int precision = spec->precision < 0 ? 6 : spec->precision > 9 ? 9 : spec->precision;
    uint64_t scale = 1;
    for (int i = 0; i < precision; i++) scale *= 10;
    uint64_t whole = (uint64_t)number;
    uint64_t fraction = (uint64_t)((number - (double)whole) * (double)scale + 0.5);
    if (fraction >= scale) {
        fraction -= scale;
        whole++;
    }
    char digits[DIGITS_MAX];
    char *end = digits + DIGITS_MAX;
    size_t length = 0;
    if (precision > 0) {
        length = digits_of(fraction, 10, end);
        for (; length < (size_t)precision; length++) end[-1 - (int)length] = '0';
        end[-1 - (int)length++] = '.';
    }
    length += digits_of(whole, 10, end - length);
    put_number(output, spec, sign, end - length, length);
}

static const char *read_number(const char *format, int *number, __builtin_va_list *arguments) {
    if (*format == '*') {
        *number = __builtin_va_arg(*arguments, int);
        return format + 1;
    }
    for (*number = 0; *format >= '0' && *format <= '9'; format++) *number = *number * 10 + (*format - '0');
    return format;
}

static const char *read_spec(const char *format, spec_t *spec, __builtin_va_list *arguments) {
    *spec = (spec_t){.precision = -1};
    for (;; format++) {
        if (*format == '-') spec->left = true;
        else if (*format == '0') spec->zeros = true;
        else if (*format == '+') spec->plus = true;
        else break;
    }
    format = read_number(format, &spec->width, arguments);
    if (*format == '.') format = read_number(format + 1, &spec->precision, arguments);
    for (; *format == 'l' || *format == 'h' || *format == 'z' || *format == 'j' || *format == 't'; format++) {
        if (*format == 'l') spec->longs++;
        if (*format == 'j') spec->longs = 2;
    }
    return format;
}

static void put_string(output_t *output, const spec_t *spec, const char *text) {
    if (!text) text = "(null)";
    size_t length = 0;
    while ((spec->precision < 0 || length < (size_t)spec->precision) && text[length]) length++;
    put_padded(output, spec, text, length);
}

// One conversion; `long` has 32 bits here, so only `long long` is read as another type.
static void put_argument(output_t *output, char conversion, const spec_t *spec, __builtin_va_list *arguments) {
    bool is_wide = spec->longs >= 2;
    char character = conversion;
    switch (conversion) {
    case 'd':
    case 'i':
        put_signed(output, spec, is_wide ? __builtin_va_arg(*arguments, int64_t) : __builtin_va_arg(*arguments, int32_t));
        return;
    case 'u':
    case 'x':
    case 'p':
        put_unsigned(output, spec, conversion == 'p' ? "0x" : "",
                     is_wide ? __builtin_va_arg(*arguments, uint64_t) : __builtin_va_arg(*arguments, uint32_t),
                     conversion == 'u' ? 10 : 16);
        return;
    case 's':
        put_string(output, spec, __builtin_va_arg(*arguments, const char *));
        return;
    case 'f':
        put_real(output, spec, __builtin_va_arg(*arguments, double));
        return;
    case 'c':
        character = (char)__builtin_va_arg(*arguments, int);
        put_padded(output, spec, &character, 1);
        return;
    case '%':
        put(output, "%", 1);
        return;
    default:
        ALUDEL_INNER_PANIC("aludel_format does not know %%%c", conversion);
    }
}

const char *aludel_format_list(const char *format, __builtin_va_list arguments) {
    __builtin_va_list copy;
    __builtin_va_copy(copy, arguments);
    output_t output = {0};
    while (*format) {
        size_t plain = 0;
        while (format[plain] && format[plain] != '%') plain++;
        put(&output, format, plain);
        format += plain;
        if (!*format) break;
        spec_t spec;
        format = read_spec(format + 1, &spec, &copy);
        if (!*format) break;
        put_argument(&output, *format++, &spec, &copy);
    }
    __builtin_va_end(copy);
    put(&output, "", 1);
    return output.text;
}

const char *aludel_format(const char *format, ...) {
    __builtin_va_list arguments;
    __builtin_va_start(arguments, format);
    const char *text = aludel_format_list(format, arguments);
    __builtin_va_end(arguments);
    return text;
}
