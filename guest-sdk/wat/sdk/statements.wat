;; Prepared statements: of one, four bytes with its handle.

;; Makes a place for a statement.
(func $statement (result i32) (call $allocate (i32.const 8)))
(func $prepare (param $db i32) (param $statement i32) (param $sql i32) (result i32)
  (call $host_prepare (local.get $db) (call $data (local.get $sql)) (call $length (local.get $sql)) (global.get $answer))
  (i32.store (local.get $statement) (i32.load offset=8 (global.get $answer)))
  (call $answered))
;; Runs it with what is bound.
(func $statement_execute (param $statement i32) (result i32)
  (call $host_statement_execute (i32.load (local.get $statement)) (global.get $bound) (call $take_bound) (global.get $answer))
  (global.set $rows_affected (i64.load offset=8 (global.get $answer)))
  (call $answered))
(func $statement_query (param $statement i32) (param $cursor i32) (result i32)
  (call $host_statement_query (i32.load (local.get $statement)) (global.get $bound) (call $take_bound) (global.get $answer))
  (call $open_cursor (local.get $cursor)))
;; Runs it once for each of the rows that are bound one after the other, so many values a row, in one call.
(func $statement_execute_many (param $statement i32) (param $columns i32) (result i32)
  (local $rows i32)
  (local $count i32)
  (local.set $count (i32.div_u (global.get $bound_count) (local.get $columns)))
  (local.set $rows (call $row_list (global.get $bound) (local.get $count) (local.get $columns)))
  (drop (call $take_bound))
  (call $host_execute_many (i32.load (local.get $statement)) (local.get $rows) (local.get $count) (global.get $answer))
  (global.set $rows_affected (i64.load offset=8 (global.get $answer)))
  (call $answered))
(func $close_statement (param $statement i32) (call $host_drop_statement (i32.load (local.get $statement))))

;; Values that stand one after the other as a list of rows.
(func $row_list (param $values i32) (param $count i32) (param $columns i32) (result i32)
  (local $rows i32)
  (local $index i32)
  (local $at i32)
  (local.set $rows (call $allocate (i32.mul (local.get $count) (i32.const 8))))
  (local.set $at (local.get $rows))
  (block $done
    (loop $next
      (br_if $done (i32.ge_u (local.get $index) (local.get $count)))
      (i32.store (local.get $at)
        (i32.add (local.get $values) (i32.mul (i32.mul (local.get $index) (local.get $columns)) (i32.const 24))))
      (i32.store offset=4 (local.get $at) (local.get $columns))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (local.set $index (i32.add (local.get $index) (i32.const 1)))
      (br $next)))
  (local.get $rows))
