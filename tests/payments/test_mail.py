"""What is mailed about payments when they are switched off between the news and the mail."""

from __future__ import annotations

from feature_flags.models import Switch
from portal_api.notices.models import Notice
from portal_api.payments.models import Payment
from portal_api.wallet.operations import remove_method
from portico_kernel.mail import mails_in_folder
from tenants.context import in_tenant
from tenants.outbox import run_due
from tests.cast import NOW
from tests.database import LONG_AGO
from tests.payments.stage import Till, confirmed, looking, paid, reviewed


def switch_off() -> None:
    Switch.objects.create(section="payments", is_on=False, changed_at=LONG_AGO)


def links_by_recipient(lender: str) -> dict[str, bool]:
    return {mail["to"]: "/payments/" in mail["text"] for mail in mails_in_folder(lender)}


def test_a_receipt_written_before_payments_went_off_is_mailed_without_its_link(till: Till) -> None:
    lenders, cast = till.cast.lenders, till.cast
    with in_tenant(lenders.alder):
        paid(till)
        switch_off()
    with in_tenant(lenders.birch):
        made = reviewed(till, user=cast.cleo, account=cast.cleo_loan, method=till.cleos)
        confirmed(till, made, user=cast.cleo)

    run_due(now=NOW)

    assert links_by_recipient("alder") == {"ada@example.com": False}
    assert links_by_recipient("birch") == {"cleo@example.com": True}
    with in_tenant(lenders.alder):
        notice = Notice.objects.get(kind="payment_received")
        assert (notice.sent_at, notice.action_label, notice.action_path) == (NOW, "", "")
    with in_tenant(lenders.birch):
        assert Notice.objects.get().action_path == f"/payments/{Payment.objects.get().id}"


def test_other_messages_of_payments_are_not_mailed_once_they_are_off(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        viewer = looking(till.cast.ada)
        remove_method(viewer=viewer, method_id=till.adas.id, actor=viewer.actor, now=NOW)
        switch_off()

    run_due(now=NOW)
    run_due(now=NOW)

    assert list(mails_in_folder("alder")) == []
    with in_tenant(till.cast.lenders.alder):
        notice = Notice.objects.get(kind="bank_account_removed")
        assert (notice.sent_at, notice.closed_at) == (None, NOW)
        assert notice.last_error == "Not sent: this part of the portal was switched off before it left."
