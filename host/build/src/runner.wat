;; The code of every SQL migration: it runs the statements of its own section `aludel:sql`, whose layout is described in
;; `sql_section.rs`, one by one, and gives up at the first error. It holds no statement itself, so that all SQL
;; migrations share one compiled form.
(module
  (import "aludel:migration/context@0.1.0" "section" (func $section (param $name i32) (param $length i32) (param $result i32)))
  (import "aludel:sql/database@0.1.0" "[method]database.info" (func $info (param $database i32) (param $result i32)))
  (import "aludel:sql/database@0.1.0" "[method]database.execute"
    (func $execute (param $database i32) (param $sql i32) (param $sql_length i32)
                   (param $values i32) (param $values_length i32) (param $result i32)))
  (import "aludel:sql/database@0.1.0" "[resource-drop]database" (func $drop_database (param $database i32)))

  (memory (export "memory") 1)

  ;; 0..512: texts
  ;; 512: what `info` and `section` give; 48 bytes at most
  ;; 576: result<_, failure>, 64 bytes: 0 is the case of the result, 8 the case of the failure, 16 its payload
  ;; 584: what `execute` gives, 56 bytes: 8 is the case, 16 the error. It lies so that the error is where the failure's is.
  ;; 1024: where the host puts what it gives
  (global $place i32 (i32.const 512))
  (global $result i32 (i32.const 576))
  (global $outcome i32 (i32.const 584))
  (global $heap (mut i32) (i32.const 1024))

  (data (i32.const 0) "sql")
  (data (i32.const 16) "this component holds no SQL that its runner can read")
  (data (i32.const 96) "SQL migrations do not know this database")

  ;; Gives out memory and never takes it back: an instance lives for one call.
  (func $allocate (export "cabi_realloc")
    (param $old i32) (param $old_size i32) (param $alignment i32) (param $size i32) (result i32)
    (local $start i32) (local $end i32) (local $missing i32)
    (local.set $start
      (i32.and
        (i32.sub (i32.add (global.get $heap) (local.get $alignment)) (i32.const 1))
        (i32.sub (i32.const 0) (local.get $alignment))))
    (local.set $end (i32.add (local.get $start) (local.get $size)))
    (if (i32.lt_u (local.get $end) (local.get $start)) (then (unreachable)))
    ;; memory.size is in pages of 64 KiB; a memory of 4 GiB would overflow, and no host gives one.
    (if (i32.gt_u (local.get $end) (i32.shl (memory.size) (i32.const 16)))
      (then
        (local.set $missing (i32.sub (local.get $end) (i32.shl (memory.size) (i32.const 16))))
        (local.set $missing (i32.add (i32.shr_u (i32.sub (local.get $missing) (i32.const 1)) (i32.const 16)) (i32.const 1)))
        (if (i32.eq (memory.grow (local.get $missing)) (i32.const -1)) (then (unreachable)))))
    (global.set $heap (local.get $end))
    (if (local.get $old_size)
      (then
        (memory.copy (local.get $start) (local.get $old)
          (select (local.get $old_size) (local.get $size) (i32.lt_u (local.get $old_size) (local.get $size))))))
    (local.get $start))

  ;; Makes the result `err(failure)` with a text. Cases: 1 irreversible, 2 precondition, 3 other.
  (func $fail (param $case i32) (param $text i32) (param $length i32)
    (i32.store8 (global.get $result) (i32.const 1))
    (i32.store8 offset=8 (global.get $result) (local.get $case))
    (i32.store offset=16 (global.get $result) (local.get $text))
    (i32.store offset=20 (global.get $result) (local.get $length)))

  ;; The address of the script for this phase and database, or 0 after a failure.
  (func $find_script (param $database i32) (param $phase i32) (param $bytes i32) (param $length i32) (result i32)
    (local $dialect i32)
    (if (i32.lt_u (local.get $length) (i32.const 40))
      (then (call $fail (i32.const 3) (i32.const 16) (i32.const 52)) (return (i32.const 0))))
    ;; "ALSQ", version 1
    (if (i64.ne (i64.load (local.get $bytes)) (i64.const 0x0000000151534c41))
      (then (call $fail (i32.const 3) (i32.const 16) (i32.const 52)) (return (i32.const 0))))
    (call $info (local.get $database) (global.get $place))
    (local.set $dialect (i32.load8_u (global.get $place)))
    (if (i32.gt_u (local.get $dialect) (i32.const 3))
      (then (call $fail (i32.const 3) (i32.const 96) (i32.const 40)) (return (i32.const 0))))
    (i32.add
      (local.get $bytes)
      (i32.load offset=8
        (i32.add
          (local.get $bytes)
          (i32.shl (i32.add (i32.shl (local.get $phase) (i32.const 2)) (local.get $dialect)) (i32.const 2))))))

  ;; Runs the statements from $statement up to $end, 12 bytes each: line, offset, length.
  (func $run_statements (param $database i32) (param $bytes i32) (param $statement i32) (param $end i32)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $statement) (local.get $end)))
        (call $execute
          (local.get $database)
          (i32.add (local.get $bytes) (i32.load offset=4 (local.get $statement)))
          (i32.load offset=8 (local.get $statement))
          (i32.const 8) (i32.const 0)
          (global.get $outcome))
        (if (i32.load8_u (global.get $outcome))
          (then
            ;; The error lies in the failure's place already; the outcome's case becomes failure::database, case 0.
            (i32.store8 (global.get $outcome) (i32.const 0))
            (i32.store8 (global.get $result) (i32.const 1))
            (return)))
        (local.set $statement (i32.add (local.get $statement) (i32.const 12)))
        (br $next))))

  (func $run_script (param $database i32) (param $bytes i32) (param $script i32)
    (local $kind i32)
    (local.set $kind (i32.load (local.get $script)))
    (if (local.get $kind)
      (then
        (call $fail
          (select (i32.const 1) (i32.const 3) (i32.eq (local.get $kind) (i32.const 1)))
          (i32.add (local.get $bytes) (i32.load offset=12 (local.get $script)))
          (i32.load offset=16 (local.get $script)))
        (return)))
    (call $run_statements
      (local.get $database)
      (local.get $bytes)
      (i32.add (local.get $script) (i32.const 8))
      (i32.add
        (i32.add (local.get $script) (i32.const 8))
        (i32.mul (i32.load offset=4 (local.get $script)) (i32.const 12)))))

  (func $run (param $database i32) (param $phase i32) (result i32)
    (local $bytes i32) (local $script i32)
    (i32.store8 (global.get $result) (i32.const 0))
    (call $section (i32.const 0) (i32.const 3) (global.get $place))
    (if (i32.load8_u (global.get $place))
      (then
        (local.set $bytes (i32.load offset=4 (global.get $place)))
        (local.set $script
          (call $find_script
            (local.get $database) (local.get $phase) (local.get $bytes) (i32.load offset=8 (global.get $place))))
        (if (local.get $script)
          (then (call $run_script (local.get $database) (local.get $bytes) (local.get $script)))))
      (else (call $fail (i32.const 3) (i32.const 16) (i32.const 52))))
    ;; A borrowed handle has to be given back before the call ends.
    (call $drop_database (local.get $database))
    (global.get $result))

  (func (export "aludel:migration/revision@0.1.0#upgrade") (param $database i32) (result i32)
    (call $run (local.get $database) (i32.const 0)))
  (func (export "aludel:migration/revision@0.1.0#downgrade") (param $database i32) (result i32)
    (call $run (local.get $database) (i32.const 1))))
