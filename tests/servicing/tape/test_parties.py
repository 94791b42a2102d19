"""The people on a loan: named ones as they are, the others made up and always the same."""

from dataclasses import replace

from portal_api.servicing.tape.parties import Role, TapeParty, made_up_email, made_up_name, parties_of
from portal_api.servicing.tape.rows import BorrowerFacts, BorrowerKind

from .tapes import one


def test_a_nameless_borrower_gets_the_same_name_each_time() -> None:
    first, second = parties_of(one(), lender_seed="a"), parties_of(one(), lender_seed="a")

    assert first == second
    assert [(party.role, party.is_made_up) for party in first] == [(Role.BORROWER, True)]


def test_two_lenders_give_the_same_loan_number_different_people() -> None:
    names = [[parties_of(one(loan=f"T-{n}"), lender_seed=seed)[0].name for n in range(20)] for seed in ("a", "b")]

    assert [left == right for left, right in zip(*names, strict=True)].count(True) <= 1


def test_a_thousand_loans_have_a_thousand_addresses_and_many_names() -> None:
    people = [parties_of(one(loan=f"T-{n}"), lender_seed="a")[0] for n in range(1_000)]

    assert len({person.email for person in people}) == 1_000
    assert len({person.name for person in people}) > 900
    assert all(person.email.endswith(".example.com") and person.email.isascii() for person in people)


def test_a_joint_application_gets_a_co_borrower_with_another_name_and_address() -> None:
    for n in range(300):
        borrower, co_borrower = parties_of(one(loan=f"T-{n}", application="joint"), lender_seed="a")

        assert co_borrower.role is Role.CO_BORROWER
        assert borrower.name != co_borrower.name
        assert borrower.email != co_borrower.email


def test_a_named_party_keeps_name_and_contact_and_gets_no_invented_address() -> None:
    facts = BorrowerFacts(
        kind=BorrowerKind.BUSINESS,
        name="Harbor Solar Co.",
        phone="(973) 555-0144",
        co_borrower_name="Ana Cruz",
    )

    parties = parties_of(replace(one(), borrower=facts), lender_seed="a")

    assert parties == [
        TapeParty(
            Role.BORROWER,
            BorrowerKind.BUSINESS,
            "Harbor Solar Co.",
            "",
            "(973) 555-0144",
            "",
            is_made_up=False,
        ),
        TapeParty(Role.CO_BORROWER, BorrowerKind.PERSON, "Ana Cruz", "", "", "", is_made_up=False),
    ]


def test_a_nameless_business_gets_the_name_of_a_business() -> None:
    facts = BorrowerFacts(kind=BorrowerKind.BUSINESS)

    (party,) = parties_of(replace(one(), borrower=facts), lender_seed="a")

    assert party.name.endswith(" LLC")


def test_an_address_is_plain_and_short_whatever_the_name_and_number() -> None:
    email = made_up_email("José", "O'Brien", lender_seed="a", loan_number="N° 7/" + "9" * 40)

    local, _, host = email.partition("@")
    assert len(local) <= 64
    assert local.endswith("9" * 40)
    assert host.endswith(".example.com")


def test_names_do_not_change_from_one_release_to_the_next() -> None:
    assert made_up_name(lender_seed="harbor", loan_number="LC-00001", role=Role.BORROWER) == (
        "Patrick",
        "Wilson",
    )
