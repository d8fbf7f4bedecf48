;; What a migration in WebAssembly text can call. The builder takes from here what a migration mentions, and what that
;; needs.
;;
;; A text is one i32: the address of eight bytes, where its bytes are and how many. 0 is no text, which is NULL in SQL.
;; An error is one i32 too: 0 when all went well, else the address of a failure as the host reads it. Parameters are
;; bound before the call that takes them: `bind_integer`, `bind_text` and so on push one each, `execute`, `query`,
;; `write_row`, `format` take all that are there.
;;
;; Addresses below 32768 belong to the migration; memory that is handed out is taken back only by `release`.

(import "aludel:sql/database@0.1.0" "[method]database.info" (func $host_info (param i32 i32)))
(import "aludel:sql/database@0.1.0" "[method]database.supports" (func $host_supports (param i32 i32 i32) (result i32)))
(import "aludel:sql/database@0.1.0" "[method]database.quote" (func $host_quote (param i32 i32 i32 i32)))
(import "aludel:sql/database@0.1.0" "[method]database.placeholder" (func $host_placeholder (param i32 i32 i32)))
(import "aludel:sql/database@0.1.0" "[method]database.execute" (func $host_execute (param i32 i32 i32 i32 i32 i32)))
(import "aludel:sql/database@0.1.0" "[method]database.execute-script" (func $host_execute_script (param i32 i32 i32 i32)))
(import "aludel:sql/database@0.1.0" "[method]database.query" (func $host_query (param i32 i32 i32 i32 i32 i32)))
(import "aludel:sql/database@0.1.0" "[method]database.query-one" (func $host_query_one (param i32 i32 i32 i32 i32 i32)))
(import "aludel:sql/database@0.1.0" "[method]database.prepare" (func $host_prepare (param i32 i32 i32 i32)))
(import "aludel:sql/database@0.1.0" "[method]database.bulk-insert" (func $host_bulk_insert (param i32 i32 i32 i32 i32 i32 i32 i32 i32)))
(import "aludel:sql/database@0.1.0" "[method]database.bulk-update" (func $host_bulk_update (param i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)))
(import "aludel:sql/database@0.1.0" "[method]database.savepoint" (func $host_savepoint (param i32 i32)))
(import "aludel:sql/database@0.1.0" "[method]cursor.next-rows" (func $host_next_rows (param i32 i32 i32)))
(import "aludel:sql/database@0.1.0" "[method]statement.execute" (func $host_statement_execute (param i32 i32 i32 i32)))
(import "aludel:sql/database@0.1.0" "[method]statement.query" (func $host_statement_query (param i32 i32 i32 i32)))
(import "aludel:sql/database@0.1.0" "[method]statement.execute-many" (func $host_execute_many (param i32 i32 i32 i32)))
(import "aludel:sql/database@0.1.0" "[method]bulk-writer.write-rows" (func $host_write_rows (param i32 i32 i32 i32)))
(import "aludel:sql/database@0.1.0" "[static]bulk-writer.finish" (func $host_finish (param i32 i32)))
(import "aludel:sql/database@0.1.0" "[static]savepoint.release" (func $host_savepoint_release (param i32 i32)))
(import "aludel:sql/database@0.1.0" "[static]savepoint.rollback" (func $host_savepoint_rollback (param i32 i32)))
(import "aludel:sql/database@0.1.0" "[resource-drop]database" (func $host_drop_database (param i32)))
(import "aludel:sql/database@0.1.0" "[resource-drop]cursor" (func $host_drop_cursor (param i32)))
(import "aludel:sql/database@0.1.0" "[resource-drop]statement" (func $host_drop_statement (param i32)))
(import "aludel:sql/database@0.1.0" "[resource-drop]bulk-writer" (func $host_drop_writer (param i32)))
(import "aludel:migration/context@0.1.0" "revision" (func $host_revision (param i32)))
(import "aludel:migration/context@0.1.0" "current-phase" (func $phase (result i32)))
(import "aludel:migration/context@0.1.0" "offline" (func $offline (result i32)))
(import "aludel:migration/context@0.1.0" "argument" (func $host_argument (param i32 i32 i32)))
(import "aludel:migration/context@0.1.0" "arguments" (func $host_arguments (param i32)))
(import "aludel:migration/context@0.1.0" "tag" (func $host_tag (param i32)))
(import "aludel:migration/context@0.1.0" "section" (func $host_section (param i32 i32 i32)))
(import "aludel:migration/progress@0.1.0" "log" (func $host_log (param i32 i32 i32)))
(import "aludel:migration/progress@0.1.0" "log-with" (func $host_log_with (param i32 i32 i32 i32 i32)))
(import "aludel:migration/progress@0.1.0" "[constructor]task" (func $host_task (param i32 i32 i32 i64) (result i32)))
(import "aludel:migration/progress@0.1.0" "[method]task.advance" (func $advance (param i32 i64)))
(import "aludel:migration/progress@0.1.0" "[method]task.set-total" (func $set_total (param i32 i64)))
(import "aludel:migration/progress@0.1.0" "[resource-drop]task" (func $task_end (param i32)))
