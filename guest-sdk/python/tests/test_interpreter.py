"""The parts of the interpreter that need no component: modules of a bundle, and failures."""

import sys
import unittest

import support  # noqa: F401

from aludel import ConstraintViolation, Failure, Irreversible, Precondition
from aludel_interpreter import failure, refusals
from aludel_interpreter.bundle import MAIN_MODULE, Bundle
from aludel_interpreter.output import LineWriter

MAIN = """
from shop.names import clean
from steps import double


def upgrade(value):
    return clean(double(value))


def bad():
    return clean(None)


def caused():
    try:
        clean(None)
    except AttributeError as error:
        raise ValueError("worse") from error
"""
TEXTS = {
    "migrations/a/migration.py": MAIN,
    "migrations/a/steps.py": "def double(value):\n    return value * 2\n",
    "vendor/python/shop/__init__.py": "",
    "vendor/python/shop/names.py": "from . import case\n\n\ndef clean(name):\n    return case.lower(name)\n",
    "vendor/python/shop/case.py": "def lower(name):\n    return name.lower()\n",
}


class Loading(unittest.TestCase):
    def setUp(self):
        self.bundle = Bundle("migrations/a/migration.py", TEXTS)
        self.addCleanup(sys.meta_path.remove, self.bundle)
        for name in (MAIN_MODULE, "steps", "shop", "shop.names", "shop.case"):
            self.addCleanup(sys.modules.pop, name, None)
        self.module = self.bundle.load()

    def test_modules_come_from_the_bundle(self):
        self.assertEqual(self.module.upgrade("AB"), "abab")
        self.assertEqual(sys.modules["shop.case"].__file__, "vendor/python/shop/case.py")
        self.assertEqual(self.bundle.own_files(), {"migrations/a/migration.py", "migrations/a/steps.py"})
        with self.assertRaisesRegex(ModuleNotFoundError, "neither part of the interpreter"):
            __import__("no_such_module")

    def test_a_trace_names_files_of_the_project(self):
        text = self.failure_of(self.module.bad).value
        expected = """AttributeError: 'NoneType' object has no attribute 'lower'
  at migrations/a/migration.py:11 in bad
  at vendor/python/shop/names.py:5 in clean
  at vendor/python/shop/case.py:2 in lower"""
        self.assertEqual(text, expected)

    def test_a_cause_is_told_after_it(self):
        lines = self.failure_of(self.module.caused).value.split("\n")
        self.assertEqual(lines[:2], ["ValueError: worse", "  at migrations/a/migration.py:18 in caused"])
        self.assertEqual(lines[2], "caused by AttributeError: 'NoneType' object has no attribute 'lower'")

    def test_each_failure_has_its_kind(self):
        def throw(error):
            raise error

        cases = [(Irreversible("a"), "Irreversible"), (Precondition("a"), "Precondition"), (Failure("a"), "Other")]
        for error, kind in cases:
            found = self.failure_of(lambda error=error: throw(error))
            self.assertEqual((type(found).__name__, found.value), (f"Failure_{kind}", "a"))
        found = self.failure_of(lambda: throw(ConstraintViolation("no", sqlstate="23505"))).value
        self.assertEqual((found.message, found.sqlstate, found.extras[0][0]), ("no", "23505", "trace"))

    def test_long_traces_are_shortened(self):
        def deep(count):
            return deep(count - 1) if count else 1 // 0

        lines = self.failure_of(lambda: deep(100)).value.split("\n")
        self.assertEqual(len(lines), 26)
        self.assertRegex(lines[9], r"  \.\.\. \d+ calls more")

    def failure_of(self, function):
        try:
            function()
        except Exception as error:
            return failure.of(error, error, self.bundle)
        raise AssertionError("it went well")


class Others(unittest.TestCase):
    def test_a_syntax_error_has_its_line(self):
        bundle = Bundle("migrations/a.py", {"migrations/a.py": "x = 1\ny = (\n"})
        try:
            self.addCleanup(sys.modules.pop, MAIN_MODULE, None)
            bundle.load()
        except SyntaxError as error:
            text = failure.of(error, error, bundle).value
        finally:
            sys.meta_path.remove(bundle)
        self.assertEqual(text, "SyntaxError: '(' was never closed\n  at migrations/a.py:2")

    def test_refused_modules_can_be_named_and_not_used(self):
        module = refusals.RefusedModule("socket", refusals.NO_NETWORK)
        try:
            raise KeyError
        except module.timeout:
            self.fail("it is no KeyError")
        except KeyError:
            pass
        with self.assertRaisesRegex(PermissionError, "socket.create_connection: a migration has no network"):
            module.create_connection(("a", 1))

    def test_lines_are_written_whole(self):
        lines = []
        writer = LineWriter(lines.append)
        print("a", "b", file=writer)
        print("c", end="", file=writer)
        self.assertEqual(lines, ["a b"])
        writer.end()
        self.assertEqual(lines, ["a b", "c"])


if __name__ == "__main__":
    unittest.main()
