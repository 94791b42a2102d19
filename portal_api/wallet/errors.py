"""What can be refused about bank accounts and their captures."""

from __future__ import annotations

from portico_kernel.errors import Conflict, InvalidInput, NotAllowed, NotFound, PorticoError


class NoSuchForm(NotFound):
    """No frame stands at this address: unknown, another lender's, or payments are off; all sound the same."""

    message = "There is no such form."


class CaptureExpired(PorticoError):
    """The frame was shown too long ago, was used already, or was tried with wrong secrets too often."""

    code = "capture_expired"
    status = 410
    message = "This form has expired. Close it and start again; nothing was saved."


class WrongSecret(NotAllowed):
    """Somebody who is not the page that opened the frame posted to it."""

    code = "wrong_secret"
    message = "This form was not opened from your lender's page. Close it and start again."


class BankFormWrong(InvalidInput):
    """One or more fields of the bank account form are wrong; ``fields`` says what to do."""

    code = "bank_form_wrong"


class AccountBlocked(InvalidInput):
    """The bank returned payments from this account; the sentence is the borrower's own and tells of nobody."""

    code = "bank_account_blocked"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, fields={"account_number": sentence})


class MethodInUse(Conflict):
    """A payment that is under way still needs this bank account."""

    code = "method_in_use"
