;; Texts.

;; A text of so many bytes at an address.
(func $text_at (param $data i32) (param $length i32) (result i32)
  (local $text i32)
  (local.set $text (call $allocate (i32.const 8)))
  (i32.store (local.get $text) (local.get $data))
  (i32.store offset=4 (local.get $text) (local.get $length))
  (local.get $text))

(func $data (param $text i32) (result i32) (i32.load (local.get $text)))
(func $length (param $text i32) (result i32) (i32.load offset=4 (local.get $text)))

;; Two texts as one.
(func $concat (param $left i32) (param $right i32) (result i32)
  (local $start i32)
  (local $split i32)
  (local.set $start
    (call $allocate (i32.add (call $length (local.get $left)) (call $length (local.get $right)))))
  (local.set $split (i32.add (local.get $start) (call $length (local.get $left))))
  (memory.copy (local.get $start) (call $data (local.get $left)) (call $length (local.get $left)))
  (memory.copy (local.get $split) (call $data (local.get $right)) (call $length (local.get $right)))
  (call $text_at (local.get $start) (i32.add (call $length (local.get $left)) (call $length (local.get $right)))))

;; Whether two texts are the same.
(func $equal (param $left i32) (param $right i32) (result i32)
  (local $index i32)
  (if (i32.ne (call $length (local.get $left)) (call $length (local.get $right)))
    (then (return (i32.const 0))))
  (loop $next
    (if (i32.eq (local.get $index) (call $length (local.get $left)))
      (then (return (i32.const 1))))
    (if (i32.ne
          (i32.load8_u (i32.add (call $data (local.get $left)) (local.get $index)))
          (i32.load8_u (i32.add (call $data (local.get $right)) (local.get $index))))
      (then (return (i32.const 0))))
    (local.set $index (i32.add (local.get $index) (i32.const 1)))
    (br $next))
  unreachable)

;; A number as text, base ten.
(func $decimal_text (param $number i64) (result i32)
  (local $end i32)
  (local $at i32)
  (local $rest i64)
  (local.set $end (i32.add (call $allocate (i32.const 24)) (i32.const 24)))
  (local.set $at (local.get $end))
  ;; The smallest number has no positive one: it is taken as one without a sign.
  (local.set $rest
    (select (i64.sub (i64.const 0) (local.get $number)) (local.get $number) (i64.lt_s (local.get $number) (i64.const 0))))
  (loop $next
    (local.set $at (i32.sub (local.get $at) (i32.const 1)))
    (i32.store8 (local.get $at)
      (i32.add (i32.const 48) (i32.wrap_i64 (i64.rem_u (local.get $rest) (i64.const 10)))))
    (local.set $rest (i64.div_u (local.get $rest) (i64.const 10)))
    (br_if $next (i64.ne (local.get $rest) (i64.const 0))))
  (if (i64.lt_s (local.get $number) (i64.const 0))
    (then
      (local.set $at (i32.sub (local.get $at) (i32.const 1)))
      (i32.store8 (local.get $at) (i32.const 45))))
  (call $text_at (local.get $at) (i32.sub (local.get $end) (local.get $at))))

;; The text of a value that is bound: texts and numbers as they are, NULL as `null`.
(func $value_text (param $value i32) (result i32)
  (local $tag i32)
  (local.set $tag (i32.load8_u (local.get $value)))
  (if (i32.eqz (local.get $tag)) (then (return (text "null"))))
  (if (i32.eq (local.get $tag) (i32.const 1))
    (then (return (select (text "true") (text "false") (i32.load8_u offset=8 (local.get $value))))))
  (if (i32.eq (local.get $tag) (i32.const 2))
    (then (return (call $decimal_text (i64.load offset=8 (local.get $value))))))
  (if (call $is_text_tag (local.get $tag))
    (then (return (i32.add (local.get $value) (i32.const 8)))))
  (text "?"))

;; Decimals, texts and JSON: an address and a length.
(func $is_text_tag (param $tag i32) (result i32)
  (i32.or
    (i32.or (i32.eq (local.get $tag) (i32.const 5)) (i32.eq (local.get $tag) (i32.const 6)))
    (i32.eq (local.get $tag) (i32.const 8))))

;; Puts a bound parameter in place of each `{}`.
(func $format (param $pattern i32) (result i32)
  (local $index i32)
  (local $start i32)
  (local $value i32)
  (local $out i32)
  (local.set $out (text ""))
  (block $done
    (loop $next
      (br_if $done (i32.ge_u (local.get $index) (call $length (local.get $pattern))))
      (if (i32.eq
            (i32.load16_u (i32.add (call $data (local.get $pattern)) (local.get $index)))
            (i32.const 0x7d7b))
        (then
          (local.set $out (call $concat (local.get $out) (call $part (local.get $pattern) (local.get $start) (local.get $index))))
          (local.set $out
            (call $concat (local.get $out)
              (call $value_text (i32.add (global.get $bound) (i32.mul (local.get $value) (i32.const 24))))))
          (local.set $value (i32.add (local.get $value) (i32.const 1)))
          (local.set $index (i32.add (local.get $index) (i32.const 1)))
          (local.set $start (i32.add (local.get $index) (i32.const 1)))))
      (local.set $index (i32.add (local.get $index) (i32.const 1)))
      (br $next)))
  (global.set $bound_count (i32.const 0))
  (call $concat (local.get $out)
    (call $part (local.get $pattern) (local.get $start) (call $length (local.get $pattern)))))

;; The bytes of a text from one place up to another.
(func $part (param $text i32) (param $start i32) (param $end i32) (result i32)
  (call $text_at
    (i32.add (call $data (local.get $text)) (local.get $start))
    (i32.sub (local.get $end) (local.get $start))))

;; Where a byte stands in a text, from a place on; the length of the text where it does not.
(func $find (param $text i32) (param $byte i32) (param $start i32) (result i32)
  (block $done
    (loop $next
      (br_if $done (i32.ge_u (local.get $start) (call $length (local.get $text))))
      (br_if $done
        (i32.eq (i32.load8_u (i32.add (call $data (local.get $text)) (local.get $start))) (local.get $byte)))
      (local.set $start (i32.add (local.get $start) (i32.const 1)))
      (br $next)))
  (local.get $start))
