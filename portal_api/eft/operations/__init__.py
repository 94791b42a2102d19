"""What can happen to bank profiles, files, entries and returns. Everything runs inside the lender."""

from .downloads import download_file
from .generation import generate_file
from .profile import save_profile
from .returns import ReturnsRead, mark_looked_at, read_return_file
from .sending import accept_file, mark_sent, reject_file
from .settling import finish_due, settle_due
from .writing import finish_file

__all__ = [
    "ReturnsRead",
    "accept_file",
    "download_file",
    "finish_due",
    "finish_file",
    "generate_file",
    "mark_looked_at",
    "mark_sent",
    "read_return_file",
    "reject_file",
    "save_profile",
    "settle_due",
]
