"""The one name that Alembic takes from here."""


class PythonPrinter:
    """Refuses: no code is generated in the interpreter."""

    def __init__(self, *_arguments: object, **_named: object) -> None:
        """Raises."""
        raise NotImplementedError("the interpreter writes no revision files; run `aludel revision --autogenerate`")
