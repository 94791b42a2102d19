"""Notices of change (NOC): which field each code corrects, and how the corrected data is laid out."""

from __future__ import annotations

from dataclasses import dataclass, field

from .specs import TransactionCode
from .text import is_account_number, is_routing_number

CHANGE_MEANINGS: dict[str, str] = {
    "C01": "Incorrect account number",
    "C02": "Incorrect routing number",
    "C03": "Incorrect routing number and account number",
    "C04": "Incorrect name",
    "C05": "Incorrect transaction code (checking or savings)",
    "C06": "Incorrect account number and transaction code",
    "C07": "Incorrect routing number, account number and transaction code",
    "C09": "Incorrect individual id",
    "C13": "Addenda format error",
    "C14": "Incorrect SEC code for an outbound international payment",
}


@dataclass(frozen=True, slots=True)
class Correction:
    """What the receiver's bank says is right; None for what it did not correct."""

    routing_number: str | None = None
    account_number: str | None = field(default=None, repr=False)
    transaction_code: TransactionCode | None = None
    name: str | None = field(default=None, repr=False)
    individual_id: str | None = None


def correction_for(code: str, data: str) -> Correction | None:
    """Read the 29 columns of corrected data; None where the code carries none or the data makes no sense.

    None means that a person must look (Nacha lets the originator's bank refuse such a notice with C65);
    it is never a reason to apply a part. Banks lay C03 and C06 out in columns or at both ends: both read.
    """
    text = data.rstrip()
    parts = text.split()
    match code, parts:
        case "C01", [account]:
            return _checked(account=account)
        case "C02", [routing]:
            return _checked(routing=routing)
        case "C03", [routing, account]:
            return _checked(routing=routing, account=account)
        case "C04", [_, *_]:
            return Correction(name=" ".join(parts))
        case "C05", [transaction]:
            return _checked(transaction=transaction)
        case "C06", [account, transaction]:
            return _checked(account=account, transaction=transaction)
        case "C07", [_, *_]:
            return _checked(routing=text[:9], account=text[9:-2].strip(), transaction=text[-2:])
        case "C09", [_, *_]:
            return Correction(individual_id=" ".join(parts))
        case _:
            return None


def _checked(
    *, routing: str | None = None, account: str | None = None, transaction: str | None = None
) -> Correction | None:
    """A correction whose every part is a possible value, or None."""
    if routing is not None and not is_routing_number(routing):
        return None
    if account is not None and not is_account_number(account):
        return None
    if transaction is not None and transaction not in tuple(TransactionCode):
        return None
    code = TransactionCode(transaction) if transaction is not None else None
    return Correction(routing_number=routing, account_number=account, transaction_code=code)
