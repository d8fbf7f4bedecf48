"""What a person can do something about."""

from __future__ import annotations

from typing import Optional


class ModelsError(Exception):
    """Models that cannot be printed: what is wrong, and what to do."""

    def __init__(self, message: str, hint: Optional[str] = None) -> None:
        super().__init__(message)
        self.hint = hint

    def __str__(self) -> str:
        message = super().__str__()
        return f"{message}\nhint: {self.hint}" if self.hint else message
