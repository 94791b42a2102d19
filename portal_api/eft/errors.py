"""What can be refused about bank profiles, files and returns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from portico_kernel.errors import Conflict, InvalidInput, NotFound


class ProfileWrong(InvalidInput):
    """One or more fields of the bank profile are wrong; ``fields`` says what to do."""

    code = "eft_profile_wrong"


class EftNotReady(Conflict):
    """The lender's bank profile lacks something without which no file can be made."""

    code = "eft_not_ready"

    def __init__(self, missing: Sequence[str]) -> None:
        self.missing = tuple(missing)
        super().__init__("Bank files are not ready for this lender. " + " ".join(missing))


class CutoffAhead(Conflict):
    """A file was asked for a cut-off that has not come: its payments can still be cancelled."""

    code = "cutoff_ahead"

    def __init__(self, cutoff_at: datetime) -> None:
        super().__init__(
            f"The cut-off {cutoff_at:%Y-%m-%d %H:%M %Z} has not come yet: payments before it can still be canceled."
        )


class NumbersUsedUp(Conflict):
    """The file or its entries have no number left."""

    code = "eft_numbers_used_up"


class FileNotFound(NotFound):
    """The lender has no such file."""

    code = "eft_file_not_found"
    message = "There is no such bank file."


class AlreadyPosted(Conflict):
    """A file cannot be rejected any more: payments of it stand on the ledger."""

    code = "eft_already_posted"
    message = (
        "Payments of this file have been posted to the ledger already, so the file cannot be taken back as a"
        " whole. Read the bank's return file instead: each payment in it is then reversed on its own."
    )


class ReasonMissing(InvalidInput):
    """What was asked is written down with a reason, and none was given."""

    code = "reason_missing"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, fields={"reason": sentence})


class SomeNotFinished(Conflict):
    """Bank files whose bytes could not be made; the others were. Worth trying again."""

    code = "eft_some_not_finished"
    permanent = False

    def __init__(self, which: Sequence[str]) -> None:
        super().__init__(f"Bank files that could not be made, the others were: {', '.join(which)}.")


class SomeNotSettled(Conflict):
    """Part of the due payments could not be posted; the others were."""

    code = "eft_some_not_settled"
    permanent = False

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = tuple(reasons)
        shown = " ".join(self.reasons[:5])
        super().__init__(f"{len(self.reasons)} payments could not be posted; the others were. {shown}")
