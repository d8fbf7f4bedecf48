package aludel

import (
	"strings"
	"unsafe"
)

// What the runtime writes when it ends the program by itself, for a panic in another goroutine than that of the step or
// for a deadlock, begins with one of these. Nobody reads what is written then, and no code of the program runs any more.
const (
	panicWords = "panic: "
	fatalWords = "fatal error: "
)

// placeInProject begins the line of a trace with a place in the project's files.
const placeInProject = "\t" + root

// overrideWrite is what the runtime calls to write, if it is set.
//
//go:linkname overrideWrite runtime.overrideWrite
var overrideWrite func(descriptor uintptr, data unsafe.Pointer, length int32) int32

// importLog is `progress.log` without any of what Go would have to allocate for it.
//
//go:wasmimport aludel:migration/progress@0.1.0 log
//go:noescape
func importLog(level int32, text unsafe.Pointer, length int32)

const levelError = 4

// heard is what was written since the runtime began to say why it ends the program.
var heard struct {
	text   [16 << 10]byte
	length int
	isTold bool
}

// said is the message for the host.
var said struct {
	text   [4 << 10]byte
	length int
}

func init() {
	overrideWrite = hear
}

// hear collects what the runtime writes, up to the first place in the project. Nothing here may allocate: it runs in the
// midst of the runtime's own end.
func hear(_ uintptr, data unsafe.Pointer, length int32) int32 {
	piece := unsafe.String((*byte)(data), length)
	heard.length += copy(heard.text[heard.length:], piece)
	if heard.isTold || !strings.HasSuffix(piece, "\n") {
		return length
	}
	text := unsafe.String(&heard.text[0], heard.length)
	if !strings.HasPrefix(text, panicWords) && !strings.HasPrefix(text, fatalWords) {
		heard.length = 0
		return length
	}
	if start := strings.Index(text, placeInProject); start > 0 {
		heard.isTold = true
		tell(text[:start-1], text[start+len(placeInProject):])
	}
	return length
}

// tell puts the message into the log, with the place below it as the trace of an error has it:
//
//	panic: no name
//	  at migrations/0004_names.go:14 in rename
//
// Before the place stands "panic: no name\n\ngoroutine 6 [running]:\nmain.rename.func1()".
func tell(before, place string) {
	message, _, _ := strings.Cut(before, "\n\n")
	function := before[strings.LastIndexByte(before, '\n')+1:]
	if end := strings.LastIndexByte(function, '('); end >= 0 {
		function = function[:end]
	}
	if end := strings.IndexAny(place, " \n"); end >= 0 {
		place = place[:end]
	}
	say(message)
	say("\n  at ")
	say(place)
	say(" in ")
	say(functionName(function))
	importLog(levelError, unsafe.Pointer(&said.text[0]), int32(said.length))
}

func say(part string) {
	said.length += copy(said.text[said.length:], part)
}
