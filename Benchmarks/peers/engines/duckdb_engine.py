"""DuckDB: one file, enums for columns of few values, sorted by stage and start."""

from __future__ import annotations

import pathlib
import time
import uuid

import duckdb

import table
from .base import Asked, Engine, Load, bytes_below, timed

#: Types that the Parquet file does not have already. Tokens fit 32 bits.
NARROW = {
    "input_tokens": "UINTEGER", "output_tokens": "UINTEGER", "total_tokens": "UINTEGER",
}
START = table.COLUMNS.index("start")
#: What ART indexes pay for: look-ups that match a few rows of all.
INDEXED = ["trace_id", "user_id", "session_id"]


class DuckDB(Engine):
    name = "duckdb"

    def __init__(self, folder: pathlib.Path):
        self.path = folder / "spans.duckdb"

    def version(self) -> str:
        return f"DuckDB {duckdb.__version__}"

    def load(self, parquet: pathlib.Path) -> Load:
        started = time.monotonic()
        with duckdb.connect(str(self.path)) as connection:
            make_table(connection, parquet, "stage, start")
            seconds = time.monotonic() - started
            table_bytes = bytes_below(self.path)
            started = time.monotonic()
            for column in INDEXED:
                connection.execute(f"CREATE INDEX by_{column} ON spans ({column})")
            connection.execute("CHECKPOINT")
        seconds += time.monotonic() - started
        return Load(seconds, table_bytes, bytes_below(self.path), self._smallest(parquet))

    def _smallest(self, parquet: pathlib.Path) -> int:
        """Bytes when sorted by start alone: a trace's spans are neighbours then, and repeat ids."""
        draft = self.path.with_suffix(".by-start")
        with duckdb.connect(str(draft)) as connection:
            make_table(connection, parquet, "start")
        size = bytes_below(draft)
        draft.unlink()
        return size

    def open(self) -> None:
        self.connection = duckdb.connect(str(self.path), read_only=True)

    def close(self) -> None:
        self.connection.close()

    def ask(self, text: str) -> Asked:
        return timed(lambda: self.connection.execute(text).fetchall())

    def rows(self, content: object) -> list[tuple]:
        return [tuple(flattened(row)) for row in content]

    def trace(self, trace_id: str) -> list[tuple]:
        columns = ", ".join(
            "epoch_ns(start)" if name == "start" else name for name in table.COLUMNS
        )
        return self.rows(self.connection.execute(
            f"SELECT {columns} FROM spans WHERE trace_id = ? ORDER BY start, span_id",
            [uuid.UUID(trace_id)],
        ).fetchall())

    def time_traces(self, trace_ids: list[str]) -> list[float]:
        times = []
        for trace_id in trace_ids:
            identity = uuid.UUID(trace_id)
            started = time.perf_counter()
            # Sorting six rows here is faster than a query that sorts.
            rows = self.connection.execute(
                "SELECT * FROM spans WHERE trace_id = ?", [identity]
            ).fetchall()
            rows.sort(key=lambda row: (row[START], row[1]))
            times.append((time.perf_counter() - started) * 1e6)
        return times


def make_table(connection: duckdb.DuckDBPyConnection, parquet: pathlib.Path, order: str) -> None:
    for column in table.FEW_VALUED:
        connection.execute(
            f"CREATE TYPE {column}_values AS ENUM (SELECT DISTINCT {column}"
            f" FROM '{parquet}' WHERE {column} IS NOT NULL ORDER BY 1)"
        )
    connection.execute(
        f"CREATE TABLE spans AS SELECT {', '.join(map(typed, table.COLUMNS))}"
        f" FROM '{parquet}' ORDER BY {order}"
    )
    connection.execute("CHECKPOINT")


def typed(column: str) -> str:
    """A column of the Parquet file in the type that the table gives it."""
    if column in table.FEW_VALUED:
        return f"{column}::{column}_values AS {column}"
    if column == "start":
        return "make_timestamp_ns(start) AS start"
    if column in NARROW:
        return f"{column}::{NARROW[column]} AS {column}"
    return column


def flattened(row: tuple):
    """The row's values, lists of percentiles spread out, ids in hexadecimal."""
    for value in row:
        if isinstance(value, list):
            yield from value
        elif isinstance(value, uuid.UUID):
            yield value.hex
        else:
            yield value
