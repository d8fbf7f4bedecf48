"""About the run that the migration is part of.

::

    # aludel -x tenant=acme upgrade head
    tenant = context.argument("tenant", "public")
"""

from __future__ import annotations

from enum import Enum
from typing import Dict, Optional, TypeVar, Union

from ._wire import context as _wire

__all__ = ["Phase", "argument", "arguments", "offline", "phase", "revision", "section", "tag"]

Default = TypeVar("Default")


class Phase(str, Enum):
    """What is being done."""

    UPGRADE = "upgrade"
    DOWNGRADE = "downgrade"
    VERIFY = "verify"

    def __str__(self) -> str:
        """Gives the name."""
        return self.value


def revision() -> str:
    """The revision being applied."""
    return _wire.revision()


def phase() -> Phase:
    """Whether this is an upgrade, a downgrade or a verification."""
    return Phase[_wire.current_phase().name]


def offline() -> bool:
    """Whether SQL is only written out, so that queries have no answer."""
    return _wire.offline()


def argument(name: str, default: Default = None) -> Union[str, Default]:  # type: ignore[assignment]
    """The value of `-x name=value`, or the default if it was not given."""
    value = _wire.argument(name)
    return default if value is None else value


def arguments() -> Dict[str, str]:
    """All of `-x name=value`, in the order of the command line."""
    return dict(_wire.arguments())


def tag() -> Optional[str]:
    """The tag given with `--tag`."""
    return _wire.tag()


def section(name: str) -> Optional[bytes]:
    """The content of this component's own custom section `aludel:NAME`: data that travels beside the code."""
    return _wire.section(name)
