"""The mail shell: branded, escaped, and the same words in plain text."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from branding.inputs import Brand
from branding.mail import render_mail
from branding.words import Words, read_words, words_in

GRANITE = Brand(brand_colour="#b5780a", header="dark", buttons="square", corners="square")
JUNIPER = Brand(brand_colour="#1d6b4c", paper="warm", buttons="pill", corners="round")


def words(language: str = "en") -> Words:
    stored = {
        "en": read_words(
            {"portal_name": "Granite", "support_phone": "(320) 555-0176", "footer_text": "2150 Quarry Road"}
        )
    }
    return words_in(stored, language, lender_name="Granite Equipment Finance")


def mail(brand: Brand = GRANITE, subject: str = "Your receipt", language: str = "en") -> tuple[str, str]:
    return render_mail(
        brand,
        words(language),
        subject,
        ["Hello Ana,", "We received <b>your</b> payment & posted it."],
        action=("See the payment", "https://granite.example/payments/1?a=1&b=2#x"),
        facts=[("Amount", "$412.07"), ('From "x"', "Checking ••6789")],
        lender_name="Granite <Equipment> Finance",
        language=language,
        logo_url="cid:logo@granite",
    )


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in {"meta", "img", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def parsed(html: str) -> Tags:
    tags = Tags()
    tags.feed(html)
    tags.close()
    return tags


def test_says_the_same_in_plain_text() -> None:
    assert mail()[1] == (
        "Your receipt\n\nHello Ana,\n\nWe received <b>your</b> payment & posted it.\n\n"
        'Amount: $412.07\nFrom "x": Checking ••6789\n\n'
        "See the payment:\nhttps://granite.example/payments/1?a=1&b=2#x\n\n"
        "-- \nQuestions? (320) 555-0176\n2150 Quarry Road\n"
        "Granite <Equipment> Finance sent you this because this email address is on file for its portal.\n"
    )


def test_is_well_formed_and_brings_nothing_from_elsewhere() -> None:
    tags = parsed(mail()[0])

    assert tags.open == []
    assert {tag for tag, _ in tags.seen} == {
        "html", "head", "meta", "title", "body", "table", "tr", "td", "th", "h1", "img", "a", "br",
    }  # fmt: skip
    assert [attributes["src"] for tag, attributes in tags.seen if tag == "img"] == ["cid:logo@granite"]
    links = [attributes["href"] for tag, attributes in tags.seen if tag == "a"]
    assert links == ["https://granite.example/payments/1?a=1&b=2#x"] * 2


def test_can_be_read_aloud() -> None:
    tags = parsed(mail(language="es")[0]).seen

    assert tags[0] == ("html", {"lang": "es"})
    assert [attributes["alt"] for tag, attributes in tags if tag == "img"] == ["Granite Equipment Finance"]
    layout = [attributes for tag, attributes in tags if tag == "table" and "role" in attributes]
    assert len(layout) == len([1 for tag, _ in tags if tag == "table"]) - 1
    assert [attributes["scope"] for tag, attributes in tags if tag == "th"] == ["row", "row"]


def test_escapes_every_word() -> None:
    html = mail(subject='<script>alert("x")</script>')[0]

    assert "<script" not in html
    assert "<b>" not in html
    assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;" in html


def test_two_lenders_mails_look_like_two_companies() -> None:
    granite, juniper = mail(GRANITE)[0], mail(JUNIPER)[0]

    assert 'bgcolor="#b5780a" style="background:#b5780a;border-radius:0px"' in granite
    assert 'bgcolor="#1d6b4c" style="background:#1d6b4c;border-radius:26px"' in juniper
    assert "#1d6b4c" not in granite


def test_speaks_spanish() -> None:
    html, text = mail(language="es")

    assert "¿Preguntas? (320) 555-0176" in text
    assert "le envía este mensaje" in html


def test_a_lender_without_a_logo_stands_there_by_name() -> None:
    html, text = render_mail(GRANITE, words(), "Hi", ["x"], lender_name="Granite", language="en")

    assert "<img" not in html
    assert ">Granite</span>" in html
    assert text == (
        "Hi\n\nx\n\n-- \nQuestions? (320) 555-0176\n2150 Quarry Road\n"
        "Granite sent you this because this email address is on file for its portal.\n"
    )


@pytest.mark.parametrize("url", ["javascript:alert(1)", "/payments/1", "https://a.example/\nBcc: x", "", "https://a b"])
def test_a_mail_with_a_wrong_link_does_not_leave(url: str) -> None:
    with pytest.raises(ValueError, match="absolute http"):
        render_mail(GRANITE, words(), "Hi", [], action=("Go", url), lender_name="G", language="en")


@pytest.mark.parametrize("url", ["https://evil.example/x.gif", "data:image/png;base64,AA", "cid:a b", "/brand/x.png"])
def test_a_mail_takes_its_logo_from_nowhere_else(url: str) -> None:
    with pytest.raises(ValueError, match="logo"):
        render_mail(GRANITE, words(), "Hi", [], lender_name="G", language="en", logo_url=url)
