"""Stands for Mako, with which Alembic writes new revision files. Nothing is written in the interpreter."""
