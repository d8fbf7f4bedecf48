"""The rows of a result."""

from __future__ import annotations

from functools import lru_cache
from operator import itemgetter
from typing import Any, Dict, Iterable, List, Mapping, Tuple, Type, Union

__all__ = ["Row"]


class Row(tuple):  # type: ignore[type-arg]
    """One row: a tuple whose values are found by the names of their columns as well.

    ::

        identifier, email = row
        row["email"], row.email, row[1]
        Customer(**row)

    A column that is called like a method (`keys`, `as_dict`) hides it. Of several columns of one name the last is found.
    """

    __slots__ = ()

    _places: Mapping[str, int] = {}

    def __getitem__(self, key: Any) -> Any:
        """Finds a value by the name of its column, or by its place."""
        if isinstance(key, str):
            try:
                key = self._places[key]
            except KeyError:
                raise KeyError(_no_column(key, self._places)) from None
        return tuple.__getitem__(self, key)

    def __getattr__(self, name: str) -> Any:
        """Says which columns there are, for a name that is none of them."""
        raise AttributeError(_no_column(name, self._places), name=name, obj=self)

    def keys(self) -> List[str]:
        """Gives the names of the columns."""
        return list(self._places)

    def as_dict(self) -> Dict[str, Any]:
        """Gives the row as a dictionary."""
        return {name: tuple.__getitem__(self, place) for name, place in self._places.items()}

    def __repr__(self) -> str:
        """Shows names and values."""
        values = ", ".join(f"{name}={value!r}" for name, value in self.as_dict().items())
        return f"Row({values})" if self._places else f"Row{tuple.__repr__(self)}"

    def __reduce__(self) -> Union[str, Tuple[Any, ...]]:
        """Makes copies possible, though the class of a result has no name."""
        return _row_of, (tuple(self._places), tuple(self))


def _no_column(name: str, places: Mapping[str, int]) -> str:
    columns = ", ".join(places) if places else "nothing with a name"
    return f"the row has no column {name!r}; it has {columns}"


@lru_cache(maxsize=64)
def row_class(names: Tuple[str, ...]) -> Type[Row]:
    """Makes the class of the rows of one result, with an attribute for each column."""
    places = {name: place for place, name in enumerate(names)}
    attributes: Dict[str, Any] = {"__slots__": (), "_places": places}
    for name, place in places.items():
        if name not in attributes and not name.startswith("__"):
            attributes[name] = property(itemgetter(place))
    return type("Row", (Row,), attributes)


def _row_of(names: Tuple[str, ...], values: Iterable[Any]) -> Row:
    return row_class(names)(values)
