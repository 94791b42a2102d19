"""Bank files: what was made, sending it, and reading back what the bank returns."""

from __future__ import annotations

import uuid

from django import forms
from django.http import HttpResponse

from admin_console.shared.forms import ConsoleForm
from admin_console.shared.paging import page_of
from portal_api.eft.models import EftFile, ReturnFile
from portal_api.eft.operations import (
    accept_file,
    download_file,
    mark_looked_at,
    mark_sent,
    read_return_file,
    reject_file,
)
from portal_api.eft.queries import entries_of, file_by_number, files, items_of, return_files, returned_total
from portal_api.eft.staff_queries import has_lines_to_look_at, return_file_for
from portal_api.eft.states import FILE_LIFE, FileStatus
from portal_api.identity.roles import Action
from portico_kernel.audit.queries import audit_of
from portico_kernel.errors import PorticoError
from portico_kernel.money import Money
from tenants.frozen import money_frozen

from ..doors import StaffVisit, staff_action, staff_page

_TONES = {
    FileStatus.GENERATED: "warn",
    FileStatus.SENT: "good",
    FileStatus.ACCEPTED: "good",
    FileStatus.REJECTED: "bad",
}
MOST_RETURN_BYTES = 4 * 1024 * 1024


class DownloadForm(ConsoleForm):
    """Why somebody needs a file that holds account numbers."""

    marks_optional = False

    reason = forms.CharField(
        label="Why you need it",
        required=False,
        max_length=500,
        help_text="The file holds account numbers in clear. Who took it, when and why is kept.",
    )


class RejectForm(ConsoleForm):
    """Why the bank refused a file."""

    marks_optional = False

    reason = forms.CharField(label="What the bank said", required=False, max_length=300)


class ReturnsForm(ConsoleForm):
    """A return file of the bank."""

    file = forms.FileField(
        label="Return file",
        help_text="As the bank sent it, in NACHA format. Reading the same file again changes nothing.",
        error_messages={"required": "Choose the return file that the bank sent.", "empty": "That file is empty."},
    )


def tone_of(file: EftFile) -> str:
    """The badge's tone of a file's state."""
    return _TONES.get(FileStatus(file.status), "")


@staff_page(Action.FILES_VIEW)
def list_files(visit: StaffVisit) -> HttpResponse:
    """Every file, newest first, and the return files that were read."""
    page = page_of(visit.request, files())
    context = {
        "page": page,
        "frozen": money_frozen(visit.lender),
        "rows": [(file, Money(file.total_minor, file.currency), tone_of(file)) for file in page],
        "returns": return_files()[:20],
        "may_read_returns": visit.may(Action.RETURNS_READ_IN),
        "form": ReturnsForm(),
    }
    return visit.page("lender/files.html", context)


@staff_page(Action.FILES_VIEW)
def file(visit: StaffVisit, number: int) -> HttpResponse:
    """One file with its entries."""
    return _file_page(visit, file_by_number(number))


def _file_page(
    visit: StaffVisit, found: EftFile, refused: ConsoleForm | None = None, *, status: int = 200
) -> HttpResponse:
    context = {
        "file": found,
        "tone": tone_of(found),
        "total": Money(found.total_minor, found.currency),
        "back": returned_total(found),
        "entries": entries_of(found),
        "history": audit_of("eft_file", found.id),
        "can_send": visit.may(Action.FILES_MARK_SENT) and _can_become(found, FileStatus.SENT),
        "can_accept": visit.may(Action.RETURNS_READ_IN) and _can_become(found, FileStatus.ACCEPTED),
        "can_reject": visit.may(Action.RETURNS_READ_IN) and _can_become(found, FileStatus.REJECTED),
        "can_download": visit.may(Action.FILES_DOWNLOAD) and bool(found.content_hash),
        "download_form": refused if isinstance(refused, DownloadForm) else DownloadForm(auto_id="download_%s"),
        "reject_form": refused if isinstance(refused, RejectForm) else RejectForm(auto_id="reject_%s"),
        "form": refused,
    }
    return visit.page("lender/file.html", context, status=status)


