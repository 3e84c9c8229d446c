"""What memory a process takes, watched from outside."""

from __future__ import annotations

import threading


def status(pid: int) -> dict[str, int]:
    """The sizes in /proc/PID/status, in bytes; empty when the process is gone."""
    found = {}
    try:
        with open(f"/proc/{pid}/status") as file:
            for line in file:
                name, _, value = line.partition(":")
                if value.endswith("kB\n"):
                    found[name] = int(value.split()[0]) * 1024
    except (FileNotFoundError, ProcessLookupError):
        pass
    return found


class MemorySampler:
    """Keeps the highest that was seen while it is open.

    Anonymous memory is the process's own; the rest of the resident set is the mapped store, which
    the system takes back as it pleases.
    """

    INTERVAL_SECONDS = 0.005

    def __init__(self, pid: int):
        self._pid = pid
        self._peaks = {"anonymous_bytes": 0, "resident_bytes": 0}
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> MemorySampler:
        self._thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._done.set()
        self._thread.join()
        self._sample()

    def report(self) -> dict[str, int]:
        return dict(self._peaks)

    def _watch(self) -> None:
        while not self._done.wait(self.INTERVAL_SECONDS):
            self._sample()

    def _sample(self) -> None:
        now = status(self._pid)
        for name, key in (("anonymous_bytes", "RssAnon"), ("resident_bytes", "VmHWM")):
            self._peaks[name] = max(self._peaks[name], now.get(key, 0))
