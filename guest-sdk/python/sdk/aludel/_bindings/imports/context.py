# Generated from wit/ by guest-sdk/python/generate. Do not edit.
"""
About the run this guest is part of.
"""
from __future__ import annotations
from typing import TypeVar, Generic, Union, Optional, Protocol, Tuple, List, Any, Callable
from types import TracebackType
from enum import Flag, Enum, auto
from dataclasses import dataclass
from abc import abstractmethod
import weakref

from ..componentize_py_types import Result, Ok, Err, Some


class Phase(Enum):
    UPGRADE = 0
    DOWNGRADE = 1
    VERIFY = 2


def revision() -> str:
    """
    The revision being applied. A component that bundles several revisions
    switches on it.
    """
    raise NotImplementedError
def current_phase() -> Phase:
    raise NotImplementedError
def offline() -> bool:
    """
    True when SQL is only written out.
    """
    raise NotImplementedError
def argument(name: str) -> Optional[str]:
    """
    The value of `-x name=value`.
    """
    raise NotImplementedError
def arguments() -> List[Tuple[str, str]]:
    raise NotImplementedError
def tag() -> Optional[str]:
    """
    A tag given with `--tag`.
    """
    raise NotImplementedError
def section(name: str) -> Optional[bytes]:
    """
    The content of this component's own custom section `aludel:NAME`: data
    that travels beside the code, such as the statements of a SQL migration.
    """
    raise NotImplementedError