def _can_become(found: EftFile, to: FileStatus) -> bool:
    return FILE_LIFE.allows(from_=found.status, to=to)


@staff_action(Action.FILES_MARK_SENT, back="console:file")
def send(visit: StaffVisit, number: int) -> HttpResponse:
    """Say that the bank has the file."""
    mark_sent(file=file_by_number(number), actor=visit.actor, now=visit.now)
    return visit.done(f"Bank file {number} is marked as sent.", "console:file", number)


@staff_action(Action.RETURNS_READ_IN, back="console:file")
def accept(visit: StaffVisit, number: int) -> HttpResponse:
    """Say that the bank accepted the file."""
    accept_file(file=file_by_number(number), actor=visit.actor, now=visit.now)
    return visit.done(f"Bank file {number} is marked as accepted.", "console:file", number)


@staff_action(Action.RETURNS_READ_IN, back="console:file")
def reject(visit: StaffVisit, number: int) -> HttpResponse:
    """Say that the bank refused the file; its payments wait for the next one."""
    found = file_by_number(number)
    form = RejectForm(visit.request.POST, auto_id="reject_%s")
    form.is_valid()
    try:
        reason = form.cleaned_data.get("reason", "")
        reject_file(file=found, reason=reason, actor=visit.actor, now=visit.now)
    except PorticoError as error:
        form.refuse(error)
        return _file_page(visit, found, form, status=form.http_status)
    return visit.done(f"Bank file {number} is taken back. Its payments wait for the next file.", "console:file", number)


@staff_action(Action.FILES_DOWNLOAD, back="console:file")
def download(visit: StaffVisit, number: int) -> HttpResponse:
    """Give out the file's clear bytes, with an audit row that says why."""
    found = file_by_number(number)
    form = DownloadForm(visit.request.POST, auto_id="download_%s")
    form.is_valid()
    try:
        reason = form.cleaned_data.get("reason", "")
        content = download_file(file=found, actor=visit.actor, reason=reason, now=visit.now)
    except PorticoError as error:
        form.refuse(error)
        return _file_page(visit, found, form, status=form.http_status)
    response = HttpResponse(content, content_type="text/plain; charset=us-ascii")
    response["Content-Disposition"] = f'attachment; filename="{visit.lender.slug}-{number:06d}.ach"'
    response["Cache-Control"] = "no-store"
    return response


@staff_action(Action.RETURNS_READ_IN, back="console:files")
def read_returns(visit: StaffVisit) -> HttpResponse:
    """Read a return file that the bank sent."""
    form = ReturnsForm(visit.request.POST, visit.request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        if upload.size > MOST_RETURN_BYTES:
            return visit.done("That file is too large to be a return file.", "console:files", tone="bad")
        read = read_return_file(name=upload.name, content=upload.read(), actor=visit.actor, now=visit.now)
        said = "These returns were read before. Nothing changed." if read.is_known else "The return file is read."
        return visit.done(said, "console:returns", read.file.id, tone="warn" if read.is_known else "good")
    return visit.done(" ".join(map(str, form.errors["file"])), "console:files", tone="bad")


@staff_page(Action.FILES_VIEW)
def returns(visit: StaffVisit, file_id: uuid.UUID) -> HttpResponse:
    """What each line of one return file did."""
    found: ReturnFile = return_file_for(file_id)
    rows = [(item, Money(item.amount_minor, visit.lender.currency)) for item in items_of(found)]
    is_waiting = found.looked_at is None and has_lines_to_look_at(found)
    can_mark = is_waiting and visit.may(Action.FILES_MARK_SENT)
    return visit.page("lender/returns.html", {"file": found, "rows": rows, "can_mark": can_mark})


@staff_action(Action.FILES_MARK_SENT, back="console:returns")
def look_at(visit: StaffVisit, file_id: uuid.UUID) -> HttpResponse:
    """Say that somebody saw to the lines that moved nothing, so that the start page stops asking."""
    mark_looked_at(file=return_file_for(file_id), actor=visit.actor, now=visit.now)
    return visit.done("These returns are marked as looked at.", "console:returns", file_id)
