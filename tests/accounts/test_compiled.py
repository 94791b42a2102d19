"""Queries whose SQL is kept: they find what the ORM finds, and refuse what they cannot do as well."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import models
from django.db.models import QuerySet

from portal_api.accounts.models import AccountParty, AccountSnapshot
from portal_api.accounts.queries import _LISTED, _ONE, _listed, _one
from portal_api.accounts.states import PartyRole
from portal_api.identity.models import AuthToken, User
from portal_api.identity.states import Audience
from portal_api.identity.tokens import _BY_DIGEST, _by_digest, issue_token
from portico_kernel.compiled import CompiledQuery
from tenants.context import in_tenant
from tests.cast import NOW, Cast, loan


def facts(row: models.Model) -> dict[str, Any]:
    """All that an instance holds, with the rows that came with it; what is not there must not be asked for."""
    held = {name: value for name, value in vars(row).items() if name != "_state"}
    # The way back from a snapshot to its account would never end.
    known = {name: other for name, other in row._state.fields_cache.items() if name != "account"}
    came = {name: other and facts(other) for name, other in known.items()}
    return {"": type(row), **held, **came}


def test_the_list_and_one_account_are_those_of_the_orm(cast: Cast) -> None:
    site = uuid.uuid4()
    with in_tenant(cast.lenders.alder):
        loan("A-2001", cast.ada)
        AccountParty.objects.filter(account=cast.ada_loan).update(role=PartyRole.GUARANTOR)
        AccountSnapshot.objects.filter(account__number="A-2001").delete()
        listed = _LISTED.all(user_id=cast.ada.id, site_id=site)
        one = _ONE.all(user_id=cast.ada.id, site_id=site, account_id=cast.ada_loan.id)

        assert [facts(row) for row in listed] == [facts(row) for row in _listed(cast.ada.id, site)]
        assert [facts(row) for row in one] == [facts(row) for row in _one(cast.ada.id, site, cast.ada_loan.id)]
    assert [row.number for row in listed] == ["A-1001", "A-2001"]
    assert [(row.number, vars(row)["viewer_role"]) for row in one] == [("A-1001", "guarantor")]


def test_one_text_finds_each_lenders_own_rows(cast: Cast) -> None:
    site = uuid.uuid4()
    with in_tenant(cast.lenders.alder):
        at_alder = [_LISTED.all(user_id=user.id, site_id=site) for user in (cast.ada, cast.cleo)]
    with in_tenant(cast.lenders.birch):
        at_birch = [_LISTED.all(user_id=user.id, site_id=site) for user in (cast.ada, cast.cleo)]

    assert [[row.number for row in rows] for rows in (*at_alder, *at_birch)] == [["A-1001"], [], [], ["B-1001"]]


def test_a_token_is_that_of_the_orm_with_its_user(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        issue_token(user=cast.ada, audience=Audience.PORTAL, address="198.51.100.7", browser="tests", now=NOW)
        digest = AuthToken.objects.get().digest
        found = _BY_DIGEST.first(digest=digest, audience="portal")
        usual = _by_digest(digest, "portal").get()
        other = _BY_DIGEST.first(digest=digest, audience="console")

        assert found is not None
        assert (facts(found), found.user, other) == (facts(usual), cast.ada, None)


def test_a_query_wants_exactly_its_places(cast: Cast) -> None:
    with pytest.raises(TypeError, match=r"asks for \['digest'\], not for \['name'\]"):
        CompiledQuery(lambda digest: AuthToken.objects.filter(digest=digest), digest=str).all(name="x")


def test_a_place_that_the_sql_does_not_take_as_it_is_is_refused(cast: Cast) -> None:
    def named_like(name: str) -> QuerySet[User]:
        return User.objects.filter(name__startswith=name)

    with in_tenant(cast.lenders.alder), pytest.raises(TypeError, match="does not use"):
        CompiledQuery(named_like, name=str).all(name="Ada")


def test_what_django_converts_is_converted(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        one = _ONE.all(user_id=cast.ada.id, site_id=uuid.uuid4(), account_id=cast.ada_loan.id)

    assert [vars(row)["people"] for row in one] == [[{"name": "Ada Lopez", "is_you": True}]]


def test_a_relation_of_a_relation_is_refused(cast: Cast) -> None:
    def with_terms(number: str) -> QuerySet[AccountSnapshot]:
        return AccountSnapshot.objects.select_related("account__loan_terms").filter(account__number=number)

    with in_tenant(cast.lenders.alder), pytest.raises(TypeError, match="a relation of a relation"):
        CompiledQuery(with_terms, number=str).all(number="A-1001")


def test_a_column_that_was_left_out_is_read_when_it_is_asked_for(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        listed = _LISTED.all(user_id=cast.ada.id, site_id=uuid.uuid4())

        assert [(row.get_deferred_fields(), row.opened_on) for row in listed] == [
            ({"opened_on", "site_id", "created_at"}, cast.ada_loan.opened_on)
        ]
