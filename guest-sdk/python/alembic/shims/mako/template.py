"""The one name that Alembic takes from here."""


class Template:
    """Refuses: no template is rendered in the interpreter."""

    def __init__(self, *_arguments: object, **_named: object) -> None:
        """Raises."""
        raise NotImplementedError("the interpreter writes no revision files; run `aludel revision`")
