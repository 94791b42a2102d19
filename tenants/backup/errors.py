"""What can be refused about backups."""

from __future__ import annotations

from portico_kernel.errors import Conflict, InvalidInput


class BackupUnreadable(InvalidInput):
    """The file is no backup of ours, or was made under another master key."""

    code = "backup_unreadable"


class BackupDamaged(InvalidInput):
    """The file is not what was written: cut off or altered."""

    code = "backup_damaged"

    def __init__(self, what: str) -> None:
        super().__init__(f"This backup is damaged: {what} Nothing was changed; use another backup of this lender.")


class BackupNewer(Conflict):
    """The backup was made by a newer version of Portico than the one that runs here."""

    code = "backup_newer"

    def __init__(self, unknown: str) -> None:
        super().__init__(
            f"This backup was made by a newer version of Portico: it has the migration {unknown}, which this version"
            " does not know. Restore it with that version or a later one."
        )


class CannotRestore(Conflict):
    """The backup is whole, but what it holds does not fit here."""

    code = "cannot_restore"


class RestoreUnderWay(Conflict):
    """Another session restores or swaps the same lender."""

    code = "restore_under_way"
    permanent = False

    def __init__(self, slug: str) -> None:
        super().__init__(f"Another restore of {slug} is under way. Wait until it has ended, then look again.")


class CannotLeave(Conflict):
    """A lender cannot be offboarded, brought back or purged as things stand."""

    code = "cannot_leave"
