;; Errors.

;; Notes a line that an error went through, and says whether there is one. `(try ...)` calls it.
(func $failed_at (param $problem i32) (param $line i32) (param $function i32) (result i32)
  (global.set $error (local.get $problem))
  (if (i32.eqz (local.get $problem)) (then (return (i32.const 0))))
  (call $add_frame (local.get $problem) (local.get $line) (local.get $function))
  (i32.const 1))

;; The trace is a text at 64 of the failure, the innermost line last.
(func $add_frame (param $problem i32) (param $line i32) (param $function i32)
  (local $frame i32)
  (local.set $frame (call $frame (local.get $line) (local.get $function)))
  (if (i32.load offset=64 (local.get $problem))
    (then
      (local.set $frame
        (call $concat (call $concat (local.get $frame) (text "\n")) (i32.load offset=64 (local.get $problem))))))
  (i32.store offset=64 (local.get $problem) (local.get $frame)))

;; `  at migrations/a.wat:12 in upgrade`
(func $frame (param $line i32) (param $function i32) (result i32)
  (call $concat
    (call $concat (call $concat (text "  at ") (global.get $file)) (text ":"))
    (call $concat
      (call $concat (call $decimal_text (i64.extend_i32_u (local.get $line))) (text " in "))
      (local.get $function))))

;; A failure of the migration itself: 1 irreversible, 2 precondition, 3 other.
(func $failure (param $kind i32) (param $message i32) (param $line i32) (param $function i32) (result i32)
  (local $problem i32)
  (local.set $problem (call $allocate (i32.const 72)))
  (memory.fill (local.get $problem) (i32.const 0) (i32.const 72))
  (i32.store8 (local.get $problem) (i32.const 1))
  (i32.store8 offset=8 (local.get $problem) (local.get $kind))
  (i64.store offset=16 (local.get $problem) (i64.load (local.get $message)))
  (call $add_frame (local.get $problem) (local.get $line) (local.get $function))
  (local.get $problem))

;; The error in the answer of the host, if it is one, as a failure.
(func $answered (result i32)
  (local $problem i32)
  (if (i32.eqz (i32.load8_u (global.get $answer))) (then (return (i32.const 0))))
  (local.set $problem (call $allocate (i32.const 72)))
  (memory.fill (local.get $problem) (i32.const 0) (i32.const 72))
  (i32.store8 (local.get $problem) (i32.const 1))
  (memory.copy (i32.add (local.get $problem) (i32.const 16)) (i32.add (global.get $answer) (i32.const 8)) (i32.const 48))
  (local.get $problem))

;; The name of the kind of a database error, `constraint-violation`; of any other, `none`.
(func $error_kind (param $problem i32) (result i32)
  (local $kind i32)
  (if (i32.load8_u offset=8 (local.get $problem)) (then (return (text "none"))))
  (local.set $kind (i32.load8_u offset=16 (local.get $problem)))
  (if (i32.eq (local.get $kind) (i32.const 0)) (then (return (text "connection"))))
  (if (i32.eq (local.get $kind) (i32.const 1)) (then (return (text "syntax"))))
  (if (i32.eq (local.get $kind) (i32.const 2)) (then (return (text "constraint-violation"))))
  (if (i32.eq (local.get $kind) (i32.const 3)) (then (return (text "undefined-object"))))
  (if (i32.eq (local.get $kind) (i32.const 4)) (then (return (text "duplicate-object"))))
  (if (i32.eq (local.get $kind) (i32.const 5)) (then (return (text "permission-denied"))))
  (if (i32.eq (local.get $kind) (i32.const 6)) (then (return (text "serialization-failure"))))
  (if (i32.eq (local.get $kind) (i32.const 7)) (then (return (text "deadlock"))))
  (if (i32.eq (local.get $kind) (i32.const 8)) (then (return (text "timeout"))))
  (if (i32.eq (local.get $kind) (i32.const 9)) (then (return (text "cancelled"))))
  (if (i32.eq (local.get $kind) (i32.const 10)) (then (return (text "limit-exceeded"))))
  (if (i32.eq (local.get $kind) (i32.const 11)) (then (return (text "denied"))))
  (if (i32.eq (local.get $kind) (i32.const 12)) (then (return (text "offline"))))
  (if (i32.eq (local.get $kind) (i32.const 13)) (then (return (text "conversion"))))
  (if (i32.eq (local.get $kind) (i32.const 14)) (then (return (text "unsupported"))))
  (text "other"))

;; The text of an error.
(func $error_message (param $problem i32) (result i32)
  (if (i32.load8_u offset=8 (local.get $problem))
    (then (return (i32.add (local.get $problem) (i32.const 16)))))
  (i32.add (local.get $problem) (i32.const 20)))

;; Writes an error line and stops the migration. `(panic ...)` calls it.
(func $panic_at (param $message i32) (param $line i32) (param $function i32)
  (call $log (i32.const 4)
    (call $concat (call $concat (local.get $message) (text "\n")) (call $frame (local.get $line) (local.get $function))))
  unreachable)

;; Runs at the end of a function of the migration: what the host reads.
(func $verdict (param $db i32) (param $problem i32) (result i32)
  (call $host_drop_database (local.get $db))
  (if (i32.eqz (local.get $problem))
    (then
      (local.set $problem (call $allocate (i32.const 72)))
      (memory.fill (local.get $problem) (i32.const 0) (i32.const 72))
      (return (local.get $problem))))
  (if (i32.load offset=64 (local.get $problem))
    (then (call $tell_trace (local.get $problem))))
  (local.get $problem))

;; Of a database error the trace is an extra, of an `other` it follows the message; the other two are said on purpose.
(func $tell_trace (param $problem i32)
  (local $extras i32)
  (local $count i32)
  (if (i32.eq (i32.load8_u offset=8 (local.get $problem)) (i32.const 3))
    (then
      (i64.store offset=16 (local.get $problem)
        (i64.load
          (call $concat
            (call $concat (i32.add (local.get $problem) (i32.const 16)) (text "\n"))
            (i32.load offset=64 (local.get $problem)))))))
  (if (i32.load8_u offset=8 (local.get $problem)) (then (return)))
  (local.set $count (i32.load offset=60 (local.get $problem)))
  (local.set $extras (call $allocate (i32.mul (i32.add (local.get $count) (i32.const 1)) (i32.const 16))))
  (memory.copy (local.get $extras) (i32.load offset=56 (local.get $problem)) (i32.mul (local.get $count) (i32.const 16)))
  (i32.store offset=56 (local.get $problem) (local.get $extras))
  (i32.store offset=60 (local.get $problem) (i32.add (local.get $count) (i32.const 1)))
  (local.set $extras (i32.add (local.get $extras) (i32.mul (local.get $count) (i32.const 16))))
  (i64.store (local.get $extras) (i64.load (text "trace")))
  (i64.store offset=8 (local.get $extras) (i64.load (i32.load offset=64 (local.get $problem)))))
