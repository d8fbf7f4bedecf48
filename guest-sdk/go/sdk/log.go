package aludel

import "aludel/internal/wit"

// Level says how much a line of the log matters.
type Level = wit.Level

// The levels.
const (
	LevelTrace = wit.LevelTrace
	LevelDebug = wit.LevelDebug
	LevelInfo  = wit.LevelInfo
	LevelWarn  = wit.LevelWarn
	LevelError = wit.LevelError
)

// Log writes a line for the person at the terminal. Fields are names and values by turns, as slog has them:
//
//	aludel.Log(aludel.LevelInfo, "addresses changed", "rows", changed)
func Log(level Level, message string, fields ...any) {
	if len(fields) == 0 {
		wit.ProgressLog(level, message)
		return
	}
	named := make([]wit.TupleStringString, 0, (len(fields)+1)/2)
	for place := 0; place < len(fields); place += 2 {
		field := wit.TupleStringString{F0: textOf(fields[place])}
		if place+1 < len(fields) {
			field.F1 = textOf(fields[place+1])
		}
		named = append(named, field)
	}
	wit.ProgressLogWith(level, message, named)
}

// Trace writes a line of level trace; see [Log].
func Trace(message string, fields ...any) { Log(LevelTrace, message, fields...) }

// Debug writes a line of level debug; see [Log].
func Debug(message string, fields ...any) { Log(LevelDebug, message, fields...) }

// Info writes a line of level info; see [Log].
func Info(message string, fields ...any) { Log(LevelInfo, message, fields...) }

// Warn writes a line of level warn; see [Log].
func Warn(message string, fields ...any) { Log(LevelWarn, message, fields...) }

// Error writes a line of level error; see [Log].
func Error(message string, fields ...any) { Log(LevelError, message, fields...) }
