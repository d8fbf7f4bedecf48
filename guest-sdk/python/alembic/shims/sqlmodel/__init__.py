"""The part of SQLModel that revision files use: its column types, and the names of SQLAlchemy under its own.

Models need pydantic, whose core is native code; a revision file needs no models.
"""

from sqlalchemy import (
    ARRAY,
    BIGINT,
    BINARY,
    BLOB,
    BOOLEAN,
    CHAR,
    CLOB,
    DATE,
    DATETIME,
    DECIMAL,
    FLOAT,
    INT,
    INTEGER,
    JSON,
    NCHAR,
    NUMERIC,
    NVARCHAR,
    REAL,
    SMALLINT,
    TEXT,
    TIME,
    TIMESTAMP,
    VARBINARY,
    VARCHAR,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Computed,
    Constraint,
    Date,
    DateTime,
    Enum,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    Interval,
    LargeBinary,
    MetaData,
    Numeric,
    PrimaryKeyConstraint,
    Sequence,
    SmallInteger,
    String,
    Table,
    Text,
    Time,
    Unicode,
    UnicodeText,
    UniqueConstraint,
    Uuid,
    delete,
    func,
    insert,
    select,
    text,
    update,
)

from . import sql
from .sql import sqltypes
from .sql.sqltypes import AutoString


def __getattr__(name: str) -> object:
    raise AttributeError(
        f"`sqlmodel.{name}` is not in this interpreter: models need pydantic, which is native code; "
        "write the table into the revision with sa.table() or sa.Table()"
    )
