"""NACHA files, written and read in plain Python: no database, no settings, no clock.

``write_file`` / ``NachaWriter`` make outgoing files, ``read_file`` / ``check_file`` verify them,
``read_returns`` reads what the bank sends back and ``rule_for`` says what to do about it.
"""

from .change_codes import CHANGE_MEANINGS, Correction
from .errors import Finding, InvalidNacha, UnreadableFile
from .reader import FileHeader, NachaBatch, NachaFile, check_file, read_file
from .return_codes import (
    EXTENDED_WINDOW_CODES,
    MAX_RETRIES,
    RETRY_WINDOW_DAYS,
    RETURN_RULES,
    UNAUTHORISED_CODES,
    ReturnRule,
    rule_for,
)
from .return_writer import BankReturn, write_return_file
from .returns import ChangeItem, ReturnItem, read_returns
from .rules import batch_problems, entry_problems, file_problems
from .specs import (
    RESERVED_DESCRIPTIONS,
    BatchSpec,
    Entry,
    FileSpec,
    FileTotals,
    PaymentType,
    SecCode,
    ServiceClass,
    Totals,
    TransactionCode,
    trace_number,
)
from .text import ascii_name, is_account_number, is_routing_number, routing_check_digit
from .writer import NachaWriter, write_file

__all__ = [
    "CHANGE_MEANINGS",
    "EXTENDED_WINDOW_CODES",
    "MAX_RETRIES",
    "RESERVED_DESCRIPTIONS",
    "RETRY_WINDOW_DAYS",
    "RETURN_RULES",
    "UNAUTHORISED_CODES",
    "BankReturn",
    "BatchSpec",
    "ChangeItem",
    "Correction",
    "Entry",
    "FileHeader",
    "FileSpec",
    "FileTotals",
    "Finding",
    "InvalidNacha",
    "NachaBatch",
    "NachaFile",
    "NachaWriter",
    "PaymentType",
    "ReturnItem",
    "ReturnRule",
    "SecCode",
    "ServiceClass",
    "Totals",
    "TransactionCode",
    "UnreadableFile",
    "ascii_name",
    "batch_problems",
    "check_file",
    "entry_problems",
    "file_problems",
    "is_account_number",
    "is_routing_number",
    "read_file",
    "read_returns",
    "routing_check_digit",
    "rule_for",
    "trace_number",
    "write_file",
    "write_return_file",
]
