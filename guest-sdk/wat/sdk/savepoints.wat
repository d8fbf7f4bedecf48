;; Savepoints: of one, four bytes with its handle.

;; Makes a place for a savepoint.
(func $savepoint (result i32) (call $allocate (i32.const 8)))
(func $begin_savepoint (param $db i32) (param $savepoint i32) (result i32)
  (call $host_savepoint (local.get $db) (global.get $answer))
  (i32.store (local.get $savepoint) (i32.load offset=8 (global.get $answer)))
  (call $answered))
;; Keeps what was done since.
(func $savepoint_release (param $savepoint i32) (result i32)
  (call $host_savepoint_release (i32.load (local.get $savepoint)) (global.get $answer))
  (call $answered))
;; Undoes what was done since.
(func $savepoint_rollback (param $savepoint i32) (result i32)
  (call $host_savepoint_rollback (i32.load (local.get $savepoint)) (global.get $answer))
  (call $answered))
;; Releases it when all went well, else rolls back to it and gives the error on.
(func $end_savepoint (param $savepoint i32) (param $problem i32) (result i32)
  (if (i32.eqz (local.get $problem)) (then (return (call $savepoint_release (local.get $savepoint)))))
  (drop (call $savepoint_rollback (local.get $savepoint)))
  (local.get $problem))
