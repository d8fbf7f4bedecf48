package aludel

import (
	"runtime"
	"strconv"
	"strings"
)

// tracedFrames is how many frames a trace looks at.
const tracedFrames = 64

// root begins the names that the build gives the files of the project; what follows is their path in it.
const root = "/aludel-project/"

// trace holds places in the program, the innermost call first.
type trace []uintptr

func currentTrace() trace {
	var places [tracedFrames]uintptr
	count := runtime.Callers(3, places[:])
	return append(trace(nil), places[:count]...)
}

// String has a line for every call in the files of the project, the innermost last.
func (trace trace) String() string {
	if len(trace) == 0 {
		return ""
	}
	var lines []string
	frames := runtime.CallersFrames(trace)
	for {
		frame, more := frames.Next()
		if path, isProject := strings.CutPrefix(frame.File, root); isProject {
			lines = append(lines, "  at "+path+":"+strconv.Itoa(frame.Line)+" in "+functionName(frame.Function))
		}
		if !more {
			break
		}
	}
	for low, high := 0, len(lines)-1; low < high; low, high = low+1, high-1 {
		lines[low], lines[high] = lines[high], lines[low]
	}
	return strings.Join(lines, "\n")
}

// functionName gives `Upgrade` of `main.Upgrade.func1`: a literal belongs to the function that it is in.
func functionName(full string) string {
	name := strings.TrimPrefix(full[strings.LastIndexByte(full, '/')+1:], "main.")
	for {
		shorter, last, found := cutLast(name, ".")
		isLiteral := strings.HasPrefix(last, "func") || strings.HasPrefix(last, "gowrap") || strings.HasPrefix(last, "deferwrap")
		isNumber := last != "" && strings.Trim(last, "0123456789") == ""
		isRange := strings.Contains(last, "-range")
		if !found || !isLiteral && !isNumber && !isRange {
			break
		}
		name = shorter
	}
	name, _, _ = strings.Cut(name, "-range")
	return name
}

func cutLast(text, separator string) (before, after string, found bool) {
	place := strings.LastIndex(text, separator)
	if place < 0 {
		return text, "", false
	}
	return text[:place], text[place+len(separator):], true
}

// withTrace puts the trace below a message.
func withTrace(message string, trace trace) string {
	if text := trace.String(); text != "" {
		return message + "\n" + text
	}
	return message
}
