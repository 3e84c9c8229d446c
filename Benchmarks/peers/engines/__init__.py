"""The engines, each behind the same few calls."""

from .base import Asked, Engine, Load
from .chdb_engine import ChDB
from .duckdb_engine import DuckDB
from .spoor_engine import Refused, Spoor
from .sqlite_engine import SQLite

__all__ = ["Asked", "ChDB", "DuckDB", "Engine", "Load", "Refused", "Spoor", "SQLite"]
