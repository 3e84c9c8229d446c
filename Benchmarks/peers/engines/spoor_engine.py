"""Spoor in a process of its own, which answers with the time that it took there."""

from __future__ import annotations

import json
import pathlib
import subprocess
import time

import table
from memory import MemorySampler
from .base import Asked, Engine, Load, bytes_below


class Refused(Exception):
    """A query that Spoor does not answer; its words are the message."""


class Spoor(Engine):
    name = "spoor"

    def __init__(self, folder: pathlib.Path, bench: pathlib.Path, arguments: list[str]):
        self.path = folder / "spans.spoor"
        self.bench = bench
        self.arguments = arguments
        self.process: subprocess.Popen | None = None
        #: Memory of the last load.
        self.load_memory: dict | None = None

    def version(self) -> str:
        commit = subprocess.run(
            ["git", "-C", pathlib.Path(__file__).parent, "describe", "--always", "--dirty"],
            capture_output=True, text=True,
        ).stdout.strip()
        return f"Spoor {commit}".strip()

    def load(self, parquet: pathlib.Path) -> Load:
        """Makes the spans anew, with all their attributes, rather than reading the table."""
        started = time.monotonic()
        command = [self.bench, "fill", "--store", self.path, *self.arguments]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        with MemorySampler(process.pid) as sampler:
            output, _ = process.communicate()
        if process.returncode != 0:
            raise RuntimeError(f"spoor-bench fill failed: {output}")
        self.load_memory = sampler.report()
        size = bytes_below(self.path / "data.mdb")
        return Load(time.monotonic() - started, None, size, size)

    def open(self) -> None:
        self.process = subprocess.Popen(
            [self.bench, "serve", "--store", self.path],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
        )

    def close(self) -> None:
        if self.process:
            self.process.stdin.close()
            self.process.wait()
            self.process = None

    def ask(self, text: str) -> Asked:
        answer = self._send(" ".join(text.split()))
        return Asked(answer["milliseconds"], answer["processor_milliseconds"], answer["rows"])

    def rows(self, content: object) -> list[tuple]:
        return [tuple(row) for row in content]

    def trace(self, trace_id: str) -> list[tuple]:
        answer = self._send(f"\\trace {trace_id}")
        assert answer["columns"] == table.COLUMNS, answer["columns"]
        whole = {"span_id", "parent_id", *table.NUMBERS}
        return [
            tuple(
                int(value) if value is not None and name in whole else value
                for name, value in zip(table.COLUMNS, row)
            )
            for row in answer["rows"]
        ]

    def time_traces(self, trace_ids: list[str]) -> list[float]:
        return self._send(f"\\time {' '.join(trace_ids)}")["microseconds"]

    def _send(self, line: str) -> dict:
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if "error" in answer:
            raise Refused(answer["error"])
        return answer
