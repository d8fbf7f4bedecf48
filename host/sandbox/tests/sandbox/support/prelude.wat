;; What every guest of the tests begins with: all imports of the world, a heap, and short forms of common calls.
;;
;; Memory: 1024 is a result that says Ok, 2048 takes the answers of calls, 3072 holds a failure, texts begin at 4096,
;; the heap at 65536.
(import "aludel:sql/database@0.1.0" "[method]database.info" (func $info (param i32 i32)))
(import "aludel:sql/database@0.1.0" "[method]database.supports" (func $supports (param i32 i32 i32) (result i32)))
(import "aludel:sql/database@0.1.0" "[method]database.quote" (func $quote (param i32 i32 i32 i32)))
(import "aludel:sql/database@0.1.0" "[method]database.placeholder" (func $placeholder (param i32 i32 i32)))
(import "aludel:sql/database@0.1.0" "[method]database.execute" (func $execute_with (param i32 i32 i32 i32 i32 i32)))
(import "aludel:sql/database@0.1.0" "[method]database.execute-script" (func $execute_script (param i32 i32 i32 i32)))
(import "aludel:sql/database@0.1.0" "[method]database.query" (func $query_with (param i32 i32 i32 i32 i32 i32)))
(import "aludel:sql/database@0.1.0" "[method]database.query-one" (func $query_one (param i32 i32 i32 i32 i32 i32)))
(import "aludel:sql/database@0.1.0" "[method]database.prepare" (func $prepare (param i32 i32 i32 i32)))
(import "aludel:sql/database@0.1.0" "[method]database.bulk-insert"
  (func $bulk_insert (param i32 i32 i32 i32 i32 i32 i32 i32 i32)))
(import "aludel:sql/database@0.1.0" "[method]database.bulk-update"
  (func $bulk_update (param i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)))
(import "aludel:sql/database@0.1.0" "[method]database.savepoint" (func $savepoint (param i32 i32)))
(import "aludel:sql/database@0.1.0" "[method]cursor.columns" (func $columns (param i32 i32)))
(import "aludel:sql/database@0.1.0" "[method]cursor.next-rows" (func $next_rows (param i32 i32 i32)))
(import "aludel:sql/database@0.1.0" "[method]cursor.next-batch" (func $next_batch (param i32 i32 i32)))
(import "aludel:sql/database@0.1.0" "[method]statement.execute" (func $execute_prepared (param i32 i32 i32 i32)))
(import "aludel:sql/database@0.1.0" "[method]statement.query" (func $query_prepared (param i32 i32 i32 i32)))
(import "aludel:sql/database@0.1.0" "[method]statement.execute-many" (func $execute_many (param i32 i32 i32 i32)))
(import "aludel:sql/database@0.1.0" "[method]statement.execute-batch" (func $execute_batch (param i32 i32 i32 i32 i32)))
(import "aludel:sql/database@0.1.0" "[method]bulk-writer.write-rows" (func $write_rows (param i32 i32 i32 i32)))
(import "aludel:sql/database@0.1.0" "[method]bulk-writer.write-batch" (func $write_batch (param i32 i32 i32 i32 i32)))
(import "aludel:sql/database@0.1.0" "[static]bulk-writer.finish" (func $finish (param i32 i32)))
(import "aludel:sql/database@0.1.0" "[static]savepoint.release" (func $release (param i32 i32)))
(import "aludel:sql/database@0.1.0" "[static]savepoint.rollback" (func $rollback (param i32 i32)))
(import "aludel:sql/database@0.1.0" "[resource-drop]database" (func $drop_database (param i32)))
(import "aludel:sql/database@0.1.0" "[resource-drop]cursor" (func $drop_cursor (param i32)))
(import "aludel:sql/database@0.1.0" "[resource-drop]statement" (func $drop_statement (param i32)))
(import "aludel:sql/database@0.1.0" "[resource-drop]bulk-writer" (func $drop_bulk_writer (param i32)))
(import "aludel:sql/database@0.1.0" "[resource-drop]savepoint" (func $drop_savepoint (param i32)))
(import "aludel:migration/context@0.1.0" "revision" (func $revision (param i32)))
(import "aludel:migration/context@0.1.0" "current-phase" (func $current_phase (result i32)))
(import "aludel:migration/context@0.1.0" "offline" (func $offline (result i32)))
(import "aludel:migration/context@0.1.0" "argument" (func $argument (param i32 i32 i32)))
(import "aludel:migration/context@0.1.0" "tag" (func $tag (param i32)))
(import "aludel:migration/context@0.1.0" "section" (func $section (param i32 i32 i32)))
(import "aludel:migration/progress@0.1.0" "log" (func $log (param i32 i32 i32)))
(import "aludel:migration/progress@0.1.0" "log-with" (func $log_with (param i32 i32 i32 i32 i32)))
(import "aludel:migration/progress@0.1.0" "[constructor]task" (func $task (param i32 i32 i32 i64) (result i32)))
(import "aludel:migration/progress@0.1.0" "[method]task.advance" (func $advance (param i32 i64)))
(import "aludel:migration/progress@0.1.0" "[method]task.set-total" (func $set_total (param i32 i64)))
(import "aludel:migration/progress@0.1.0" "[resource-drop]task" (func $drop_task (param i32)))

