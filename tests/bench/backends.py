"""The server's processes behind a database: their memory, and what PostgreSQL says it is for."""

from __future__ import annotations

import re
import time
from collections import Counter
from pathlib import Path

import psycopg

from .stage import Stage

CONTEXT = re.compile(r"; ([A-Za-z ]+?)(?: \"?[\w.\" :]*)?: (\d+) total in")
LOG_SECONDS = 5
MEGABYTE = 1024 * 1024


def private_megabytes(stage: Stage, database: str) -> dict[int, float]:
    """Megabytes of each backend of a database that no other process has (shared buffers are not among them)."""
    with psycopg.connect(stage.superuser_dsn("postgres"), autocommit=True) as connection:
        rows = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'",
            [stage.name_of(database)],
        ).fetchall()
    found = {pid: _private_bytes(pid) / MEGABYTE for (pid,) in rows}
    return {pid: size for pid, size in found.items() if size}


def memory_contexts(stage: Stage, pid: int) -> list[str]:
    """Lines that say what a backend keeps its memory for: it writes that into the server's log when asked."""
    log = stage.postgres.log_file
    before = log.stat().st_size
    with psycopg.connect(stage.superuser_dsn("postgres"), autocommit=True) as connection:
        connection.execute("SELECT pg_log_backend_memory_contexts(%s)", [pid])
    deadline = time.monotonic() + LOG_SECONDS
    said = ""
    while "Grand total" not in said and time.monotonic() < deadline:
        time.sleep(0.1)
        said = log.read_bytes()[before:].decode(errors="replace")
    sizes: Counter[str] = Counter()
    for name, size in CONTEXT.findall(said):
        sizes[name] += int(size)
    return [f"  {size / MEGABYTE:8.2f} MB  {name}" for name, size in sizes.most_common(12)]


def _private_bytes(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0  # it ended meanwhile
    return sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Private_")) * 1024
