;; The database.

;; 0 SQLite, 1 PostgreSQL, 2 MySQL, 3 MariaDB, 4 another.
(func $dialect (param $db i32) (result i32)
  (call $host_info (local.get $db) (global.get $answer))
  (i32.load8_u (global.get $answer)))

;; Whether the server has a feature: `returning`, `drop-column`, `arrays`, `check-constraints`. Unknown: 0.
(func $supports (param $db i32) (param $feature i32) (result i32)
  (call $host_supports (local.get $db) (call $data (local.get $feature)) (call $length (local.get $feature))))

;; Quotes one identifier by the rules of the server.
(func $quote (param $db i32) (param $identifier i32) (result i32)
  (call $host_quote (local.get $db) (call $data (local.get $identifier)) (call $length (local.get $identifier)) (global.get $answer))
  (call $answered_text))

;; The server's text of parameter `index`, counted from 1.
(func $placeholder (param $db i32) (param $index i32) (result i32)
  (call $host_placeholder (local.get $db) (local.get $index) (global.get $answer))
  (call $answered_text))

;; The placeholders of so many parameters: `$1, $2, $3`.
(func $placeholders (param $db i32) (param $count i32) (result i32)
  (local $index i32)
  (local $list i32)
  (local.set $index (i32.const 1))
  (local.set $list (call $placeholder (local.get $db) (i32.const 1)))
  (block $done
    (loop $next
      (br_if $done (i32.ge_u (local.get $index) (local.get $count)))
      (local.set $index (i32.add (local.get $index) (i32.const 1)))
      (local.set $list
        (call $concat (call $concat (local.get $list) (text ", ")) (call $placeholder (local.get $db) (local.get $index))))
      (br $next)))
  (local.get $list))

;; A text that the host answered with.
(func $answered_text (result i32)
  (call $text_at (i32.load (global.get $answer)) (i32.load offset=4 (global.get $answer))))

;; Runs one statement and drops its rows. `$rows_affected` says how many it changed.
(func $execute (param $db i32) (param $sql i32) (result i32)
  (call $host_execute (local.get $db) (call $data (local.get $sql)) (call $length (local.get $sql))
    (global.get $bound) (call $take_bound) (global.get $answer))
  (global.set $rows_affected (i64.load offset=8 (global.get $answer)))
  (call $answered))

;; Runs several statements divided by semicolons, without parameters.
(func $execute_script (param $db i32) (param $sql i32) (result i32)
  (call $host_execute_script (local.get $db) (call $data (local.get $sql)) (call $length (local.get $sql)) (global.get $answer))
  (call $answered))
