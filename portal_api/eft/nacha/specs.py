"""What a bank file is made of, as values: the file, its batches, its entries and their totals."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from enum import StrEnum

from portico_kernel.money import Money

from .layout import HASH_MODULUS

MAX_AMOUNT_MINOR = 10**10 - 1
MAX_TRACE_SEQUENCE = 10**7 - 1

# Entry descriptions that Nacha keeps for particular uses: no lender may choose one for ordinary payments.
RESERVED_DESCRIPTIONS = frozenset(
    {"REVERSAL", "RETRY PYMT", "RETURN FEE", "PAYROLL", "PURCHASE", "RECLAIM", "NONSETTLED", "AUTOENROLL"}
)


class SecCode(StrEnum):
    """Standard entry class: WEB for consumers who authorised online, CCD for businesses."""

    WEB = "WEB"
    CCD = "CCD"


class ServiceClass(StrEnum):
    """Which way the money of a batch goes."""

    MIXED = "200"
    CREDITS = "220"
    DEBITS = "225"

    def takes(self, code: TransactionCode) -> bool:
        """Tell whether an entry with this code may stand in the batch."""
        return self is ServiceClass.MIXED or (self is ServiceClass.DEBITS) == code.is_debit


class TransactionCode(StrEnum):
    """What an entry does, and to which kind of account. A prenote tries an account with no money."""

    CHECKING_CREDIT = "22"
    CHECKING_CREDIT_PRENOTE = "23"
    CHECKING_DEBIT = "27"
    CHECKING_DEBIT_PRENOTE = "28"
    SAVINGS_CREDIT = "32"
    SAVINGS_CREDIT_PRENOTE = "33"
    SAVINGS_DEBIT = "37"
    SAVINGS_DEBIT_PRENOTE = "38"

    @property
    def is_debit(self) -> bool:
        """True where money leaves the account (or would, for a prenote)."""
        return is_debit_code(self.value)

    @property
    def is_prenote(self) -> bool:
        """True for the codes that carry no money."""
        return self.value[1] in "38"

    @property
    def is_savings(self) -> bool:
        """True for savings accounts, False for checking accounts."""
        return self.value[0] == "3"


class PaymentType(StrEnum):
    """WEB entries say whether the payer authorised one payment or a series."""

    SINGLE = "S"
    RECURRING = "R"


def is_debit_code(code: str) -> bool:
    """Tell a debit from a credit by the second digit, return codes (21, 26, 31, 36) included."""
    return code[1] in "56789"


@dataclass(frozen=True, slots=True)
class FileSpec:
    """The sender, the receiver and the moment of one file.

    ``immediate_destination`` is the bank's routing number; ``immediate_origin`` what the bank assigned:
    nine digits, or ten letters or digits. ``odfi_id`` is the first eight digits of the bank's routing
    number. ``created_at`` is an instant; the file shows it on the wall clock of ``time_zone``.
    """

    immediate_destination: str
    immediate_origin: str
    destination_name: str
    origin_name: str
    company_name: str
    company_id: str
    odfi_id: str
    created_at: datetime
    time_zone: tzinfo
    file_id_modifier: str = "A"
    reference: str = ""


@dataclass(frozen=True, slots=True)
class BatchSpec:
    """One batch: entries of one class, purpose and settlement day."""

    sec_code: SecCode
    entry_description: str
    effective_entry_date: date
    service_class: ServiceClass = ServiceClass.DEBITS
    discretionary: str = ""
    descriptive_date: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement of money on one bank account. Its printed form leaves the numbers out.

    ``payment_type`` is for WEB and must be None for CCD. ``name`` may be written in any script; the file
    shows it in ASCII, or ``individual_id`` in its place where nothing of it can be. ``trace_number`` is
    the ODFI id and seven digits.
    """

    transaction_code: TransactionCode
    routing_number: str
    account_number: str = field(repr=False)
    amount: Money
    individual_id: str
    name: str = field(repr=False)
    trace_number: str
    payment_type: PaymentType | None = None
    addenda: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Totals:
    """What a batch's control record states. ``entry_count`` counts addenda too."""

    entry_count: int
    entry_hash: int
    debits: Money
    credits: Money


@dataclass(frozen=True, slots=True)
class FileTotals(Totals):
    """What the file's control record states."""

    batch_count: int
    block_count: int


@dataclass(slots=True)
class Tally:
    """Adds entries up as they pass by, in minor units, with flat memory."""

    entry_count: int = 0
    hash_sum: int = 0
    debits: int = 0
    credits: int = 0

    def add(self, *, routing_number: str, code: str, minor: int, records: int) -> None:
        """Count one entry with its addenda (``records`` lines in all)."""
        self.entry_count += records
        self.hash_sum += int(routing_number[:8])
        if is_debit_code(code):
            self.debits += minor
        else:
            self.credits += minor

    def merge(self, other: Tally) -> None:
        """Add a batch to the file."""
        self.entry_count += other.entry_count
        self.hash_sum += other.hash_sum
        self.debits += other.debits
        self.credits += other.credits

    @property
    def entry_hash(self) -> int:
        """The sum of the banks' eight-digit ids, its last ten digits."""
        return self.hash_sum % HASH_MODULUS

    def totals(self) -> Totals:
        """The batch totals as they stand."""
        return Totals(self.entry_count, self.entry_hash, Money(self.debits), Money(self.credits))

    def file_totals(self, *, batch_count: int, block_count: int) -> FileTotals:
        """The file totals as they stand."""
        batch = self.totals()
        return FileTotals(batch.entry_count, batch.entry_hash, batch.debits, batch.credits, batch_count, block_count)


def trace_number(odfi_id: str, sequence: int) -> str:
    """The 15-digit trace number of the ``sequence``-th entry; raises ValueError outside 0 to 9,999,999."""
    if not 0 <= sequence <= MAX_TRACE_SEQUENCE:
        raise ValueError("a trace sequence has seven digits")
    return f"{odfi_id}{sequence:07d}"
