"""Writing the register. Lenders' roles may add their own rows and read them, nothing else."""

from __future__ import annotations

from portico_kernel.errors import Conflict

from .models import RegisteredFile


class RegisterDisagrees(Conflict):
    """The register knows another file under this number: the lender's own rows are older than the register."""

    code = "register_disagrees"

    def __init__(self, number: int) -> None:
        super().__init__(
            f"The register of files knows another file {number} of this lender, so this one was not offered."
            " Its data may have been restored: compare it with the register before anything is sent."
        )


def register_file(entry: RegisteredFile) -> None:
    """Enter one file; the same file twice stands once. Raises RegisterDisagrees for a number that is taken."""
    RegisteredFile.objects.bulk_create([entry], ignore_conflicts=True)
    known = RegisteredFile.objects.filter(file_id=entry.file_id).first()
    if known is None or known.content_hash != entry.content_hash:
        raise RegisterDisagrees(entry.number)
