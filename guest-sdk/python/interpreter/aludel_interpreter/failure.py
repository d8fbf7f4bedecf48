"""Exceptions, as the host hears of them.

The first line is the summary, `ValueError: bad`; the lines after it are the calls, the innermost last, each
`  at migrations/x.py:12 in upgrade`.
"""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Any, Iterator, List, NamedTuple, Optional

from aludel import DatabaseError, Failure, Irreversible, Precondition
from aludel._wire import failures
from aludel.errors import to_wire

if TYPE_CHECKING:
    from .bundle import Bundle

_FRAMES_SHOWN = 24
_FRAMES_SHOWN_FIRST = 8
_CAUSES_SHOWN = 5


class Frame(NamedTuple):
    """One call on the way to an exception."""

    file: str
    line: int
    function: str

    def __str__(self) -> str:
        """Writes the line of a trace."""
        place = f"  at {self.file}:{self.line}"
        return place if self.function == "<module>" else f"{place} in {self.function}"


def of(error: BaseException, raised: BaseException, bundle: Bundle) -> Any:
    """Makes the host's failure of an exception; the trace is that of the one that was raised around it."""
    if isinstance(error, DatabaseError):
        return failures.Failure_Database(_database_error(error, raised, bundle))
    if isinstance(error, Irreversible):
        return failures.Failure_Irreversible(str(error))
    if isinstance(error, Precondition):
        return failures.Failure_Precondition(str(error))
    if isinstance(error, Failure):
        return failures.Failure_Other(str(error))
    return failures.Failure_Other("\n".join([summary(error), *trace(raised, bundle)]))


def _database_error(error: DatabaseError, raised: BaseException, bundle: Bundle) -> Any:
    wire = to_wire(error)
    lines = trace(raised, bundle)
    if lines:
        wire.extras.append(("trace", "\n".join(lines)))
    return wire


def summary(error: BaseException) -> str:
    """Gives the first line: the class of the exception and its text."""
    name = type(error).__qualname__
    text = error.msg if isinstance(error, SyntaxError) else _text(error)
    return f"{name}: {text}" if text else name


def _text(error: BaseException) -> str:
    try:
        return str(error)
    except Exception as other:  # An exception of the migration's own may be broken.
        return f"<its text cannot be had: {type(other).__name__}>"


def trace(error: BaseException, bundle: Bundle) -> List[str]:
    """Gives the lines of a trace: calls in files of the project, or any when there is none of these."""
    lines = [*_shortened(_calls(error, bundle))]
    seen = {id(error)}
    cause = error.__cause__
    while cause is not None and id(cause) not in seen and len(seen) <= _CAUSES_SHOWN:
        seen.add(id(cause))
        lines.append(f"caused by {summary(cause)}")
        lines.extend(_shortened(_calls(cause, bundle)))
        cause = cause.__cause__
    return lines


def _calls(error: BaseException, bundle: Bundle) -> List[Frame]:
    frames = list(_frames(error.__traceback__))
    own = [frame for frame in frames if frame.file in bundle.texts]
    if isinstance(error, SyntaxError) and error.filename in bundle.texts:
        own.append(Frame(error.filename, error.lineno or 1, "<module>"))
    return own or [frame for frame in frames if "aludel_interpreter" not in frame.file]


def _frames(link: Optional[TracebackType]) -> Iterator[Frame]:
    while link is not None:
        code = link.tb_frame.f_code
        yield Frame(_file(code.co_filename), link.tb_lineno, code.co_name)
        link = link.tb_next


def _file(name: str) -> str:
    """Names a file of the package by its place in it, not by where it lay when the interpreter was built."""
    start = name.rfind("/aludel/")
    return name[start + 1 :] if start >= 0 else name


def _shortened(frames: List[Frame]) -> List[str]:
    lines = [str(frame) for frame in frames]
    if len(lines) <= _FRAMES_SHOWN:
        return lines
    left_out = len(lines) - _FRAMES_SHOWN
    last = lines[left_out + _FRAMES_SHOWN_FIRST :]
    return [*lines[:_FRAMES_SHOWN_FIRST], f"  ... {left_out} calls more", *last]
