"""Statements that run once for each of many rows of parameters, prepared column by column.

SQLAlchemy looks at each value of each row in turn, which costs more than the database does where Python runs in a sandbox. So the first
rows are prepared by SQLAlchemy itself, and the others as those were.
"""

from collections.abc import Iterable
from itertools import repeat
from operator import itemgetter
from typing import Any

# Below this the usual way is as fast.
_ROWS_WORTH_IT = 8
# As many as make SQLAlchemy take the statement for one with many rows.
_ROWS_PREPARED = 2


class ManyRows:
    """Stands before an execution context of SQLAlchemy."""

    _rows: list[dict] | None = None
    _keys: dict[str, Any]

    @classmethod
    def _init_compiled(
        cls,
        dialect: Any,
        connection: Any,
        dbapi_connection: Any,
        execution_options: Any,
        compiled: Any,
        parameters: Any,
        *others: Any,
        **named: Any,
    ) -> Any:
        def prepare(rows: Any) -> Any:
            given = (dialect, connection, dbapi_connection, execution_options, compiled, rows)
            return super(ManyRows, cls)._init_compiled(*given, *others, **named)  # type: ignore[misc]

        if not _are_many(parameters) or not _is_plain(compiled):
            return prepare(parameters)
        keys = _keys(compiled, parameters[0])
        if len(keys) < len(compiled.bind_names) and not _have_same_keys(parameters):
            return prepare(parameters)
        context = prepare(parameters[:_ROWS_PREPARED])
        try:
            context.parameters = _in_order(compiled, keys, parameters, context.compiled_parameters[0])
        except KeyError:
            # SQLAlchemy looks for such a value elsewhere, or says in which row it is missing.
            return prepare(parameters)
        context._rows, context._keys = parameters, keys
        return context

    @property
    def compiled_parameters(self) -> list[dict]:
        """The rows by the names of their values; events may look at them."""
        if self._rows is None:
            return self._prepared_rows
        prepared = self._prepared_rows[0]
        return [prepared | {name: row[key] for name, key in self._keys.items()} for row in self._rows]

    @compiled_parameters.setter
    def compiled_parameters(self, rows: list[dict]) -> None:
        self._prepared_rows = rows


def _are_many(rows: Any) -> bool:
    return isinstance(rows, list) and len(rows) >= _ROWS_WORTH_IT and set(map(type, rows)) == {dict}


def _is_plain(compiled: Any) -> bool:
    """Whether nothing but the parameters decides about a row: no defaults, no parts of the statement that depend on values."""
    return bool(compiled.positional and compiled.positiontup) and not (
        compiled.insert_prefetch
        or compiled.update_prefetch
        or compiled._insertmanyvalues
        or compiled._render_postcompile
        or compiled.literal_execute_params
        or compiled.post_compile_params
        or any(parameter.callable for parameter in compiled.bind_names)
    )


def _keys(compiled: Any, row: dict) -> dict[str, Any]:
    """Where a row has the parameters of the statement, by their names. What is missing is the same for all rows."""
    pairs = ((name, (parameter.key, name)) for parameter, name in compiled.bind_names.items())
    found = ((name, next((key for key in keys if key in row), None)) for name, keys in pairs)
    return {name: key for name, key in found if key is not None}


def _have_same_keys(rows: list[dict]) -> bool:
    return all(map(rows[0].keys().__eq__, map(dict.keys, rows)))


def _in_order(compiled: Any, keys: dict[str, Any], rows: list[dict], prepared: dict) -> list[tuple]:
    """The values of each row as the statement has its placeholders."""
    names, processors = compiled.positiontup, compiled._bind_processors
    if len(names) > 1 and all(name in keys and name not in processors for name in names):
        return list(map(itemgetter(*(keys[name] for name in names)), rows))

    def column(name: str) -> Iterable[Any]:
        values = map(itemgetter(keys[name]), rows) if name in keys else repeat(prepared[name], len(rows))
        return map(processors[name], values) if name in processors else values

    return list(zip(*map(column, names), strict=True))


def with_many_rows(context: type) -> type:
    """The execution context of a dialect with this before it."""
    return type(f"Aludel{context.__name__}", (ManyRows, context), {})
