"""Opening a backup and holding it against its manifest, and against this version of Portico."""

from __future__ import annotations

from pathlib import Path

from django.apps import apps

from tenants.fleet.fingerprint import lenders_app_labels
from tenants.fleet.plans import name_of, plan_after

from .archive import WatchPieces, check
from .envelope import opened
from .errors import BackupNewer
from .manifest import Manifest


def verify(path: Path, *, watch: WatchPieces = lambda pieces: pieces) -> Manifest:
    """Read a backup to its end; raises BackupUnreadable, BackupDamaged or BackupNewer. Changes nothing.

    ``watch`` sees the pieces go by.
    """
    with opened(path) as (key, stream):
        manifest = check(key, stream, watch=watch)
    known = set(map(name_of, plan_after([])))
    ours = lenders_app_labels() | (
        {app for app, _ in manifest.applied} - {each.label for each in apps.get_app_configs()}
    )
    unknown = sorted(each for each in manifest.applied if each[0] in ours and each not in known)
    if unknown:
        raise BackupNewer(".".join(unknown[0]))
    return manifest
