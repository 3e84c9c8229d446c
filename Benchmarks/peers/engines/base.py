"""What a comparison asks of an engine."""

from __future__ import annotations

import abc
import dataclasses
import pathlib
import time


@dataclasses.dataclass
class Load:
    """What loading took and left on disk."""

    seconds: float
    #: Bytes of the table alone; None where it cannot be told from its indexes.
    table_bytes: int | None
    #: Bytes of everything, after a checkpoint.
    total_bytes: int
    #: Bytes of the table alone where it is laid out to be small rather than fast to ask.
    smallest_bytes: int


@dataclasses.dataclass
class Asked:
    """An answer and what it took."""

    #: From the call to the last fetched byte.
    milliseconds: float
    #: Of all threads of the process; tells more than the other where the machine is busy.
    processor_milliseconds: float
    #: The answer as it came.
    content: object


def timed(call) -> Asked:
    """Calls, and times that, in this process."""
    processor = time.process_time()
    started = time.perf_counter()
    content = call()
    milliseconds = (time.perf_counter() - started) * 1e3
    return Asked(milliseconds, (time.process_time() - processor) * 1e3, content)


class Engine(abc.ABC):
    """An engine with the workload's spans in it."""

    #: Which of a query's texts the engine takes, and what tables call it.
    name: str

    @abc.abstractmethod
    def version(self) -> str: ...

    @abc.abstractmethod
    def load(self, parquet: pathlib.Path) -> Load:
        """Makes the engine's files from the spans; they must not exist."""

    @abc.abstractmethod
    def open(self) -> None: ...

    @abc.abstractmethod
    def ask(self, text: str) -> Asked: ...

    @abc.abstractmethod
    def rows(self, content: object) -> list[tuple]:
        """An answer as plain rows: whole numbers, floats, text, None; ids as text."""

    @abc.abstractmethod
    def trace(self, trace_id: str) -> list[tuple]:
        """The spans of a trace as rows of the table, by (start, span id)."""

    @abc.abstractmethod
    def time_traces(self, trace_ids: list[str]) -> list[float]:
        """Microseconds of each look-up of a trace with all columns."""

    def close(self) -> None: ...


def bytes_below(path: pathlib.Path) -> int:
    """Bytes of a file, or of all files of a folder, each once whatever links to it."""
    if path.is_file():
        return path.stat().st_size
    found = {}
    for file in path.rglob("*"):
        if file.is_file() and not file.is_symlink():
            status = file.stat()
            found[status.st_ino] = status.st_size
    return sum(found.values())
