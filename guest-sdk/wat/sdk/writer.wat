;; Rows in bulk: of a writer, 32 bytes: handle, columns, rows that wait, their values, bytes of their texts, where
;; those are, where memory ended when the writer was made.

;; Makes a place for a writer.
(func $writer (result i32)
  (local $writer i32)
  (local.set $writer (call $allocate (i32.const 32)))
  (memory.fill (local.get $writer) (i32.const 0) (i32.const 32))
  (i32.store offset=20 (local.get $writer) (call $allocate (i32.const 65536)))
  (local.get $writer))

;; Writes rows into a table of the default schema. The columns are one text with commas: `id,name`.
(func $bulk_insert (param $db i32) (param $writer i32) (param $table i32) (param $columns i32) (result i32)
  (local $list i32)
  (local.set $list (call $names (local.get $columns)))
  (call $host_bulk_insert (local.get $db) (i32.const 0) (i32.const 0) (i32.const 0)
    (call $data (local.get $table)) (call $length (local.get $table))
    (call $data (local.get $list)) (call $length (local.get $list)) (global.get $answer))
  (call $open_writer (local.get $writer) (call $length (local.get $list))))

;; Changes rows that are found by key: each row has the values of the keys, then those of the columns.
(func $bulk_update (param $db i32) (param $writer i32) (param $table i32) (param $keys i32) (param $columns i32) (result i32)
  (local $key_list i32)
  (local $list i32)
  (local.set $key_list (call $names (local.get $keys)))
  (local.set $list (call $names (local.get $columns)))
  (call $host_bulk_update (local.get $db) (i32.const 0) (i32.const 0) (i32.const 0)
    (call $data (local.get $table)) (call $length (local.get $table))
    (call $data (local.get $key_list)) (call $length (local.get $key_list))
    (call $data (local.get $list)) (call $length (local.get $list)) (global.get $answer))
  (call $open_writer (local.get $writer) (i32.add (call $length (local.get $key_list)) (call $length (local.get $list)))))

(func $open_writer (param $writer i32) (param $columns i32) (result i32)
  (i32.store (local.get $writer) (i32.load offset=8 (global.get $answer)))
  (i32.store offset=4 (local.get $writer) (local.get $columns))
  (i32.store offset=8 (local.get $writer) (i32.const 0))
  (i32.store offset=16 (local.get $writer) (i32.const 0))
  ;; Room for 256 rows.
  (i32.store offset=12 (local.get $writer)
    (call $allocate (i32.mul (local.get $columns) (i32.const 6144))))
  (call $answered))

;; The parts of a text with commas, as the address of a list of texts and their number.
(func $names (param $list i32) (result i32)
  (local $start i32)
  (local $end i32)
  (local $count i32)
  (local $names i32)
  (local.set $names (call $allocate (i32.mul (i32.add (call $length (local.get $list)) (i32.const 1)) (i32.const 8))))
  (block $done
    (loop $next
      (local.set $end (call $find (local.get $list) (i32.const 44) (local.get $start)))
      (i64.store (i32.add (local.get $names) (i32.mul (local.get $count) (i32.const 8)))
        (i64.load (call $part (local.get $list) (local.get $start) (local.get $end))))
      (local.set $count (i32.add (local.get $count) (i32.const 1)))
      (local.set $start (i32.add (local.get $end) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $end) (call $length (local.get $list))))))
  (call $text_at (local.get $names) (local.get $count)))

;; Writes what is bound as one row. Rows are sent many at once; their texts are copied.
(func $write_row (param $writer i32) (result i32)
  (local $problem i32)
  (local $row i32)
  (local $size i32)
  (if (i32.ne (global.get $bound_count) (i32.load offset=4 (local.get $writer)))
    (then (call $stop (text "the row has not as many values as the writer has columns"))))
  (local.set $size (call $texts_size))
  (if (i32.or
        (i32.eq (i32.load offset=8 (local.get $writer)) (i32.const 256))
        (i32.gt_u (i32.add (i32.load offset=16 (local.get $writer)) (local.get $size)) (i32.const 65536)))
    (then
      (local.set $problem (call $send_rows (local.get $writer)))
      (if (local.get $problem) (then (return (local.get $problem))))))
  (local.set $row
    (i32.add (i32.load offset=12 (local.get $writer))
      (i32.mul (i32.mul (i32.load offset=8 (local.get $writer)) (global.get $bound_count)) (i32.const 24))))
  (memory.copy (local.get $row) (global.get $bound) (i32.mul (global.get $bound_count) (i32.const 24)))
  (call $keep_texts (local.get $writer) (local.get $row))
  (i32.store offset=8 (local.get $writer) (i32.add (i32.load offset=8 (local.get $writer)) (i32.const 1)))
  (global.set $bound_count (i32.const 0))
  ;; A row larger than the room for texts goes alone, while its texts are still there.
  (if (i32.gt_u (local.get $size) (i32.const 65536)) (then (return (call $send_rows (local.get $writer)))))
  (i32.const 0))