(memory (export "memory") 2)
(global $heap (mut i32) (i32.const 65536))

(func $allocate (export "cabi_realloc") (param $old i32) (param $old_size i32) (param $align i32) (param $size i32)
  (result i32)
  (local $start i32)
  (local.set $start
    (i32.and
      (i32.add (global.get $heap) (i32.sub (local.get $align) (i32.const 1)))
      (i32.sub (i32.const 0) (local.get $align))))
  (global.set $heap (i32.add (local.get $start) (local.get $size)))
  (block $fits
    (br_if $fits (i32.le_u (global.get $heap) (i32.mul (memory.size) (i32.const 65536))))
    (br_if $fits
      (i32.ne
        (memory.grow (i32.add (i32.shr_u (local.get $size) (i32.const 16)) (i32.const 1)))
        (i32.const -1)))
    (unreachable))
  (local.get $start))

;; Runs a statement without parameters; the answer is at 2048.
(func $execute (param $db i32) (param $sql i32) (param $length i32)
  (call $execute_with (local.get $db) (local.get $sql) (local.get $length)
    (i32.const 0) (i32.const 0) (i32.const 2048)))

;; Opens a cursor; traps when that fails.
(func $query (param $db i32) (param $sql i32) (param $length i32) (result i32)
  (call $query_with (local.get $db) (local.get $sql) (local.get $length)
    (i32.const 0) (i32.const 0) (i32.const 2048))
  (call $expect_ok)
  (i32.load (i32.const 2056)))

;; Whether the answer at 2048 is an error.
(func $failed (result i32) (i32.load8_u (i32.const 2048)))

(func $expect_ok (if (call $failed) (then unreachable)))

;; Logs the text whose pointer and length are at this address.
(func $log_text_at (param $address i32)
  (call $log (i32.const 2) (i32.load (local.get $address)) (i32.load offset=4 (local.get $address))))

;; Logs the message of the error at 2048.
(func $log_error (call $log_text_at (i32.const 2060)))

;; Ends with the database error at 2048.
(func $database_failure (param $db i32) (result i32)
  (call $drop_database (local.get $db))
  (i32.store8 (i32.const 3072) (i32.const 1))
  (i32.store8 (i32.const 3080) (i32.const 0))
  (memory.copy (i32.const 3088) (i32.const 2056) (i32.const 48))
  (i32.const 3072))

;; Ends with a failure of another kind: 1 irreversible, 2 precondition, 3 other.
(func $failure (param $db i32) (param $kind i32) (param $text i32) (param $length i32) (result i32)
  (call $drop_database (local.get $db))
  (i32.store8 (i32.const 3072) (i32.const 1))
  (i32.store8 (i32.const 3080) (local.get $kind))
  (i32.store (i32.const 3088) (local.get $text))
  (i32.store (i32.const 3092) (local.get $length))
  (i32.const 3072))
