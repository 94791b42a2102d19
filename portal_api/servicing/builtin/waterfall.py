"""How a payment is split between fees, interest and principal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from portico_kernel.errors import InvalidInput
from portico_kernel.money import Money


class Bucket(StrEnum):
    """What a payment can pay."""

    FEES = "fees"
    INTEREST = "interest"
    PRINCIPAL = "principal"


DEFAULT_ORDER = (Bucket.FEES, Bucket.INTEREST, Bucket.PRINCIPAL)


class AbovePayoff(InvalidInput):
    """The payment is larger than everything that is owed."""

    code = "above_payoff"

    def __init__(self, *, amount: Money, owed: Money) -> None:
        self.amount = amount
        self.owed = owed
        sentence = f"{amount} is more than the {owed} that closes this account."
        super().__init__(sentence, fields={"amount": sentence})


class NotAPayment(InvalidInput):
    """The payment is nothing, or less than nothing."""

    code = "not_a_payment"

    def __init__(self) -> None:
        sentence = "Enter an amount of more than nothing."
        super().__init__(sentence, fields={"amount": sentence})


@dataclass(frozen=True, slots=True)
class Buckets:
    """An amount for each bucket; none is negative and all are of one currency."""

    fees: Money
    interest: Money
    principal: Money

    def __post_init__(self) -> None:
        if min(self.fees, self.interest, self.principal).minor < 0:
            raise ValueError("a bucket is never negative")

    @property
    def total(self) -> Money:
        """All three together."""
        return self.fees + self.interest + self.principal

    def of(self, bucket: Bucket) -> Money:
        """The amount in one bucket."""
        return {
            Bucket.FEES: self.fees,
            Bucket.INTEREST: self.interest,
            Bucket.PRINCIPAL: self.principal,
        }[bucket]


def split_payment(amount: Money, owed: Buckets, *, order: Sequence[Bucket] = DEFAULT_ORDER) -> Buckets:
    """Fill the buckets in ``order``, each up to what is owed; the parts add up to ``amount``.

    Raises NotAPayment for nothing or less, AbovePayoff for more than is owed, ValueError for an order that
    does not name each bucket once.
    """
    if sorted(order) != sorted(Bucket):
        raise ValueError("an order names each bucket once")
    if amount.minor <= 0:
        raise NotAPayment
    if amount > owed.total:
        raise AbovePayoff(amount=amount, owed=owed.total)
    left = amount
    parts: dict[str, Money] = {}
    for bucket in order:
        parts[bucket.value] = min(left, owed.of(bucket))
        left = left - parts[bucket.value]
    return Buckets(**parts)
