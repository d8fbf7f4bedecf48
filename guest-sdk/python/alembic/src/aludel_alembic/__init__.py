"""The application of the interpreter component: runs the revision files of Alembic as they are."""
