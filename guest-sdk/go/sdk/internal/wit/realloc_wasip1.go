package wit

import "unsafe"

// The host calls it while it answers a call, on the stack of who called.
//
//go:wasmexport cabi_realloc
func exportedRealloc(old unsafe.Pointer, oldSize, align, size uint32) unsafe.Pointer {
	return reallocate(old, uintptr(oldSize), uintptr(align), uintptr(size))
}
