"""Values on their way to the host and back."""

import datetime
import decimal
import enum
import unittest
import uuid

import support  # noqa: F401

from aludel import Array, ConversionFailed, Foreign, Interval, Json
from aludel._columns import decode_column, encode_column
from aludel._decode import decode
from aludel._encode import encode, encode_row
from aludel._wire import types

UTC = datetime.timezone.utc


class Color(enum.Enum):
    RED = "red"


class Values(unittest.TestCase):
    def test_every_value_comes_back_as_it_was(self):
        samples = [
            None, True, False, 0, -1, 2**63 - 1, -(2**63), 2**64 - 1, 0.5, 1e300, "", "Zażółć 😀", b"", b"\x00\xff",
            decimal.Decimal("12.3400"), decimal.Decimal("-99999999999999999999.9999"), uuid.UUID(int=2**127 + 5),
            datetime.date(2024, 2, 29), datetime.time(23, 59, 59, 123456), datetime.datetime(2024, 2, 29, 1, 2, 3, 4),
            datetime.datetime(2024, 2, 29, tzinfo=UTC), Interval(14, -3, 4000001), Json({"a": [1, None]}),
            Foreign("int4range", "[1,2)"), Array("integer"), Array("text", ["a", None]), Array("boolean", [True, None]),
        ]
        for sample in samples:
            with self.subTest(sample=sample):
                back = decode(encode(sample))
                self.assertEqual((type(back), back), (type(sample), sample))

    def test_decimals_keep_their_scale_and_have_no_exponent(self):
        self.assertEqual(encode(decimal.Decimal("1E+3")).value, "1000")
        self.assertEqual(encode(decimal.Decimal("1.500")).value, "1.500")
        with self.assertRaises(ConversionFailed):
            encode(decimal.Decimal("NaN"))

    def test_a_time_with_a_zone_is_brought_to_utc(self):
        zone = datetime.timezone(datetime.timedelta(hours=2))
        value = encode(datetime.datetime(2024, 1, 1, 1, 30, tzinfo=zone)).value
        self.assertEqual((value.date.year, value.time.hour, value.time.minute), (2023, 23, 30))

    def test_json_keeps_its_text(self):
        document = Json.from_text('{"a":  [1.50]}')
        self.assertEqual(encode(document).value, '{"a":  [1.50]}')
        self.assertEqual((document["a"], list(document), document), ([1.5], ["a"], {"a": [1.5]}))
        self.assertEqual(encode({"ü": 1}).value, '{"ü": 1}')

    def test_lists_are_arrays_of_their_first_item(self):
        self.assertIsInstance(encode([None, 1]), types.Value_IntegerArray)
        self.assertIsInstance(encode([True]), types.Value_BooleanArray)
        self.assertEqual(encode([decimal.Decimal("1.0"), None]).value, ["1.0", None])
        with self.assertRaisesRegex(ConversionFailed, "take Json"):
            encode([{"a": 1}])

    def test_subclasses_are_what_they_extend(self):
        self.assertEqual(encode(Color.RED), types.Value_Text("red"))
        self.assertEqual(encode(datetime.timedelta(days=-1, hours=2)).value, types.Interval(0, -1, 7_200_000_000))

    def test_what_is_no_value_is_named(self):
        with self.assertRaisesRegex(ConversionFailed, "a object cannot be a value of SQL"):
            encode(object())
        with self.assertRaisesRegex(ConversionFailed, "at most 64 bits"):
            encode(2**64)
        with self.assertRaisesRegex(TypeError, "not a str"):
            encode_row("abc")


class Columns(unittest.TestCase):
    def test_columns_of_one_type_are_packed(self):
        columns = [
            ([1, 2, 3], types.ColumnData_Integers), ([1.5, None], types.ColumnData_Reals),
            ([True, None, False], types.ColumnData_Booleans), (["a", None, ""], types.ColumnData_Texts),
            (["ä", None, "日本"], types.ColumnData_Texts), ([b"x", None], types.ColumnData_Blobs),
            ([1, "a"], types.ColumnData_Values), ([2**64 - 1, 1], types.ColumnData_Values),
            ([None, None], types.ColumnData_Values), (range(3), types.ColumnData_Integers),
            ([None] * 9 + [1], types.ColumnData_Integers),
        ]
        for values, kind in columns:
            with self.subTest(values=values):
                packed = encode_column(values)
                self.assertIsInstance(packed.data, kind)
                self.assertEqual(decode_column(packed), list(values))


if __name__ == "__main__":
    unittest.main()
