"""PostgreSQL. Parameters are cast where psycopg's dialect casts them, so that the server reads the same statements."""

from typing import Any

from sqlalchemy import types as sqltypes
from sqlalchemy.dialects.postgresql.array import ARRAY
from sqlalchemy.dialects.postgresql.base import REGCONFIG, PGDialect
from sqlalchemy.dialects.postgresql.json import JSON, JSONB, JSONPathType
from sqlalchemy.dialects.postgresql.pg_catalog import INT2VECTOR, OIDVECTOR, _SpaceVector
from sqlalchemy.dialects.postgresql.types import INTERVAL

from .executions import with_many_rows
from .host import HostDialect


class _String(sqltypes.String):
    render_bind_cast = True


class _RegConfig(REGCONFIG):
    render_bind_cast = True


class _JSON(JSON):
    render_bind_cast = True

    def result_processor(self, _dialect: Any, _type: Any) -> None:
        """None: the driver has read it."""


class _JSONB(JSONB):
    render_bind_cast = True

    def result_processor(self, _dialect: Any, _type: Any) -> None:
        """None: the driver has read it."""


class _JSONIntIndex(sqltypes.JSON.JSONIntIndexType):
    __visit_name__ = "json_int_index"
    render_bind_cast = True


class _JSONStrIndex(sqltypes.JSON.JSONStrIndexType):
    __visit_name__ = "json_str_index"
    render_bind_cast = True


class _Interval(INTERVAL):
    render_bind_cast = True


class _Timestamp(sqltypes.DateTime):
    render_bind_cast = True


class _Date(sqltypes.Date):
    render_bind_cast = True


class _Time(sqltypes.Time):
    render_bind_cast = True


class _Integer(sqltypes.Integer):
    render_bind_cast = True


class _SmallInteger(sqltypes.SmallInteger):
    render_bind_cast = True


class _BigInteger(sqltypes.BigInteger):
    render_bind_cast = True


class _Boolean(sqltypes.Boolean):
    render_bind_cast = True


class _Numeric(sqltypes.Numeric):
    render_bind_cast = True


class _Float(sqltypes.Float):
    render_bind_cast = True


class _Array(ARRAY):
    render_bind_cast = True


class _Int2Vector(_SpaceVector, INT2VECTOR):
    """Lists of numbers in the catalogue, which come as text."""


class _OidVector(_SpaceVector, OIDVECTOR):
    """The same of object ids."""


class AludelPostgreSQL(HostDialect, PGDialect):
    """PostgreSQL."""

    supports_statement_cache = True
    execution_ctx_cls = with_many_rows(PGDialect.execution_ctx_cls)
    default_paramstyle = "numeric_dollar"
    colspecs = {
        **PGDialect.colspecs,
        sqltypes.String: _String,
        REGCONFIG: _RegConfig,
        JSON: _JSON,
        sqltypes.JSON: _JSON,
        JSONB: _JSONB,
        sqltypes.JSON.JSONPathType: JSONPathType,
        sqltypes.JSON.JSONIntIndexType: _JSONIntIndex,
        sqltypes.JSON.JSONStrIndexType: _JSONStrIndex,
        sqltypes.Interval: _Interval,
        INTERVAL: _Interval,
        sqltypes.Date: _Date,
        sqltypes.DateTime: _Timestamp,
        sqltypes.Time: _Time,
        sqltypes.Integer: _Integer,
        sqltypes.SmallInteger: _SmallInteger,
        sqltypes.BigInteger: _BigInteger,
        sqltypes.Boolean: _Boolean,
        sqltypes.Numeric: _Numeric,
        sqltypes.Float: _Float,
        sqltypes.ARRAY: _Array,
        INT2VECTOR: _Int2Vector,
        OIDVECTOR: _OidVector,
    }

    def _get_server_version_info(self, connection: Any) -> tuple[int, ...]:
        major, minor, _ = connection.connection.driver_connection.info.version_number
        return (major, minor)

    def _get_default_schema_name(self, connection: Any) -> str | None:
        info = connection.connection.driver_connection.info
        return info.default_schema or super()._get_default_schema_name(connection)
