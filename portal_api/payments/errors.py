"""What can be refused about payments."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from portico_kernel.errors import Conflict, InvalidInput


class AmountRefused(InvalidInput):
    """The amount cannot be paid; ``fields["amount"]`` says why."""

    code = "amount_refused"

    def __init__(self, sentence: str, *, field: str = "amount") -> None:
        super().__init__(sentence, fields={field: sentence})


class AccountNotPayable(Conflict):
    """The account takes no payments now; the sentence says why."""

    code = "account_not_payable"


class MethodNotUsable(InvalidInput):
    """The bank account cannot be debited."""

    code = "method_not_usable"

    def __init__(self) -> None:
        sentence = "This bank account can no longer be used. Choose or add another one."
        super().__init__(sentence, fields={"method_id": sentence})


class TermsNotAccepted(InvalidInput):
    """The box was not ticked."""

    code = "terms_not_accepted"

    def __init__(self) -> None:
        sentence = "Tick the box to authorize this payment."
        super().__init__(sentence, fields={"accept_terms": sentence})


class TermsChanged(Conflict):
    """Other words were accepted than the ones that this review shows."""

    code = "terms_changed"
    message = "The terms on your screen are not the ones of this payment. Please review it again."


class ReviewExpired(Conflict):
    """What the review promised can no longer be kept: time has passed, or the cut-off has."""

    code = "review_expired"
    message = "This review is too old: the debit date may have changed. Nothing was debited; please review again."


class ReviewSpent(Conflict):
    """The review has made its payment already."""

    code = "review_spent"

    def __init__(self, payment_id: uuid.UUID, reference: str) -> None:
        super().__init__(f"You have confirmed this already: it is payment {reference}. It was not made twice.")
        self.details = {"payment_id": str(payment_id)}


class Overlap(Conflict):
    """Payments are under way on the account that the borrower has not said to pay on top of."""

    code = "overlap"

    def __init__(self, cards: Sequence[Mapping[str, Any]]) -> None:
        sentence = "A payment is already under way for this account. Confirm that you want to pay again."
        if not cards:
            sentence = "The payment that you saw under way has moved on. Look at your account, then pay again."
        super().__init__(sentence)
        self.details = {"payments": list(cards)}


class TooLateToCancel(Conflict):
    """The cut-off has passed, or the payment has moved on; the sentence says which."""

    code = "too_late_to_cancel"
