"""chDB: ClickHouse in this process, one MergeTree ordered by stage and start."""

from __future__ import annotations

import json
import pathlib
import re
import time
import uuid

import chdb
from chdb import session

import table
from .base import Asked, Engine, Load, bytes_below, timed

TYPES = {
    "trace_id": "UUID", "span_id": "UInt64", "parent_id": "UInt64",
    "start": "DateTime64(9, 'UTC') CODEC(Delta, LZ4)", "latency": "UInt64",
    "input_tokens": "UInt32", "output_tokens": "UInt32", "total_tokens": "UInt32",
    "cost": "UInt64", "session_id": "String", "user_id": "String",
} | {name: "LowCardinality(String)" for name in table.FEW_VALUED}

#: Filters over a granule's values, for what few of them match.
INDEXES = (
    ", INDEX traces trace_id TYPE bloom_filter(0.001) GRANULARITY 1"
    ", INDEX users user_id TYPE bloom_filter(0.01) GRANULARITY 1"
    ", INDEX sessions session_id TYPE bloom_filter(0.01) GRANULARITY 1"
)

#: Answers of earlier queries are not to help: that would time memory, not work.
SETTINGS = {"use_query_condition_cache": 0}

UUID_TEXT = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class ChDB(Engine):
    name = "clickhouse"

    def __init__(self, folder: pathlib.Path):
        self.path = folder / "chdb"

    def version(self) -> str:
        return f"chDB {chdb.__version__}"

    def load(self, parquet: pathlib.Path) -> Load:
        started = time.monotonic()
        self.open()
        make_table(self.session, "spans", parquet, TYPES, "stage, start", INDEXES)
        seconds = time.monotonic() - started
        total, indexes = self._sizes("spans")
        small = {name: compressed(kind) for name, kind in TYPES.items()}
        make_table(self.session, "smallest", parquet, small, "start", "")
        smallest = self._sizes("smallest")[0]
        self.session.query("DROP TABLE smallest SYNC")
        self.close()
        return Load(seconds, total - indexes, total, smallest)

    def _sizes(self, name: str) -> tuple[int, int]:
        """Bytes on disk, and how many of them are skip indexes."""
        answer = self.session.query(
            "SELECT sum(bytes_on_disk), sum(secondary_indices_compressed_bytes)"
            f" FROM system.parts WHERE table = '{name}' AND active", "JSONCompactEachRow",
        )
        total, indexes = map(int, json.loads(answer.bytes()))
        return total, indexes

    def open(self) -> None:
        self.session = session.Session(str(self.path))
        for name, value in SETTINGS.items():
            self.session.query(f"SET {name} = {value}")

    def close(self) -> None:
        self.session.close()

    def ask(self, text: str) -> Asked:
        return timed(lambda: self.session.query(text, "JSONCompactEachRow").bytes())

    def rows(self, content: object) -> list[tuple]:
        return [tuple(plain(json.loads(line))) for line in bytes(content or b"").splitlines()]

    def trace(self, trace_id: str) -> list[tuple]:
        columns = ", ".join(
            "toUnixTimestamp64Nano(start)" if name == "start" else name for name in table.COLUMNS
        )
        return self.rows(self.ask(by_trace(columns, trace_id)).content)

    def time_traces(self, trace_ids: list[str]) -> list[float]:
        return [
            self.ask(by_trace("*", trace_id)).milliseconds * 1e3 for trace_id in trace_ids
        ]


def by_trace(columns: str, trace_id: str) -> str:
    return (
        f"SELECT {columns} FROM spans WHERE trace_id = '{uuid.UUID(trace_id)}'"
        " ORDER BY start, span_id"
    )


def make_table(
    opened: session.Session, name: str, parquet: pathlib.Path, types: dict[str, str], order: str,
    indexes: str,
) -> None:
    columns = ", ".join(f"{column} {types[column]}" for column in table.COLUMNS)
    opened.query(
        f"CREATE TABLE {name} ({columns}{indexes}) ENGINE = MergeTree ORDER BY ({order})"
    )
    # Nulls become defaults: Nullable costs a mask a column, and no span has an empty text.
    chosen = ", ".join(map(typed, table.COLUMNS))
    opened.query(f"INSERT INTO {name} SELECT {chosen} FROM file('{parquet}', Parquet)")
    opened.query(f"OPTIMIZE TABLE {name} FINAL")


def compressed(kind: str) -> str:
    """The type with the slower and smaller compression."""
    return kind.replace("LZ4", "ZSTD(1)") if "CODEC" in kind else f"{kind} CODEC(ZSTD(1))"


def typed(column: str) -> str:
    """A column of the Parquet file in the type that the table gives it."""
    if column == "trace_id":
        return "toUUID(trace_id)"
    if column == "start":
        return "fromUnixTimestamp64Nano(assumeNotNull(start), 'UTC')"
    default = "''" if column in table.FEW_VALUED or column.endswith("_id") else "0"
    return f"ifNull({column}, {'0' if column == 'parent_id' else default})"


def plain(row: list):
    """The row's values, lists of percentiles spread out, what a span lacks as None."""
    for value in row:
        if isinstance(value, list):
            yield from value
        elif value == "":
            yield None
        elif isinstance(value, str) and UUID_TEXT.fullmatch(value):
            yield value.replace("-", "")
        else:
            yield value
