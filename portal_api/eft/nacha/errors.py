"""What goes wrong with bank files: a value that no file may carry, or a file that nobody should trust."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portico_kernel.errors import InvalidInput

SHOWN_FINDINGS = 5
NOT_NACHA = (
    "This is not a file in NACHA format: such a file begins with a header line of 94 characters. Nothing was read."
    " Choose the file exactly as your bank sent it."
)


class InvalidNacha(InvalidInput):
    """A value does not fit into a NACHA file; ``fields`` names it and says what to do."""

    code = "invalid_nacha"
    message = "The bank file cannot carry this value."


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with a file. ``line`` and ``column`` count from 1, as in Nacha's tables.

    ``column`` is None where the whole line is meant. The text never quotes the line: it may carry
    account numbers.
    """

    line: int
    column: int | None
    code: str
    message: str

    def __str__(self) -> str:
        place = f"line {self.line}" if self.column is None else f"line {self.line}, column {self.column}"
        return f"{place}: {self.message}"


class UnreadableFile(InvalidInput):
    """A file is not what it must be; nothing of it was accepted. ``findings`` holds every reason."""

    code = "unreadable_bank_file"

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        if any(finding.code == "no_header" for finding in self.findings):
            super().__init__(NOT_NACHA, fields={"file": NOT_NACHA})
            return
        shown = "; ".join(str(finding) for finding in self.findings[:SHOWN_FINDINGS])
        more = len(self.findings) - SHOWN_FINDINGS
        tail = f"; and {more} more" if more > 0 else ""
        super().__init__(f"The bank file was refused. {shown}{tail}.", fields={"file": shown + tail})
