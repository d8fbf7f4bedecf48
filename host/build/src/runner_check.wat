  ;; What `runner.wat` has beyond itself in a migration that checks its own work: imports first, then the function
  ;; `verify`. It asks what its section `aludel:sql-check` holds, statement by statement, and gives up at the first error,
  ;; and at the first answer that is not true.
  (import "aludel:sql/database@0.1.0" "[method]database.query"
    (func $query (param $database i32) (param $sql i32) (param $sql_length i32)
                 (param $values i32) (param $values_length i32) (param $result i32)))
  (import "aludel:sql/database@0.1.0" "[method]cursor.columns" (func $columns (param $cursor i32) (param $result i32)))
  (import "aludel:sql/database@0.1.0" "[method]cursor.next-rows"
    (func $next_rows (param $cursor i32) (param $rows_max i32) (param $result i32)))
  (import "aludel:sql/database@0.1.0" "[resource-drop]cursor" (func $drop_cursor (param $cursor i32)))

  ;; Functions

  ;; Texts, between those of the runner and what it writes.
  (data (i32.const 144) "sql-check")
  (data (i32.const 160) "it gave no row, and a check has to give at least one")
  (data (i32.const 224) "it gave NULL, and the first value of each row has to be true")
  (data (i32.const 288) "it gave false, and the first value of each row has to be true")
  (data (i32.const 352) "it gave 0, and the first value of each row has to be true")

  ;; Whether a decimal number is 0: nothing in it but signs, dots and zeros.
  (func $is_zero (param $text i32) (param $length i32) (result i32)
    (local $end i32) (local $byte i32)
    (local.set $end (i32.add (local.get $text) (local.get $length)))
    (block $other
      (loop $next
        (if (i32.ge_u (local.get $text) (local.get $end)) (then (return (i32.const 1))))
        (local.set $byte (i32.load8_u (local.get $text)))
        (local.set $text (i32.add (local.get $text) (i32.const 1)))
        (br_if $next (i32.eq (local.get $byte) (i32.const 48)))
        (br_if $next (i32.eq (local.get $byte) (i32.const 46)))
        (br_if $next (i32.eq (local.get $byte) (i32.const 45)))
        (br $other)))
    (i32.const 0))

  ;; Fails, and tells so by 1, where a value is NULL, false or 0. A value has 24 bytes: 0 is its case, 8 what it holds.
  (func $refuse_value (param $value i32) (result i32)
    (local $case i32) (local $is_zero i32)
    (local.set $case (i32.load8_u (local.get $value)))
    (if (i32.eqz (local.get $case))
      (then (call $fail (i32.const 3) (i32.const 224) (i32.const 60)) (return (i32.const 1))))
    (if (i32.eq (local.get $case) (i32.const 1))
      (then
        (if (i32.eqz (i32.load8_u offset=8 (local.get $value)))
          (then (call $fail (i32.const 3) (i32.const 288) (i32.const 61)) (return (i32.const 1))))
        (return (i32.const 0))))
    ;; integer, unsigned-integer, real, decimal
    (if (i32.le_u (local.get $case) (i32.const 3))
      (then (local.set $is_zero (i64.eqz (i64.load offset=8 (local.get $value))))))
    (if (i32.eq (local.get $case) (i32.const 4))
      (then (local.set $is_zero (f64.eq (f64.load offset=8 (local.get $value)) (f64.const 0)))))
    (if (i32.eq (local.get $case) (i32.const 5))
      (then
        (local.set $is_zero
          (call $is_zero (i32.load offset=8 (local.get $value)) (i32.load offset=12 (local.get $value))))))
    (if (local.get $is_zero) (then (call $fail (i32.const 3) (i32.const 352) (i32.const 57))))
    (local.get $is_zero))

  ;; Fails, and tells so by 1, where the first value of a row is not true. A row is an address and a length.
  (func $refuse_rows (param $row i32) (param $count i32) (result i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $row) (i32.shl (local.get $count) (i32.const 3))))
    (loop $next
      (if (i32.ge_u (local.get $row) (local.get $end)) (then (return (i32.const 0))))
      (if (i32.load offset=4 (local.get $row))
        (then (if (call $refuse_value (i32.load (local.get $row))) (then (return (i32.const 1))))))
      (local.set $row (i32.add (local.get $row) (i32.const 8)))
      (br $next))
    (i32.const 0))

  ;; Reads all rows of a cursor, and fails where one is not true or where there is none. What has no columns, such as DO,
  ;; has to go well and no more.
  (func $refuse_cursor (param $cursor i32) (result i32)
    (local $count i32) (local $any i32) (local $heap_before i32)
    (local.set $heap_before (global.get $heap))
    (block $done
      (loop $next
        (call $next_rows (local.get $cursor) (i32.const 100) (global.get $outcome))
        (if (i32.load8_u (global.get $outcome))
          (then
            (i32.store8 (global.get $outcome) (i32.const 0))
            (i32.store8 (global.get $result) (i32.const 1))
            (return (i32.const 1))))
        (local.set $count (i32.load offset=12 (global.get $outcome)))
        (br_if $done (i32.eqz (local.get $count)))
        (local.set $any (i32.const 1))
        (if (call $refuse_rows (i32.load offset=8 (global.get $outcome)) (local.get $count))
          (then (return (i32.const 1))))
        ;; The rows are done with, so that a long list needs no more room than a page of it.
        (global.set $heap (local.get $heap_before))
        (br $next)))
    (if (local.get $any) (then (return (i32.const 0))))
    (call $columns (local.get $cursor) (global.get $place))
    (if (i32.eqz (i32.load offset=4 (global.get $place))) (then (return (i32.const 0))))
    (call $fail (i32.const 3) (i32.const 160) (i32.const 52))
    (i32.const 1))

  ;; Asks the statements from $statement up to $end, 12 bytes each: line, offset, length.
  (func $ask_statements (param $database i32) (param $bytes i32) (param $statement i32) (param $end i32)
    (local $cursor i32) (local $is_refused i32)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $statement) (local.get $end)))
        (call $query
          (local.get $database)
          (i32.add (local.get $bytes) (i32.load offset=4 (local.get $statement)))
          (i32.load offset=8 (local.get $statement))
          (i32.const 8) (i32.const 0)
          (global.get $outcome))
        (if (i32.load8_u (global.get $outcome))
          (then
            (i32.store8 (global.get $outcome) (i32.const 0))
            (i32.store8 (global.get $result) (i32.const 1))
            (return)))
        (local.set $cursor (i32.load offset=8 (global.get $outcome)))
        (local.set $is_refused (call $refuse_cursor (local.get $cursor)))
        (call $drop_cursor (local.get $cursor))
        (br_if $done (local.get $is_refused))
        (local.set $statement (i32.add (local.get $statement) (i32.const 12)))
        (br $next))))

  (func $ask_script (param $database i32) (param $bytes i32) (param $script i32)
    (if (i32.load (local.get $script))
      (then (call $run_script (local.get $database) (local.get $bytes) (local.get $script)) (return)))
    (call $ask_statements
      (local.get $database)
      (local.get $bytes)
      (i32.add (local.get $script) (i32.const 8))
      (i32.add
        (i32.add (local.get $script) (i32.const 8))
        (i32.mul (i32.load offset=4 (local.get $script)) (i32.const 12)))))

  (func (export "aludel:migration/check@0.1.0#verify") (param $database i32) (result i32)
    (local $bytes i32) (local $script i32)
    (i32.store8 (global.get $result) (i32.const 0))
    (call $section (i32.const 144) (i32.const 9) (global.get $place))
    (if (i32.load8_u (global.get $place))
      (then
        (local.set $bytes (i32.load offset=4 (global.get $place)))
        (local.set $script
          (call $find_script
            (local.get $database) (i32.const 0) (local.get $bytes) (i32.load offset=8 (global.get $place))))
        (if (local.get $script)
          (then (call $ask_script (local.get $database) (local.get $bytes) (local.get $script)))))
      (else (call $fail (i32.const 3) (i32.const 16) (i32.const 52))))
    (call $drop_database (local.get $database))
    (global.get $result))
