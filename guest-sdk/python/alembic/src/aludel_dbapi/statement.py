"""What can be told of a statement from its words: whether it gives rows, and whether it changes some."""

import re
from collections.abc import Iterator

# Comments, texts in quotes and quoted names are passed over whole; a word is kept, and so are parentheses.
_SKIPPED = r"""--[^\n]* | /\*.*?\*/ | "(?:[^"]|"")*" | `[^`]*` | \$(\w*)\$.*?\$\1\$"""
_KEPT = r"(?P<word>[A-Za-z_][A-Za-z0-9_$]*) | (?P<parenthesis>[()])"
_WITH_BACKSLASHES = r"'(?:[^'\\]|\\.|'')*'"
_WITHOUT_BACKSLASHES = r"'(?:[^']|'')*'"

_TOKEN = re.compile(f"{_SKIPPED} | [eE]{_WITH_BACKSLASHES} | {_WITHOUT_BACKSLASHES} | {_KEPT}", re.VERBOSE | re.DOTALL)
_MYSQL_TOKEN = re.compile(f"{_SKIPPED} | {_WITH_BACKSLASHES} | {_KEPT}", re.VERBOSE | re.DOTALL)

_GIVES_ROWS = frozenset(
    "SELECT VALUES TABLE SHOW DESC DESCRIBE EXPLAIN PRAGMA FETCH CALL CHECK CHECKSUM OPTIMIZE REPAIR".split()
)
_CHANGES_ROWS = frozenset("INSERT UPDATE DELETE REPLACE MERGE".split())


def gives_rows(sql: str, dialect_name: str) -> bool:
    """Whether the statement has a result, as far as its words say."""
    is_mysql = dialect_name in ("mysql", "mariadb")
    words = _outer_words(sql, _MYSQL_TOKEN if is_mysql else _TOKEN)
    verb = _verb(words)
    if verb in _CHANGES_ROWS:
        return "RETURNING" in words
    return verb in _GIVES_ROWS or (is_mysql and verb == "ANALYZE")


def changes_rows(sql: str) -> bool:
    """Whether it is an INSERT, an UPDATE or the like."""
    return _verb(_outer_words(sql, _TOKEN)) in _CHANGES_ROWS


def _verb(words: Iterator[str]) -> str:
    """The word that says what the statement does. After WITH it stands behind the parentheses."""
    first = next(words, "")
    if first != "WITH":
        return first
    return next((word for word in words if word in _GIVES_ROWS or word in _CHANGES_ROWS), "")


def _outer_words(sql: str, token: re.Pattern[str]) -> Iterator[str]:
    depth = 0
    is_first = True
    for found in token.finditer(sql):
        if found["parenthesis"]:
            depth += 1 if found["parenthesis"] == "(" else -1
        elif found["word"] and (depth == 0 or is_first):
            # `(SELECT ...) UNION ...` begins in parentheses.
            is_first = False
            yield found["word"].upper()
