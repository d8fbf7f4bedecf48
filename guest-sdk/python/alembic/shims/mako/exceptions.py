"""The one name that Alembic takes from here."""


def text_error_template() -> None:
    """Refuses: no template is rendered in the interpreter."""
    raise NotImplementedError("the interpreter writes no revision files; run `aludel revision`")
