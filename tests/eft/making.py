"""What the bank file tests start from: a profile, bank accounts, and payments that wait for a cut-off."""

from __future__ import annotations

import hashlib
import uuid
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from portal_api.accounts.models import Account
from portal_api.eft.models import EftFile, EftProfile
from portal_api.eft.nacha import BankReturn, NachaFile, read_file, write_return_file
from portal_api.eft.operations import download_file, generate_file, mark_sent, save_profile
from portal_api.identity.models import User
from portal_api.payments.models import Instruction, Payment, Review, TermsVersion
from portal_api.wallet.models import BankAccount
from portal_api.wallet.sealed import newest_key, seal_for_lender
from portal_api.wallet.states import AccountType, HolderType, Validation
from portico_kernel.actor import Actor
from tests.cast import NOW

CLERK = Actor("staff", "sam", "Sam Ortiz")
WORKER = Actor.system("tests")
# Tuesday 10 November 2026, 16:30 in New York; the 11th is a holiday of the Federal Reserve.
CUTOFF = datetime(2026, 11, 10, 21, 30, tzinfo=UTC)
NEXT_CUTOFF = datetime(2026, 11, 12, 21, 30, tzinfo=UTC)
EFFECTIVE = date(2026, 11, 12)
SETTLING = datetime(2026, 11, 12, 5, 5, tzinfo=UTC)  # just after midnight in New York
WINDOW_ENDS = date(2026, 11, 16)
ACCOUNT_NUMBER = "000987654321"

PROFILE: dict[str, Any] = {
    "bank_name": "First Test Bank",
    "destination_routing": "021000021",
    "origin_id": "1234567890",
    "company_name": "Alder Finance",
    "company_id": "1234567890",
    "odfi_id": "02100002",
    "entry_description": "LOAN PMT",
    "cutoffs": ["16:30"],
    "effective_days": 1,
}


def profile(**changes: Any) -> EftProfile:
    """A complete bank profile of the lender that is entered."""
    return save_profile(**{**PROFILE, **changes}, actor=CLERK, now=NOW)


def bank_account(user: User, *, number: str = ACCOUNT_NUMBER, **changes: Any) -> BankAccount:
    """A sealed bank account of a borrower."""
    row_id = uuid.uuid4()
    fields: dict[str, Any] = {
        "id": row_id,
        "user": user,
        "holder_name": user.name,
        "holder_type": HolderType.PERSON,
        "account_type": AccountType.CHECKING,
        "routing_number": "011000015",
        "last4": number[-4:],
        "sealed_number": seal_for_lender(number.encode(), kind="bank_account", object_id=row_id, now=NOW),
        "key_version": newest_key(now=NOW).version,
        "fingerprint": hashlib.sha256(f"{row_id}".encode()).hexdigest(),
        "validation": Validation.PENDING,
        "authorised_text": "I authorize debits.",
        "authorised_at": NOW,
        "added_at": NOW,
    }
    return BankAccount.objects.create(**{**fields, **changes})


def payment(
    account: Account,
    user: User,
    method: BankAccount,
    *,
    amount_minor: int = 350_00,
    cancellable_until: datetime = CUTOFF,
    debit_on: date = EFFECTIVE,
    created_at: datetime = NOW,
) -> Payment:
    """A confirmed payment that waits for its cut-off."""
    review = _review(account, user, method, amount_minor, cancellable_until, debit_on)
    instruction = Instruction.objects.create(
        review=review,
        user=user,
        key=uuid.uuid4().hex,
        confirmed_at=created_at,
        terms_text="I authorize it.",
        terms_version=1,
        terms_hash="0" * 64,
        address="127.0.0.1",
    )
    return Payment.objects.create(
        instruction=instruction,
        user=user,
        account=account,
        method=method,
        reference=f"P-{uuid.uuid4().hex[:6].upper()}",
        amount_minor=amount_minor,
        currency="USD",
        choice="next_due",
        created_at=created_at,
        cancellable_until=cancellable_until,
        debit_on=debit_on,
    )


def _review(
    account: Account, user: User, method: BankAccount, amount_minor: int, until: datetime, debit_on: date
) -> Review:
    terms, _ = TermsVersion.objects.get_or_create(
        kind="one_time_debit", version=99, language="en", defaults={"text": "I authorize it.", "made_at": NOW}
    )
    return Review.objects.create(
        user=user,
        account=account,
        method=method,
        choice="next_due",
        amount_minor=amount_minor,
        currency="USD",
        debit_on=debit_on,
        submits_by=until,
        cancellable_until=until,
        terms=terms,
        terms_text=terms.text,
        terms_hash="0" * 64,
        created_at=NOW,
        expires_at=until,
    )


def generated(cutoff_at: datetime = CUTOFF, now: datetime | None = None) -> EftFile:
    """The file of a cut-off, made at its very instant unless told otherwise."""
    file = generate_file(cutoff_at=cutoff_at, actor=WORKER, now=now or cutoff_at)
    assert file is not None
    return file


def sent(cutoff_at: datetime = CUTOFF) -> EftFile:
    """The same, with the bank."""
    return mark_sent(file=generated(cutoff_at), actor=CLERK, now=cutoff_at)


def clear_bytes(file: EftFile) -> bytes:
    """What the bank gets."""
    return download_file(file=file, actor=CLERK, reason="test", now=NOW)


def as_read(file: EftFile) -> NachaFile:
    """The file as the strict reader reads it."""
    return read_file(BytesIO(clear_bytes(file)))


def bank_answers(file: EftFile, *returns: BankReturn, at: datetime = NOW) -> bytes:
    """The bank's return file about entries of ours."""
    stream = BytesIO()
    original = as_read(file)
    write_return_file(stream, original=original, returns=returns, created_at=at, time_zone=UTC)
    return stream.getvalue()
