package aludel

import "aludel/internal/wit"

// Task is a unit of work with a bar.
//
//	task := aludel.StartTask("orders", 20_000)
//	defer task.End()
//	task.Advance(1_000)
type Task struct {
	handle wit.Task
	ended  bool
}

// StartTask shows a bar; a total of 0 is one that nobody knows yet.
func StartTask(label string, total uint64) *Task {
	if total == 0 {
		return &Task{handle: wit.NewTask(label, nil)}
	}
	return &Task{handle: wit.NewTask(label, &total)}
}

// Advance says that so much more is done.
func (task *Task) Advance(by uint64) {
	task.handle.Advance(by)
}

// SetTotal says how much there is in all.
func (task *Task) SetTotal(total uint64) {
	task.handle.SetTotal(total)
}

// End takes the bar away.
func (task *Task) End() {
	if !task.ended {
		task.ended = true
		task.handle.Drop()
	}
}
