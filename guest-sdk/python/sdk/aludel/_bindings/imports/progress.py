# Generated from wit/ by guest-sdk/python/generate. Do not edit.
"""
What the person at the terminal sees.
"""
from __future__ import annotations
from typing import TypeVar, Generic, Union, Optional, Protocol, Tuple, List, Any, Callable
from types import TracebackType
from enum import Flag, Enum, auto
from dataclasses import dataclass
from abc import abstractmethod
import weakref

from ..componentize_py_types import Result, Ok, Err, Some


class Level(Enum):
    TRACE = 0
    DEBUG = 1
    INFO = 2
    WARN = 3
    ERROR = 4

class Task:
    """
    A unit of work with a bar. Dropping it closes the bar.
    """

    def __init__(self, label: str, total: Optional[int]) -> None:
        raise NotImplementedError

    def advance(self, by: int) -> None:
        raise NotImplementedError
    def set_total(self, total: int) -> None:
        raise NotImplementedError
    def __enter__(self) -> Any:
        """Returns self"""
        return self

    def __exit__(self, exc_type: type[BaseException] | None, exc_value: BaseException | None, traceback: TracebackType | None) -> bool | None:
        """
        Release this resource.
        """
        raise NotImplementedError



def log(level: Level, message: str) -> None:
    raise NotImplementedError
def log_with(level: Level, message: str, fields: List[Tuple[str, str]]) -> None:
    """
    Fields are shown by structured sinks and appended by plain ones.
    """
    raise NotImplementedError
