# Generated from wit/ by guest-sdk/python/generate. Do not edit.
from __future__ import annotations
from typing import TypeVar, Generic, Union, Optional, Protocol, Tuple, List, Any, Callable
from types import TracebackType
from enum import Flag, Enum, auto
from dataclasses import dataclass
from abc import abstractmethod
import weakref

from ..componentize_py_types import Result, Ok, Err, Some
from ..imports import types


@dataclass
class Failure_Database:
    value: types.Error


@dataclass
class Failure_Irreversible:
    value: str


@dataclass
class Failure_Precondition:
    value: str


@dataclass
class Failure_Other:
    value: str


Failure = Union[Failure_Database, Failure_Irreversible, Failure_Precondition, Failure_Other]
