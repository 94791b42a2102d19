"""What a database backend keeps of the lenders that it has served."""

from __future__ import annotations

from ..backends import memory_contexts, private_megabytes
from ..bench import Bench, Row
from ..table import Outcome, Target, show

LOOK_EVERY = 25


def largest_backend(bench: Bench) -> Outcome:
    """One server of one thread serves every lender, while its backends are looked at."""
    fleet, alone = bench.product("fleet", bench.lenders), bench.product("one", 1)
    with alone.serving() as web:
        alone.browser(web).ask_often(len(fleet.hosts))
        single = max(private_megabytes(bench.stage, alone.name).values())
    largest, contexts, most = 0.0, [], 0
    with fleet.serving() as web:
        browser = fleet.browser(web, hosts=fleet.hosts)
        for _ in bench.each_round(f"Serving {len(fleet.hosts):,} lenders", 2 * len(fleet.hosts) // LOOK_EVERY):
            browser.ask_often(LOOK_EVERY)
            now = private_megabytes(bench.stage, fleet.name)
            pid = max(now, key=lambda pid: now[pid])
            most = max(most, len(now))
            if now[pid] > largest:
                largest, contexts = now[pid], memory_contexts(bench.stage, pid)
        total = sum(private_megabytes(bench.stage, fleet.name).values())
    return Outcome(
        value=largest,
        absolute=f"{show(largest)} MB in the largest backend of {len(fleet.hosts):,} lenders, {show(single)} MB in "
        f"that "
        f"of one; backends of the process: {most} at most, {show(total)} MB in all in the end",
        how=f"Private memory (/proc/PID/smaps_rollup) of the backends of one web process with one thread that serves "
        f"the "
        f"accounts list of {len(fleet.hosts):,} lenders twice through, looked at every {LOOK_EVERY} requests; the "
        f"largest "
        "that was ever seen counts. Shared buffers are not in it.",
        left=lambda: "\n".join(["What the largest backend kept:", *contexts]),
    )


ROWS = (
    Row(
        "backend_memory",
        "memory of a database backend that serves 1,000 lenders",
        Target(120, unit="MB"),
        largest_backend,
    ),
)
