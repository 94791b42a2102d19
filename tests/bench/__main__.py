"""``make bench``: measure, print the table, write docs/benchmarks.md."""

from __future__ import annotations

import argparse
import contextlib
import sys
import time
from pathlib import Path

from portico.devstack.errors import DevstackError
from portico.devstack.places import CLONE, forget_data
from portico.devstack.postgres import postgres_server
from portico.devstack.steps import StepFailed, say, step
from portico_kernel.clock import read_clock

from .bench import Bench, Row
from .document import machine, write
from .growing import steps
from .rows import ALL
from .stage import Stage
from .table import Outcome, Result, as_markdown

FOLDER = CLONE / "var" / "bench"
DOCUMENT = CLONE / "docs" / "benchmarks.md"
ABOUT = """\
Measure what issue 3 promises of a thousand lenders on one database. Each row of the table is a ratio of two
things that are measured in this run, in turn, with a PostgreSQL that the command starts for itself and whose
data it removes. A row that misses its target is followed by the profile of what is left."""
EXAMPLES = """\
rows: {rows}

examples:
  make bench                                                  all rows; writes docs/benchmarks.md
  make bench ARGS="--only accounts_list --rounds 5"           one row, quickly; writes nothing
  make bench ARGS="--only accounts_list --only new_lender"    two rows
  make bench ARGS="--lenders 100"                             a smaller fleet than the promised thousand; writes nothing

The command ends with 0 when it has measured, whatever it found, and with 1 when it could not measure.
"""


def main(arguments: list[str]) -> int:
    """Measure the rows that were asked for; return the exit status."""
    wanted = _parser().parse_args(arguments)
    rows = [row for row in ALL if not wanted.only or row.key in wanted.only]
    is_complete = len(rows) == len(ALL) and wanted.lenders == 1_000
    try:
        results = _measure(rows, wanted)
    except (StepFailed, DevstackError, ConnectionError) as failure:
        say(str(failure))
        return 1
    except KeyboardInterrupt:
        return 130
    sys.stdout.write(f"{_text(results)}\n")
    if is_complete or wanted.out:
        path = wanted.out or DOCUMENT
        write(path, results, command=wanted.command, on=read_clock().date())
        say(f"Written: {path}")
    else:
        say("A part of the table only: docs/benchmarks.md stays as it was.")
    return 0


def _parser() -> argparse.ArgumentParser:
    examples = EXAMPLES.format(rows=" ".join(row.key for row in ALL))
    parser = argparse.ArgumentParser(
        prog="make bench", description=ABOUT, epilog=examples, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    keys = [row.key for row in ALL]
    parser.add_argument(
        "--only", action="append", choices=keys, metavar="ROW", help="measure this row; may be repeated"
    )
    parser.add_argument("--rounds", type=_positive, default=7, help="how often each side has its turn (7)")
    parser.add_argument("--lenders", type=_positive, default=1_000, help="how large the large fleet is (1000)")
    parser.add_argument("--whole", action="store_true", help="also what takes very long; make nightly asks for it")
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="write the document there, also of a part of the table"
    )
    parser.add_argument("--command", default="make bench", help=argparse.SUPPRESS)
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def _measure(rows: list[Row], wanted: argparse.Namespace) -> list[Result]:
    forget_data(FOLDER)
    steps.begin(FOLDER / "steps")
    with contextlib.ExitStack() as stop:
        stop.callback(forget_data, FOLDER / "postgres")
        with step("Starting PostgreSQL"):
            server = stop.enter_context(postgres_server(FOLDER / "postgres"))
        bench = Bench(Stage(FOLDER, server, stop), wanted.rounds, wanted.lenders, wanted.whole)
        return [_result(row, bench) for row in rows]


def _result(row: Row, bench: Bench) -> Result:
    began = time.monotonic()
    outcome: Outcome = row.measure(bench)
    left = "" if row.target.is_reached_by(outcome.value) else outcome.left()
    result = Result(row.key, row.title, row.target, outcome, left)
    say(f"{result.verdict:8} {row.title}: {result.reached} (target {row.target})  {time.monotonic() - began:.0f} s")
    return result


def _text(results: list[Result]) -> str:
    missed = [line for result in results if result.left for line in (f"\n{result.title}:", result.left)]
    return "\n".join(["", *machine(), "", *as_markdown(results), *missed])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
