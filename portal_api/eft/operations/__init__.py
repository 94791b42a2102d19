"""What can happen to bank profiles, files, entries and returns. Everything runs inside the lender."""

from .downloads import download_file
from .generation import generate_file
from .profile import save_profile
from .returns import ReturnsRead, mark_looked_at, read_return_file
from .sending import accept_file, mark_sent, reject_file
from .settling import finish_due, settle_due
from .thawing import NotFrozen, OriginalLives, Thawed, look, thaw
from .writing import finish_file

__all__ = [
    "NotFrozen",
    "OriginalLives",
    "ReturnsRead",
    "Thawed",
    "accept_file",
    "download_file",
    "finish_due",
    "finish_file",
    "generate_file",
    "look",
    "mark_looked_at",
    "mark_sent",
    "read_return_file",
    "reject_file",
    "save_profile",
    "settle_due",
    "thaw",
]
