;; The run.

(func $revision (result i32)
  (call $host_revision (global.get $answer))
  (call $answered_text))
;; The value of `-x name=value`, or 0.
(func $argument (param $name i32) (result i32)
  (call $host_argument (call $data (local.get $name)) (call $length (local.get $name)) (global.get $answer))
  (call $answered_option))
;; How many arguments there are, and after it the name and the value of each by its number.
(func $argument_count (result i32)
  (call $host_arguments (global.get $answer))
  (i32.load offset=4 (global.get $answer)))
(func $argument_name (param $index i32) (result i32)
  (call $host_arguments (global.get $answer))
  (i32.add (i32.load (global.get $answer)) (i32.mul (local.get $index) (i32.const 16))))
(func $argument_value (param $index i32) (result i32)
  (i32.add (call $argument_name (local.get $index)) (i32.const 8)))
;; The tag given with `--tag`, or 0.
(func $tag (result i32)
  (call $host_tag (global.get $answer))
  (call $answered_option))
;; The content of this component's own custom section `aludel:NAME`, or 0.
(func $section (param $name i32) (result i32)
  (call $host_section (call $data (local.get $name)) (call $length (local.get $name)) (global.get $answer))
  (call $answered_option))
(func $answered_option (result i32)
  (if (i32.eqz (i32.load8_u (global.get $answer))) (then (return (i32.const 0))))
  (call $text_at (i32.load offset=4 (global.get $answer)) (i32.load offset=8 (global.get $answer))))

;; Writes a line: 0 trace, 1 debug, 2 info, 3 warn, 4 error.
(func $log (param $level i32) (param $message i32)
  (call $host_log (local.get $level) (call $data (local.get $message)) (call $length (local.get $message))))
(func $trace (param $message i32) (call $log (i32.const 0) (local.get $message)))
(func $debug (param $message i32) (call $log (i32.const 1) (local.get $message)))
(func $info (param $message i32) (call $log (i32.const 2) (local.get $message)))
(func $warn (param $message i32) (call $log (i32.const 3) (local.get $message)))
;; Writes a line with fields: bound are the name and the value of each, one after the other, as texts.
(func $log_with (param $level i32) (param $message i32)
  (local $fields i32)
  (local $index i32)
  (local $count i32)
  (local.set $count (call $take_bound))
  (local.set $fields (call $allocate (i32.mul (local.get $count) (i32.const 8))))
  (block $done
    (loop $next
      (br_if $done (i32.ge_u (local.get $index) (local.get $count)))
      (i64.store (i32.add (local.get $fields) (i32.mul (local.get $index) (i32.const 8)))
        (i64.load offset=8 (i32.add (global.get $bound) (i32.mul (local.get $index) (i32.const 24)))))
      (local.set $index (i32.add (local.get $index) (i32.const 1)))
      (br $next)))
  (call $host_log_with (local.get $level) (call $data (local.get $message)) (call $length (local.get $message))
    (local.get $fields) (i32.shr_u (local.get $count) (i32.const 1))))

;; Begins a task with a bar, whose end is not known; `advance`, `set_total` and `task_end` take what it gives.
(func $task (param $label i32) (result i32)
  (call $host_task (call $data (local.get $label)) (call $length (local.get $label)) (i32.const 0) (i64.const 0)))
;; Begins a task of so many steps.
(func $task_of (param $label i32) (param $total i64) (result i32)
  (call $host_task (call $data (local.get $label)) (call $length (local.get $label)) (i32.const 1) (local.get $total)))
