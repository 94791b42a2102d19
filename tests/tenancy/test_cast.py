"""The cast itself: people of one lender are nobody at the other."""

from portal_api.identity.models import User
from tenants.context import in_tenant
from tests.cast import Cast


def test_people_of_one_lender_are_unknown_at_the_other(cast: Cast) -> None:
    with in_tenant(cast.lenders.birch):
        known = set(User.objects.values_list("email", flat=True))

    assert known == {"cleo@example.com", "tom@birch.test"}
