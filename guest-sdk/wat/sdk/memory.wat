;; Memory.

;; The answer of the last call of the host, which writes it there: 64 bytes.
(global $answer i32 (i32.const 65472))
;; The error that `(try ...)` leaves a function with.
(global $error (mut i32) (i32.const 0))
;; The parameters that are bound: so many values of 24 bytes each, at most 1024.
(global $bound i32 (i32.const 32768))
(global $bound_count (mut i32) (i32.const 0))
;; How many rows the last `execute` changed.
(global $rows_affected (mut i64) (i64.const 0))

;; So many bytes, which begin at a multiple of eight.
(func $allocate (param $size i32) (result i32)
  (local $start i32)
  (local $end i32)
  (local.set $start (i32.and (i32.add (global.get $heap) (i32.const 7)) (i32.const -8)))
  (local.set $end (i32.add (local.get $start) (local.get $size)))
  (if (i32.gt_u (local.get $end) (i32.shl (memory.size) (i32.const 16)))
    (then (call $grow (local.get $end))))
  (global.set $heap (local.get $end))
  (local.get $start))

;; Makes the memory reach up to an address, and a megabyte farther.
(func $grow (param $end i32)
  (local $pages i32)
  (local.set $pages
    (i32.sub (i32.shr_u (i32.add (local.get $end) (i32.const 65535)) (i32.const 16)) (memory.size)))
  (if (i32.eq (memory.grow (i32.add (local.get $pages) (i32.const 15))) (i32.const -1))
    (then
      (if (i32.eq (memory.grow (local.get $pages)) (i32.const -1))
        (then unreachable)))))

;; The host writes what it gives with this.
(func $cabi_realloc (export "cabi_realloc") (param $old i32) (param $old_size i32) (param $align i32) (param $size i32) (result i32)
  (local $new i32)
  (local.set $new (call $allocate (local.get $size)))
  (memory.copy (local.get $new) (local.get $old) (local.get $old_size))
  (local.get $new))

;; A place in memory, for `release`.
(func $mark (result i32) (global.get $heap))

;; Gives back what was allocated since the mark: texts made since then are gone.
(func $release (param $mark i32) (global.set $heap (local.get $mark)))
