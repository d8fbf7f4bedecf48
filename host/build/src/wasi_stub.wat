;; WASI preview 1 for languages whose libraries insist on it, with nothing behind it.
;;
;; A module that imports `wasi_snapshot_preview1` gets this one as the adapter, so that the component imports nothing but
;; the interfaces of Aludel. What is not used is left out by the encoder. All of it is the same in every run:
;;
;; - no arguments, no environment, no folders and no files: whatever names one is answered with EBADF
;; - standard input is at its end; standard output and error take everything and keep nothing
;; - clocks begin with the year 2000 and tick a microsecond with each look; sleeping moves them and takes no time
;; - random bytes come from one fixed seed
;; - to exit or to raise a signal is a trap
(module
  (import "env" "memory" (memory 0))

  ;; Nanoseconds since 1970. No run reads the machine's clock, so none differs from another by it.
  (global $now (mut i64) (i64.const 946684800000000000))
  ;; The state of a xorshift generator, which must not be zero.
  (global $seed (mut i64) (i64.const 0x616c7564656c0001))

  (func $is_standard (param $descriptor i32) (result i32)
    (i32.lt_u (local.get $descriptor) (i32.const 3)))

  ;; 0 for the three standard streams, else 8, which is EBADF.
  (func $only_standard (param $descriptor i32) (result i32)
    (select (i32.const 0) (i32.const 8) (call $is_standard (local.get $descriptor))))

  ;; 29 (ESPIPE) for the three standard streams, else EBADF.
  (func $no_seek (param $descriptor i32) (result i32)
    (select (i32.const 29) (i32.const 8) (call $is_standard (local.get $descriptor))))

  ;; No items, which need no bytes.
  (func $none (param $count i32) (param $size i32) (result i32)
    (i32.store (local.get $count) (i32.const 0))
    (i32.store (local.get $size) (i32.const 0))
    (i32.const 0))

  (func (export "args_sizes_get") (param i32 i32) (result i32)
    (call $none (local.get 0) (local.get 1)))
  (func (export "args_get") (param i32 i32) (result i32) (i32.const 0))
  (func (export "environ_sizes_get") (param i32 i32) (result i32)
    (call $none (local.get 0) (local.get 1)))
  (func (export "environ_get") (param i32 i32) (result i32) (i32.const 0))

  (func (export "clock_res_get") (param $clock i32) (param $resolution i32) (result i32)
    (i64.store (local.get $resolution) (i64.const 1000))
    (i32.const 0))
  (func (export "clock_time_get") (param $clock i32) (param $precision i64) (param $time i32) (result i32)
    (global.set $now (i64.add (global.get $now) (i64.const 1000)))
    (i64.store (local.get $time) (global.get $now))
    (i32.const 0))

  ;; Eight bytes a step; the last ones of a state that is left over are not used.
  (func (export "random_get") (param $buffer i32) (param $length i32) (result i32)
    (local $end i32)
    (local $bits i64)
    (local.set $end (i32.add (local.get $buffer) (local.get $length)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $buffer) (local.get $end)))
        (if (i64.eqz (local.get $bits))
          (then (local.set $bits (call $random))))
        (i64.store8 (local.get $buffer) (local.get $bits))
        (local.set $bits (i64.shr_u (local.get $bits) (i64.const 8)))
        (local.set $buffer (i32.add (local.get $buffer) (i32.const 1)))
        (br $next)))
    (i32.const 0))

  ;; Marsaglia, "Xorshift RNGs" (2003), 13-7-17, and the multiplier of Vigna's xorshift64*.
  (func $random (result i64)
    (local $state i64)
    (local.set $state (global.get $seed))
    (local.set $state (i64.xor (local.get $state) (i64.shl (local.get $state) (i64.const 13))))
    (local.set $state (i64.xor (local.get $state) (i64.shr_u (local.get $state) (i64.const 7))))
    (local.set $state (i64.xor (local.get $state) (i64.shl (local.get $state) (i64.const 17))))
    (global.set $seed (local.get $state))
    (i64.mul (local.get $state) (i64.const 0x2545f4914f6cdd1d)))

  (func (export "sched_yield") (result i32) (i32.const 0))
  (func (export "proc_exit") (param i32) unreachable)
  (func (export "proc_raise") (param i32) (result i32) unreachable)

  ;; Every subscription is due at once: clocks have come to their time, descriptors fail. A subscription is 48 bytes: user
  ;; data, kind at 8, for clocks the time at 24 and whether it is absolute at 40. An event is 32: user data, error at 8,
  ;; kind at 10.
  (func (export "poll_oneoff")
    (param $subscription i32) (param $event i32) (param $count i32) (param $ready i32) (result i32)
    (local $kind i32)
    (i32.store (local.get $ready) (local.get $count))
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $count)))
        (local.set $kind (i32.load8_u offset=8 (local.get $subscription)))
        (i64.store (local.get $event) (i64.load (local.get $subscription)))
        (i64.store offset=8 (local.get $event) (i64.const 0))
        (i64.store offset=16 (local.get $event) (i64.const 0))
        (i64.store offset=24 (local.get $event) (i64.const 0))
        (i32.store8 offset=10 (local.get $event) (local.get $kind))
        (if (local.get $kind)
          (then (i32.store16 offset=8 (local.get $event) (i32.const 8)))
          (else
            (call $sleep
              (i64.load offset=24 (local.get $subscription))
              (i32.load16_u offset=40 (local.get $subscription)))))
        (local.set $subscription (i32.add (local.get $subscription) (i32.const 48)))
        (local.set $event (i32.add (local.get $event) (i32.const 32)))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br $next)))
    (i32.const 0))

  ;; Moves the clocks on, never back.
  (func $sleep (param $time i64) (param $is_absolute i32)
    (if (i32.eqz (i32.and (local.get $is_absolute) (i32.const 1)))
      (then (local.set $time (i64.add (global.get $now) (local.get $time)))))
    (if (i64.gt_u (local.get $time) (global.get $now))
      (then (global.set $now (local.get $time)))))

  ;; Takes everything: the sum of the lengths of all pieces, each of them an address and a length.
  (func (export "fd_write") (param $descriptor i32) (param $pieces i32) (param $count i32) (param $written i32) (result i32)
    (local $total i32)
    (if (i32.eqz (call $is_standard (local.get $descriptor)))
      (then (return (i32.const 8))))
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $count)))
        (local.set $total (i32.add (local.get $total) (i32.load offset=4 (local.get $pieces))))
        (local.set $pieces (i32.add (local.get $pieces) (i32.const 8)))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br $next)))
    (i32.store (local.get $written) (local.get $total))
    (i32.const 0))
  (func (export "fd_read") (param $descriptor i32) (param i32 i32) (param $read i32) (result i32)
    (if (call $is_standard (local.get $descriptor))
      (then (i32.store (local.get $read) (i32.const 0))))
    (call $only_standard (local.get $descriptor)))
  (func (export "fd_close") (param i32) (result i32) (call $only_standard (local.get 0)))
  (func (export "fd_datasync") (param i32) (result i32) (call $only_standard (local.get 0)))
  (func (export "fd_sync") (param i32) (result i32) (call $only_standard (local.get 0)))
  (func (export "fd_seek") (param i32 i64 i32 i32) (result i32) (call $no_seek (local.get 0)))
  (func (export "fd_tell") (param i32 i32) (result i32) (call $no_seek (local.get 0)))

  ;; The three streams are character devices (2) with all rights but to seek and tell (bits 2 and 5).
  (func (export "fd_fdstat_get") (param $descriptor i32) (param $status i32) (result i32)
    (if (call $is_standard (local.get $descriptor))
      (then
        (i64.store (local.get $status) (i64.const 2))
        (i64.store offset=8 (local.get $status) (i64.const 0x1fffffdb))
        (i64.store offset=16 (local.get $status) (i64.const 0))))
    (call $only_standard (local.get $descriptor)))
  (func (export "fd_fdstat_set_flags") (param i32 i32) (result i32) (call $only_standard (local.get 0)))
  ;; 64 bytes, of which only the kind at 16 says something.
  (func (export "fd_filestat_get") (param $descriptor i32) (param $status i32) (result i32)
    (if (call $is_standard (local.get $descriptor))
      (then
        (memory.fill (local.get $status) (i32.const 0) (i32.const 64))
        (i32.store8 offset=16 (local.get $status) (i32.const 2))))
    (call $only_standard (local.get $descriptor)))

  ;; There are no files: no descriptor is one, and none leads to one.
  (func (export "fd_advise") (param i32 i64 i64 i32) (result i32) (i32.const 8))
  (func (export "fd_allocate") (param i32 i64 i64) (result i32) (i32.const 8))
  (func (export "fd_fdstat_set_rights") (param i32 i64 i64) (result i32) (i32.const 8))
  (func (export "fd_filestat_set_size") (param i32 i64) (result i32) (i32.const 8))
  (func (export "fd_filestat_set_times") (param i32 i64 i64 i32) (result i32) (i32.const 8))
  (func (export "fd_pread") (param i32 i32 i32 i64 i32) (result i32) (i32.const 8))
  (func (export "fd_prestat_get") (param i32 i32) (result i32) (i32.const 8))
  (func (export "fd_prestat_dir_name") (param i32 i32 i32) (result i32) (i32.const 8))
  (func (export "fd_pwrite") (param i32 i32 i32 i64 i32) (result i32) (i32.const 8))
  (func (export "fd_readdir") (param i32 i32 i32 i64 i32) (result i32) (i32.const 8))
  (func (export "fd_renumber") (param i32 i32) (result i32) (i32.const 8))
  (func (export "path_create_directory") (param i32 i32 i32) (result i32) (i32.const 8))
  (func (export "path_filestat_get") (param i32 i32 i32 i32 i32) (result i32) (i32.const 8))
  (func (export "path_filestat_set_times") (param i32 i32 i32 i32 i64 i64 i32) (result i32) (i32.const 8))
  (func (export "path_link") (param i32 i32 i32 i32 i32 i32 i32) (result i32) (i32.const 8))
  (func (export "path_open") (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32) (i32.const 8))
  (func (export "path_readlink") (param i32 i32 i32 i32 i32 i32) (result i32) (i32.const 8))
  (func (export "path_remove_directory") (param i32 i32 i32) (result i32) (i32.const 8))
  (func (export "path_rename") (param i32 i32 i32 i32 i32 i32) (result i32) (i32.const 8))
  (func (export "path_symlink") (param i32 i32 i32 i32 i32) (result i32) (i32.const 8))
  (func (export "path_unlink_file") (param i32 i32 i32) (result i32) (i32.const 8))
  (func (export "sock_accept") (param i32 i32 i32) (result i32) (i32.const 8))
  (func (export "sock_recv") (param i32 i32 i32 i32 i32 i32) (result i32) (i32.const 8))
  (func (export "sock_send") (param i32 i32 i32 i32 i32) (result i32) (i32.const 8))
  (func (export "sock_shutdown") (param i32 i32) (result i32) (i32.const 8)))