;; Whether a value points to bytes elsewhere: texts, bytes and their like.
(func $is_packed_tag (param $tag i32) (result i32)
  (i32.or (call $is_text_tag (local.get $tag)) (i32.eq (local.get $tag) (i32.const 7))))

;; How many bytes the texts have that are bound.
(func $texts_size (result i32)
  (local $index i32)
  (local $value i32)
  (local $size i32)
  (block $done
    (loop $next
      (br_if $done (i32.ge_u (local.get $index) (global.get $bound_count)))
      (local.set $value (i32.add (global.get $bound) (i32.mul (local.get $index) (i32.const 24))))
      (if (call $is_packed_tag (i32.load8_u (local.get $value)))
        (then (local.set $size (i32.add (local.get $size) (i32.load offset=12 (local.get $value))))))
      (local.set $index (i32.add (local.get $index) (i32.const 1)))
      (br $next)))
  (local.get $size))

;; Copies the texts of a row, where there is room for them.
(func $keep_texts (param $writer i32) (param $row i32)
  (local $index i32)
  (local $value i32)
  (local $copy i32)
  (if (i32.gt_u (call $texts_size) (i32.const 65536)) (then (return)))
  (block $done
    (loop $next
      (br_if $done (i32.ge_u (local.get $index) (global.get $bound_count)))
      (local.set $value (i32.add (local.get $row) (i32.mul (local.get $index) (i32.const 24))))
      (if (call $is_packed_tag (i32.load8_u (local.get $value)))
        (then
          (local.set $copy (i32.add (i32.load offset=20 (local.get $writer)) (i32.load offset=16 (local.get $writer))))
          (memory.copy (local.get $copy) (i32.load offset=8 (local.get $value)) (i32.load offset=12 (local.get $value)))
          (i32.store offset=8 (local.get $value) (local.get $copy))
          (i32.store offset=16 (local.get $writer)
            (i32.add (i32.load offset=16 (local.get $writer)) (i32.load offset=12 (local.get $value))))))
      (local.set $index (i32.add (local.get $index) (i32.const 1)))
      (br $next))))

;; Sends the rows that wait.
(func $send_rows (param $writer i32) (result i32)
  (local $mark i32)
  (if (i32.eqz (i32.load offset=8 (local.get $writer))) (then (return (i32.const 0))))
  (local.set $mark (call $mark))
  (call $host_write_rows (i32.load (local.get $writer))
    (call $row_list (i32.load offset=12 (local.get $writer)) (i32.load offset=8 (local.get $writer)) (i32.load offset=4 (local.get $writer)))
    (i32.load offset=8 (local.get $writer)) (global.get $answer))
  (i32.store offset=8 (local.get $writer) (i32.const 0))
  (i32.store offset=16 (local.get $writer) (i32.const 0))
  (if (i32.load8_u (global.get $answer)) (then (return (call $answered))))
  (call $release (local.get $mark))
  (i32.const 0))

;; Sends what is left and keeps it all. `$rows_affected` says how many rows it was.
(func $finish (param $writer i32) (result i32)
  (local $problem i32)
  (local.set $problem (call $send_rows (local.get $writer)))
  (if (local.get $problem) (then (return (local.get $problem))))
  (call $host_finish (i32.load (local.get $writer)) (global.get $answer))
  (global.set $rows_affected (i64.load offset=8 (global.get $answer)))
  (call $answered))

;; Undoes what was written.
(func $close_writer (param $writer i32) (call $host_drop_writer (i32.load (local.get $writer))))
