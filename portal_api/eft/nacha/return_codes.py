"""What to do when the bank sends a payment back, code by code.

Sources: Nacha's return reason codes; banks' originator guides for what to do. An unknown code stops
everything that a known one could stop, until a person has looked.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

# After an R01 or R09 the same entry may be presented twice more, within 180 days of its settlement.
MAX_RETRIES = 2
RETRY_WINDOW_DAYS = 180


class Course(Enum):
    """The kinds of thing that happen next: name, retry allowed, method disabled, AutoPay held."""

    RETRY = ("retry", True, False, False)
    ASK = ("ask", False, False, True)  # nothing more is debited until the borrower or staff has decided
    REPAIR = ("repair", False, False, True)  # the fault is in our file, not in the borrower's account
    STOP = ("stop", False, True, True)


@dataclass(frozen=True, slots=True)
class ReturnRule:
    """One return code: what the bank says, what the borrower reads, what staff do.

    ``staff_action`` is what is left to do once the return was read: by then the payment is taken back and,
    where ``disables_method``, the bank account is blocked.

    ``borrower_sentence`` is English, complete, and the key of its translations. ``is_unauthorised``
    counts towards Nacha's limit of 0.5%; ``has_extended_window`` may arrive for sixty days.
    """

    code: str
    bank_meaning: str
    borrower_sentence: str
    staff_action: str
    course: Course
    is_unauthorised: bool = False
    has_extended_window: bool = False
    is_known: bool = True

    @property
    def retry_allowed(self) -> bool:
        """The same entry may be presented again, at most MAX_RETRIES times in RETRY_WINDOW_DAYS."""
        return self.course.value[1]

    @property
    def disables_method(self) -> bool:
        """The bank account may not be used again until it was authorised or validated anew."""
        return self.course.value[2]

    @property
    def holds_autopay(self) -> bool:
        """Standing instructions on this bank account wait."""
        return self.course.value[3]


NO_MONEY = "Your bank did not pay because there was not enough money available in the account."
OTHER_ACCOUNT = "Please add another bank account and pay again."
CLOSED = f"Your bank says this account is closed. {OTHER_ACCOUNT}"
NOT_FOUND = "Your bank could not find this account. Check the numbers, or add another bank account."
NOT_PAYABLE = f"Your bank does not allow payments from this account. {OTHER_ACCOUNT}"
NOT_REACHED = f"We could not reach this account through its bank. {OTHER_ACCOUNT}"
OUR_FAULT = "This payment did not go through because of a technical error. We are looking into it."
NOT_AUTHORISED = "Your bank told us that this payment was not authorized. Please contact us."
BANKS_TALK = "Your bank and ours are clearing up this payment. We will tell you when it is settled."
CONTACT = "Your bank returned this payment. Please contact us."

BLOCKED = "The payment is taken back and the bank account is blocked."
PAY_FROM_ANOTHER = "Ask the borrower to pay from another bank account."
TAKEN_BACK = "The payment is taken back."
NEW_ACCOUNT = f"{BLOCKED} Ask the borrower to add another bank account and pay again."
CORRECT = f"{BLOCKED} Ask the borrower to add it with the right numbers, or another one, and pay again."
FIX_FILE = f"{TAKEN_BACK} Ask your bank what was wrong and correct the bank profile before the next file is sent."
EVIDENCE = f"{BLOCKED} Take the authorization from the payment's page, contact the borrower, and review for fraud."
ASK_BANK = f"{TAKEN_BACK} Ask your bank what the dispute between the two banks needs before the borrower pays again."


def _rules() -> tuple[ReturnRule, ...]:
    ask, repair, stop = Course.ASK, Course.REPAIR, Course.STOP
    return (
        *_account_rules(),
        *_authorization_rules(),
        ReturnRule("R06", "Returned at the originating bank's request", CONTACT, ASK_BANK, ask),
        ReturnRule("R17", "File record edit criteria, or questionable entry", NOT_FOUND, CORRECT, stop),
        ReturnRule("R18", "Improper effective entry date", OUR_FAULT, FIX_FILE, repair),
        ReturnRule("R19", "Amount field error", OUR_FAULT, FIX_FILE, repair),
        ReturnRule("R21", "Invalid company identification", OUR_FAULT, FIX_FILE, repair),
        ReturnRule("R22", "Invalid individual id", OUR_FAULT, FIX_FILE, repair),
        ReturnRule("R23", "Credit entry refused by receiver", CONTACT, f"{TAKEN_BACK} Ask the borrower why.", ask),
        ReturnRule(
            "R24",
            "Duplicate entry",
            "Your bank had already received this payment and returned the second one.",
            f"{TAKEN_BACK} Find out why it was sent twice before the next file is sent.",
            repair,
        ),
        ReturnRule("R25", "Addenda error", OUR_FAULT, FIX_FILE, repair),
        ReturnRule("R26", "Mandatory field error", OUR_FAULT, FIX_FILE, repair),
        ReturnRule("R27", "Trace number error", OUR_FAULT, FIX_FILE, repair),
        ReturnRule("R28", "Routing number check digit error", NOT_FOUND, CORRECT, stop),
        ReturnRule("R32", "Receiving bank cannot settle", NOT_REACHED, NEW_ACCOUNT, stop),
        ReturnRule("R34", "Receiving bank's participation is limited", NOT_REACHED, NEW_ACCOUNT, stop),
        *(ReturnRule(code, meaning, BANKS_TALK, ASK_BANK, ask) for code, meaning in BETWEEN_BANKS.items()),
        *(ReturnRule(code, meaning, NOT_REACHED, CORRECT, stop) for code, meaning in INTERNATIONAL.items()),
    )


BETWEEN_BANKS = {
    "R61": "Misrouted return",
    "R62": "Return of erroneous or reversing debit",
    "R67": "Duplicate return",
    "R68": "Untimely return",
    "R69": "Field error in a return",
    "R70": "Permissible return not accepted, or return not requested",
    "R71": "Misrouted dishonored return",
    "R72": "Untimely dishonored return",
    "R73": "Timely original return",
    "R74": "Corrected return",
    "R75": "Return not a duplicate",
    "R76": "No errors found in the return",
    "R77": "Non-acceptance of an R62 dishonored return",
}
INTERNATIONAL = {
    "R80": "International entry coding error",
    "R81": "Non-participant in international payments",
    "R82": "Invalid foreign receiving bank",
    "R83": "Foreign receiving bank cannot settle",
    "R84": "International entry not processed by gateway",
    "R85": "Incorrectly coded outbound international payment",
}


def _account_rules() -> tuple[ReturnRule, ...]:
    stop = Course.STOP
    retry = f"{TAKEN_BACK} The borrower has been told; ask them to pay again once the money is there."
    deceased = f"{BLOCKED} Follow your procedure for a deceased borrower before any further contact."
    sorry = "Your bank returned this payment. Please contact us about this account."
    return (
        ReturnRule("R01", "Insufficient funds", NO_MONEY, retry, Course.RETRY),
        ReturnRule("R02", "Account closed", CLOSED, NEW_ACCOUNT, stop),
        ReturnRule("R03", "No account, or unable to locate account", NOT_FOUND, NEW_ACCOUNT, stop),
        ReturnRule("R04", "Invalid account number structure", NOT_FOUND, CORRECT, stop),
        ReturnRule("R09", "Uncollected funds", NO_MONEY, retry, Course.RETRY),
        ReturnRule("R12", "Account sold to another bank", NOT_REACHED, CORRECT, stop),
        ReturnRule("R13", "Receiving bank not qualified to participate", NOT_REACHED, CORRECT, stop),
        ReturnRule("R14", "Representative payee deceased or unable to continue", sorry, deceased, stop),
        ReturnRule("R15", "Beneficiary or account holder deceased", sorry, deceased, stop),
        ReturnRule("R16", "Account frozen, or returned on a legal order", NOT_PAYABLE, NEW_ACCOUNT, stop),
        ReturnRule("R20", "Non-transaction account", NOT_PAYABLE, NEW_ACCOUNT, stop),
    )


def _authorization_rules() -> tuple[ReturnRule, ...]:
    stop = Course.STOP
    business = f"{BLOCKED} Its bank does not let you debit it: ask the business to pay from another bank account."
    return (
        ReturnRule(
            "R05",
            "Unauthorized debit to a consumer account with a corporate entry class",
            NOT_AUTHORISED,
            f"{BLOCKED} It was debited as a business account (CCD) and is a personal one. {PAY_FROM_ANOTHER}",
            stop,
            is_unauthorised=True,
            has_extended_window=True,
        ),
        ReturnRule(
            "R07",
            "Authorization revoked by customer",
            "Your bank told us that you withdrew your authorization for payments from this account.",
            f"{BLOCKED} The borrower took back the authorization for it. {PAY_FROM_ANOTHER}",
            stop,
            is_unauthorised=True,
            has_extended_window=True,
        ),
        ReturnRule(
            "R08",
            "Payment stopped",
            "You, or someone on this account, asked the bank to stop this payment.",
            f"{TAKEN_BACK} Contact the borrower, who can pay again in the portal if the stop was a mistake.",
            Course.ASK,
        ),
        ReturnRule(
            "R10",
            "Originator not known, or not authorized to debit the account",
            NOT_AUTHORISED,
            EVIDENCE,
            stop,
            is_unauthorised=True,
            has_extended_window=True,
        ),
        ReturnRule(
            "R11",
            "Entry not in accordance with the terms of the authorization",
            "Your bank told us that this payment differs from what you authorized. We are correcting it.",
            f"{TAKEN_BACK} Compare the debit with the authorization on the payment's page, then contact the borrower.",
            Course.ASK,
            is_unauthorised=True,
            has_extended_window=True,
        ),
        ReturnRule(
            "R29",
            "Corporate customer advises not authorized",
            NOT_AUTHORISED,
            business,
            stop,
            is_unauthorised=True,
        ),
        ReturnRule("R31", "Permissible return of a CCD or CTX entry", NOT_AUTHORISED, business, stop),
    )


RETURN_RULES: dict[str, ReturnRule] = {rule.code: rule for rule in _rules()}
UNAUTHORISED_CODES = frozenset(code for code, rule in RETURN_RULES.items() if rule.is_unauthorised)
EXTENDED_WINDOW_CODES = frozenset(code for code, rule in RETURN_RULES.items() if rule.has_extended_window)


def rule_for(code: str) -> ReturnRule:
    """The rule of a return code; for one that is not in the table, a rule that stops everything."""
    known = RETURN_RULES.get(code)
    if known is not None:
        return known
    return ReturnRule(
        code,
        "A return code that is not in our table",
        CONTACT,
        f"{BLOCKED} Ask your bank what {code} means. {PAY_FROM_ANOTHER}",
        Course.STOP,
        is_known=False,
    )
