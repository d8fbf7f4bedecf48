package wit

import (
	"sync"
	"unsafe"
)

// noHost is what a call says that no host can answer.
const noHost = "aludel: there is a database only inside of a migration that Aludel runs"

// chunkWords is the size of a piece of memory, in words of eight bytes: what is larger gets a piece of its own.
const chunkWords = 8192

// One call is under way at a time, whichever goroutine it came from: arguments are put down, the host is called, its
// answer is read.
var call sync.Mutex

// An arena gives pieces of memory that the collector knows, but does not look into. What it gave stays alive until it is
// told otherwise, because the host's addresses into it are mere numbers.
type arena struct {
	chunk []uint64
	used  uintptr
	held  [][]uint64
}

// What goes to the host, and what comes from it.
var lowered, received arena

func (arena *arena) allocate(size, align uintptr) unsafe.Pointer {
	start := (arena.used + align - 1) &^ (align - 1)
	if start+size > uintptr(len(arena.chunk))*8 {
		return arena.grow(size)
	}
	arena.used = start + size
	return unsafe.Add(unsafe.Pointer(unsafe.SliceData(arena.chunk)), start)
}

func (arena *arena) grow(size uintptr) unsafe.Pointer {
	words := (size + 7) / 8
	if words > chunkWords/4 {
		alone := make([]uint64, words)
		arena.held = append(arena.held, alone)
		return unsafe.Pointer(unsafe.SliceData(alone))
	}
	arena.held = append(arena.held, arena.chunk)
	arena.chunk = make([]uint64, chunkWords)
	arena.used = size
	return unsafe.Pointer(unsafe.SliceData(arena.chunk))
}

// enter begins a call.
func enter() {
	call.Lock()
	lowered.used = 0
}

// leave ends a call. What the host gave is now reached through the values that were made of it, which share its memory.
func leave() {
	clear(lowered.held)
	lowered.held = lowered.held[:0]
	clear(received.held)
	received.held = received.held[:0]
	call.Unlock()
}

// allocate gives memory for what goes to the host, for the time of a call.
func allocate(size, align uintptr) unsafe.Pointer {
	return lowered.allocate(size, align)
}

// reallocate gives the host memory for what it answers.
func reallocate(old unsafe.Pointer, oldSize, align, size uintptr) unsafe.Pointer {
	fresh := received.allocate(size, align)
	if old != nil {
		copy(unsafe.Slice((*byte)(fresh), size), unsafe.Slice((*byte)(old), min(oldSize, size)))
	}
	return fresh
}

// ReturnFailure puts what an export gives back where the host reads it; nil is success.
func ReturnFailure(failure *Failure) unsafe.Pointer {
	enter()
	defer leave()
	last = returned{failure: failure}
	result := unsafe.Pointer(&last.result)
	storeResultFailure(result, failure)
	last.chunks = append(last.chunks, lowered.held...)
	last.chunks = append(last.chunks, lowered.chunk)
	lowered.chunk = nil
	return result
}

// returned is what an export gave back, which lives on until the host has read it.
type returned struct {
	// More than any result takes.
	result  [16]uint64
	failure *Failure
	chunks  [][]uint64
}

var last returned

// escaped makes the compiler believe that addresses of strings and slices live on. Otherwise it might put them on the
// stack, which moves when it grows while the host is at work.
var escaped struct {
	ever  bool
	value unsafe.Pointer
}

func pointer(value unsafe.Pointer) int32 {
	if escaped.ever {
		escaped.value = value
	}
	return int32(uintptr(value))
}

// address is that of memory of an arena, which is no stack's.
func address(value unsafe.Pointer) int32 {
	return int32(uintptr(value))
}

func text(value string) int32 {
	return pointer(unsafe.Pointer(unsafe.StringData(value)))
}

func flag(value bool) int32 {
	if value {
		return 1
	}
	return 0
}

func storeBool(at unsafe.Pointer, value bool) {
	*(*bool)(at) = value
}

func storeString(at unsafe.Pointer, value string) {
	storeSlice(at, text(value), len(value))
}

func storeSlice(at unsafe.Pointer, items int32, count int) {
	*(*int32)(at) = items
	*(*int32)(unsafe.Add(at, 4)) = int32(count)
}

func loadBool(at unsafe.Pointer) bool {
	return *(*uint8)(at) != 0
}

// loadItems gives where the items of a list begin, and how many there are.
func loadItems(at unsafe.Pointer) (unsafe.Pointer, int) {
	items, count := *(*uint32)(at), *(*uint32)(unsafe.Add(at, 4))
	return unsafe.Add(nil, items), int(count)
}

func loadString(at unsafe.Pointer) string {
	items, count := loadItems(at)
	if count == 0 {
		return ""
	}
	return unsafe.String((*byte)(items), count)
}

// loadSlice shares the memory of the list.
func loadSlice[T any](at unsafe.Pointer) []T {
	items, count := loadItems(at)
	if count == 0 {
		return nil
	}
	return unsafe.Slice((*T)(items), count)
}
