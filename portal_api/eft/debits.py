"""From a payment to an entry: which class and code it has, and why it cannot stand in a file."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from portal_api.payments.models import Payment
from portal_api.wallet.sealed import open_number
from portal_api.wallet.states import AccountType, HolderType
from portico_kernel.money import Money
from portico_kernel.sealing import SealBroken

from .models import EftEntry
from .nacha import Entry, PaymentType, SecCode, TransactionCode, is_account_number, is_routing_number
from .nacha.specs import MAX_AMOUNT_MINOR

TRANSACTION_CODES = {
    AccountType.CHECKING: TransactionCode.CHECKING_DEBIT,
    AccountType.SAVINGS: TransactionCode.SAVINGS_DEBIT,
}
ADD_AGAIN = "Nothing was debited. Please add the bank account again, or another one, and pay once more."


def sec_code_of(payment: Payment) -> SecCode:
    """WEB for a person's bank account, CCD for a business's (Nacha: WEB debits consumers' accounts only)."""
    return SecCode.CCD if payment.method.holder_type == HolderType.BUSINESS else SecCode.WEB


def draft_entry(payment: Payment) -> EftEntry:
    """The entry of a payment, without its file and trace number."""
    sec_code = sec_code_of(payment)
    return EftEntry(
        payment=payment,
        sec_code=sec_code,
        transaction_code=TRANSACTION_CODES[AccountType(payment.method.account_type)],
        payment_type=payment.instruction.payment_type if sec_code is SecCode.WEB else "",
        routing_number=payment.method.routing_number,
        individual_id=payment.reference,
        receiver_name=payment.method.holder_name,
        amount_minor=payment.amount_minor,
    )


def nacha_entry(entry: EftEntry) -> Entry:
    """The entry as the file carries it, with the account number in clear. For the EFT worker."""
    return Entry(
        transaction_code=TransactionCode(entry.transaction_code),
        routing_number=entry.routing_number,
        account_number=open_number(entry.payment.method),
        amount=Money(entry.amount_minor, entry.payment.currency),
        individual_id=entry.individual_id,
        name=entry.receiver_name,
        trace_number=entry.trace_number,
        payment_type=PaymentType(entry.payment_type) if entry.payment_type else None,
    )


@dataclass
class DebitCheck:
    """Tells why a payment cannot be debited; each bank account's number is opened once.

    Opening may ask the KMS, which must not happen under row locks: look() at all payments first.
    Raises KeyUnavailable where the KMS does not answer: that fails nobody's payment, it stops the run.
    """

    _by_method: dict[uuid.UUID, str | None] = field(default_factory=dict)

    def reason_against(self, payment: Payment) -> str | None:
        """A sentence for the borrower, or None where the payment can be debited."""
        if payment.currency != "USD" or payment.amount_minor > MAX_AMOUNT_MINOR:
            return "A bank debit cannot carry this amount. Please contact us."
        if not payment.method.is_usable:
            return f"Your bank account {payment.method.label} can no longer be debited. {ADD_AGAIN}"
        if payment.method_id not in self._by_method:
            self._by_method[payment.method_id] = _reason_against_number(payment)
        return self._by_method[payment.method_id]


def _reason_against_number(payment: Payment) -> str | None:
    method = payment.method
    if not is_routing_number(method.routing_number):
        return f"The routing number of your bank account {method.label} is not a bank's. {ADD_AGAIN}"
    try:
        number = open_number(method)
    except (SealBroken, UnicodeDecodeError):
        return f"We could not use your bank account {method.label}. {ADD_AGAIN}"
    if not is_account_number(number):
        return f"The number of your bank account {method.label} is not one that banks use. {ADD_AGAIN}"
    return None
