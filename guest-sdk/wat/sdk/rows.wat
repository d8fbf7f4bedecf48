;; Rows: of a cursor, 32 bytes: handle, page, rows of the page, place in the page, row, where the page begins in
;; memory and where it ends, rows to fetch at once.

;; Makes a place for a cursor. `(local.set $rows (call $cursor))`
(func $cursor (result i32)
  (local $cursor i32)
  (local.set $cursor (call $allocate (i32.const 32)))
  (memory.fill (local.get $cursor) (i32.const 0) (i32.const 32))
  (i32.store offset=28 (local.get $cursor) (i32.const 256))
  (local.get $cursor))

;; Fetches so many rows at once.
(func $set_page_rows (param $cursor i32) (param $rows i32)
  (i32.store offset=28 (local.get $cursor) (local.get $rows)))

;; Runs one statement whose rows the cursor has then.
(func $query (param $db i32) (param $cursor i32) (param $sql i32) (result i32)
  (call $host_query (local.get $db) (call $data (local.get $sql)) (call $length (local.get $sql))
    (global.get $bound) (call $take_bound) (global.get $answer))
  (call $open_cursor (local.get $cursor)))

(func $open_cursor (param $cursor i32) (result i32)
  (i32.store (local.get $cursor) (i32.load offset=8 (global.get $answer)))
  (i32.store offset=8 (local.get $cursor) (i32.const 0))
  (i32.store offset=12 (local.get $cursor) (i32.const 0))
  (call $answered))

;; Goes to the next row; `has_row` says whether there is one. After the last one the cursor is closed.
(func $next (param $cursor i32) (result i32)
  (i32.store offset=12 (local.get $cursor) (i32.add (i32.load offset=12 (local.get $cursor)) (i32.const 1)))
  (if (i32.ge_u (i32.load offset=12 (local.get $cursor)) (i32.load offset=8 (local.get $cursor)))
    (then (return (call $next_page (local.get $cursor)))))
  (call $set_row (local.get $cursor))
  (i32.const 0))

;; The memory of the page before is used again where nothing was allocated after it.
(func $next_page (param $cursor i32) (result i32)
  (if (i32.eq (i32.load offset=24 (local.get $cursor)) (global.get $heap))
    (then (global.set $heap (i32.load offset=20 (local.get $cursor)))))
  (i32.store offset=20 (local.get $cursor) (global.get $heap))
  (call $host_next_rows (i32.load (local.get $cursor)) (i32.load offset=28 (local.get $cursor)) (global.get $answer))
  (i32.store offset=24 (local.get $cursor) (global.get $heap))
  (i32.store offset=4 (local.get $cursor) (i32.load offset=8 (global.get $answer)))
  (i32.store offset=8 (local.get $cursor) (i32.load offset=12 (global.get $answer)))
  (i32.store offset=12 (local.get $cursor) (i32.const 0))
  (if (i32.load8_u (global.get $answer)) (then (return (call $answered))))
  (if (call $has_row (local.get $cursor))
    (then (call $set_row (local.get $cursor)))
    (else (call $host_drop_cursor (i32.load (local.get $cursor)))))
  (i32.const 0))

(func $has_row (param $cursor i32) (result i32)
  (i32.ne (i32.load offset=8 (local.get $cursor)) (i32.const 0)))

(func $set_row (param $cursor i32)
  (i32.store offset=16 (local.get $cursor)
    (i32.load
      (i32.add (i32.load offset=4 (local.get $cursor)) (i32.mul (i32.load offset=12 (local.get $cursor)) (i32.const 8))))))

;; Closes a cursor before its end.
(func $close_cursor (param $cursor i32) (call $host_drop_cursor (i32.load (local.get $cursor))))

;; The value in a column of the row, counted from 0, as its address.
(func $value (param $cursor i32) (param $column i32) (result i32)
  (i32.add (i32.load offset=16 (local.get $cursor)) (i32.mul (local.get $column) (i32.const 24))))

(func $is_null (param $cursor i32) (param $column i32) (result i32)
  (i32.eqz (i32.load8_u (call $value (local.get $cursor) (local.get $column)))))

;; These stop the migration where the value is of another case.
(func $get_boolean (param $cursor i32) (param $column i32) (result i32)
  (local $value i32)
  (local.set $value (call $value (local.get $cursor) (local.get $column)))
  ;; SQLite and MySQL have 0 and 1.
  (if (i32.eq (i32.load8_u (local.get $value)) (i32.const 2))
    (then (return (i64.ne (i64.load offset=8 (local.get $value)) (i64.const 0)))))
  (i32.load8_u offset=8 (call $expect (local.get $value) (i32.const 1) (text "the value is no boolean"))))
(func $get_integer (param $cursor i32) (param $column i32) (result i64)
  (i64.load offset=8
    (call $expect (call $value (local.get $cursor) (local.get $column)) (i32.const 2) (text "the value is no integer"))))
(func $get_real (param $cursor i32) (param $column i32) (result f64)
  (f64.load offset=8
    (call $expect (call $value (local.get $cursor) (local.get $column)) (i32.const 4) (text "the value is no real number"))))
;; Texts, decimals and JSON; NULL is 0.
(func $get_text (param $cursor i32) (param $column i32) (result i32)
  (local $value i32)
  (local.set $value (call $value (local.get $cursor) (local.get $column)))
  (if (i32.eqz (i32.load8_u (local.get $value))) (then (return (i32.const 0))))
  (if (i32.eqz (call $is_text_tag (i32.load8_u (local.get $value))))
    (then (call $stop (text "the value is no text"))))
  (i32.add (local.get $value) (i32.const 8)))
;; As a text; NULL is 0.
(func $get_bytes (param $cursor i32) (param $column i32) (result i32)
  (local $value i32)
  (local.set $value (call $value (local.get $cursor) (local.get $column)))
  (if (i32.eqz (i32.load8_u (local.get $value))) (then (return (i32.const 0))))
  (i32.add (call $expect (local.get $value) (i32.const 7) (text "the value is no bytes")) (i32.const 8)))

(func $expect (param $value i32) (param $tag i32) (param $complaint i32) (result i32)
  (if (i32.ne (i32.load8_u (local.get $value)) (local.get $tag))
    (then (call $stop (local.get $complaint))))
  (local.get $value))

(func $stop (param $message i32)
  (call $log (i32.const 4) (local.get $message))
  unreachable)

;; The first row of a query, in a place for a cursor: `has_row` says whether there is one.
(func $query_one (param $db i32) (param $cursor i32) (param $sql i32) (result i32)
  (call $host_query_one (local.get $db) (call $data (local.get $sql)) (call $length (local.get $sql))
    (global.get $bound) (call $take_bound) (global.get $answer))
  (i32.store offset=8 (local.get $cursor) (i32.load8_u offset=8 (global.get $answer)))
  (i32.store offset=16 (local.get $cursor) (i32.load offset=12 (global.get $answer)))
  (call $answered))
