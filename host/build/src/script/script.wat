;; The code of every migration that is a script: it hands each call on to the interpreter, which the host puts in the place
;; of the import. The script itself is a custom section beside this code.
(module
  (import "aludel:migration/interpreter@0.1.0" "upgrade" (func $upgrade (param $database i32) (param $result i32)))
  (import "aludel:migration/interpreter@0.1.0" "downgrade" (func $downgrade (param $database i32) (param $result i32)))
  (import "aludel:migration/interpreter@0.1.0" "verify" (func $verify (param $database i32) (param $result i32)))
  (import "aludel:sql/database@0.1.0" "[resource-drop]database" (func $drop_database (param $database i32)))

  (memory (export "memory") 1)

  ;; 0..64: result<_, failure>; from 64 on, where the host puts its texts
  (global $heap (mut i32) (i32.const 64))

  ;; Gives out memory and never takes it back: an instance lives for one call.
  (func (export "cabi_realloc")
    (param $old i32) (param $old_size i32) (param $alignment i32) (param $size i32) (result i32)
    (local $start i32) (local $end i32) (local $missing i32)
    (if (local.get $old_size) (then (unreachable)))
    (local.set $start
      (i32.and
        (i32.sub (i32.add (global.get $heap) (local.get $alignment)) (i32.const 1))
        (i32.sub (i32.const 0) (local.get $alignment))))
    (local.set $end (i32.add (local.get $start) (local.get $size)))
    (if (i32.lt_u (local.get $end) (local.get $start)) (then (unreachable)))
    (if (i32.gt_u (local.get $end) (i32.shl (memory.size) (i32.const 16)))
      (then
        (local.set $missing (i32.sub (local.get $end) (i32.shl (memory.size) (i32.const 16))))
        (local.set $missing (i32.add (i32.shr_u (i32.sub (local.get $missing) (i32.const 1)) (i32.const 16)) (i32.const 1)))
        (if (i32.eq (memory.grow (local.get $missing)) (i32.const -1)) (then (unreachable)))))
    (global.set $heap (local.get $end))
    (local.get $start))

  (func (export "aludel:migration/revision@0.1.0#upgrade") (param $database i32) (result i32)
    (call $upgrade (local.get $database) (i32.const 0))
    (call $drop_database (local.get $database))
    (i32.const 0))
  (func (export "aludel:migration/revision@0.1.0#downgrade") (param $database i32) (result i32)
    (call $downgrade (local.get $database) (i32.const 0))
    (call $drop_database (local.get $database))
    (i32.const 0))
  (func (export "aludel:migration/check@0.1.0#verify") (param $database i32) (result i32)
    (call $verify (local.get $database) (i32.const 0))
    (call $drop_database (local.get $database))
    (i32.const 0)))
