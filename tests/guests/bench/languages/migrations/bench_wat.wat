;; /// migration
;; revision = "bench_wat"
;; message = "lower-case e-mail addresses, in WebAssembly text"
;; ///

;; Rows come in pages and are written in batches below the loop.
(func $upgrade (param $db i32) (result i32)
  (local $rows i32)
  (local $update i32)
  (local $email i32)
  (local.set $rows (call $cursor))
  (local.set $update (call $writer))
  (try (call $bulk_update (local.get $db) (local.get $update) (text "customers") (text "id") (text "email")))
  (try (call $query (local.get $db) (local.get $rows) (text "SELECT id, email FROM customers")))
  (each $rows
    (local.set $email (call $get_text (local.get $rows) (i32.const 1)))
    (call $lower (local.get $email))
    (call $bind_integer (call $get_integer (local.get $rows) (i32.const 0)))
    (call $bind_text (local.get $email))
    (try (call $write_row (local.get $update))))
  (try (call $finish (local.get $update)))
  (i32.const 0))

(func $downgrade (param $db i32) (result i32)
  (irreversible (text "the old spelling of the addresses is not kept")))

;; Turns the large letters of a text into small ones, where they lie.
(func $lower (param $text i32)
  (local $at i32)
  (local $end i32)
  (local.set $at (call $data (local.get $text)))
  (local.set $end (i32.add (local.get $at) (call $length (local.get $text))))
  (block $done
    (loop $next
      (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
      (if (i32.lt_u (i32.sub (i32.load8_u (local.get $at)) (i32.const 65)) (i32.const 26))
        (then (i32.store8 (local.get $at) (i32.add (i32.load8_u (local.get $at)) (i32.const 32)))))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br $next))))
