"""What can happen to payments: reviewed, confirmed, cancelled by people; the rest by the rail."""

from .cancel import cancel_for_caller, cancel_for_lender, cancel_payment
from .confirm import Accepted, Evidence, confirm_review
from .hold import hold_payment
from .moves import (
    claim_payment,
    fail_payment,
    finish_payment,
    give_back_payment,
    mark_sent,
    return_payment,
    settle_payment,
)
from .review import MadeReview, make_review, payable_account

__all__ = [
    "Accepted",
    "Evidence",
    "MadeReview",
    "cancel_for_caller",
    "cancel_for_lender",
    "cancel_payment",
    "claim_payment",
    "confirm_review",
    "fail_payment",
    "finish_payment",
    "give_back_payment",
    "hold_payment",
    "make_review",
    "mark_sent",
    "payable_account",
    "return_payment",
    "settle_payment",
]
