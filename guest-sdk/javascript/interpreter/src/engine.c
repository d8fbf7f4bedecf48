// QuickJS itself. It does not watch its stack on WASI, where recursion without end would end the instance; here it
// does. What it includes comes first, because the headers ask for the name of the platform too.

#include <assert.h>
#include <errno.h>
#include <fenv.h>
#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "cutils.h"

#undef __wasi__
// No threads either way.
#define __STDC_NO_ATOMICS__ 1

#include "quickjs.c"
