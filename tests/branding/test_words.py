"""The words of a brand: plain text with limits, per language with fallbacks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branding.words import WORD_FIELDS, Link, plain_text, read_words, words_in
from portico_kernel.errors import InvalidInput


def test_trims_and_keeps_paragraphs() -> None:
    stored = read_words(
        {
            "portal_name": "  Brightline ",
            "footer_text": "One\r\n\r\n\r\n\r\nTwo  \r\nlines",
            "support_hours": "",
        }
    )

    assert stored == {"portal_name": "Brightline", "footer_text": "One\n\nTwo\nlines"}


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("portal_name", "x" * 61, "That is 61 characters long; 60 is the most."),
        ("portal_name", "<b>Bright</b>", "Write plain words, without < or >."),
        ("portal_name", "Bright\nline", "Take out the line breaks and invisible characters."),
        ("portal_name", "Bright\u202eline", "Take out the line breaks and invisible characters."),
        ("footer_text", "a\x00b", "Take out the invisible characters."),
        ("portal_name", 5, "Write this as text."),
        ("support_email", "javascript:alert(1)", "Write an email address, like help@example.com."),
        (
            "support_email",
            "a@b.example\nBcc: c@d.example",
            "Take out the line breaks and invisible characters.",
        ),
        ("support_phone", "call us", "Write a phone number, like (800) 555-0100."),
        ("html", "x", "There is no such text."),
        ("legal", "x", "Write the links as a list."),
        ("legal", [{"label": "a", "url": "https://a.example"}] * 7, "6 links are the most."),
        ("legal", [{"label": "a"}], "Each link needs what it says and its address."),
        ("legal", [{"label": " ", "url": "https://a.example"}], "What a link says takes 1 to 60 characters."),
    ],
)
def test_says_what_is_wrong_with_a_text(name: str, value: object, sentence: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_words({name: value})

    assert refused.value.fields == {name: sentence}


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example/",
        "javascript:alert(1)",
        "https://user@a.example/",
        "https://a.example:8443/",
        "https://a.example\\@b.example",
        "//a.example",
        "https://localhost/",
        "https://[::1]/",
        'https://a.example/"onclick="x',
        "https://a.example/ü",
        "https://a.example:x/",
    ],
)
def test_refuses_a_link_that_is_not_a_plain_https_address(url: str) -> None:
    with pytest.raises(InvalidInput):
        read_words({"legal": [{"label": "Privacy", "url": url}]})


@pytest.mark.parametrize("phone", ["(800) 555-0100", "+1 208 555 0119", "800.555.0100 ext. 12"])
def test_takes_phone_numbers_as_people_write_them(phone: str) -> None:
    assert read_words({"support_phone": phone}) == {"support_phone": phone}


def test_a_language_falls_back_to_english_and_then_to_neutral_words() -> None:
    stored = {"en": read_words({"portal_name": "Juniper", "support_phone": "(208) 555-0119"})}
    stored["es"] = read_words({"sign_in_title": "Hola"})

    words = words_in(stored, "es", lender_name="Juniper Personal Loans")

    assert (words.language, words.portal_name, words.sign_in_title) == ("es", "Juniper", "Hola")
    assert words.support_phone == "(208) 555-0119"
    assert words.payments_off_text == ("Aquí no se pueden hacer pagos. Escríbanos o llámenos y le diremos cómo pagar.")


def test_a_lender_who_wrote_nothing_still_has_words() -> None:
    words = words_in({}, "fr", lender_name="Oak & Sons")

    assert (words.language, words.portal_name, words.footer_text, words.legal) == ("en", "Oak & Sons", "", ())
    assert words.sign_in_title == "Your account with Oak & Sons"


def test_links_come_back_as_links() -> None:
    stored = {"en": read_words({"legal": [{"label": "Privacy", "url": " https://www.a.example/privacy?x=1#y "}]})}

    assert words_in(stored, "en", lender_name="A").legal == (Link("Privacy", "https://www.a.example/privacy?x=1#y"),)


@given(st.text(max_size=80))
def test_no_text_that_passes_can_open_a_tag_or_hide_a_character(typed: str) -> None:
    try:
        text = plain_text(typed, lines=False)
    except ValueError:
        return

    assert not set(text) & set("<>\n\r\x00\u202e\u200b")
    assert plain_text(text, lines=False) == text


def test_reading_what_was_stored_changes_nothing() -> None:
    typed = {field.name: "Words" for field in WORD_FIELDS if field.kind in {"line", "paragraphs"}}

    assert read_words(read_words(typed)) == typed
