"""One mail for every message: a branded shell in tables and inline styles, and the same words as plain text.

Everything is escaped; the only addresses in it are the action's and the logo's, checked here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from branding.derive import token_values
from branding.fonts import FACES, PAIRS
from branding.inputs import Brand
from branding.words import Words

_LOGO = re.compile(r"cid:[A-Za-z0-9._@-]{1,120}|https?://[A-Za-z0-9.:-]{1,255}/brand/[0-9a-f]{32}\.(?:png|webp)")
_ACTION = re.compile(r"https?://[!#$%&()*+,\-./0-9:;=?@A-Z_\[\]a-z~]{1,2000}")
_SENTENCES = {
    "en": {
        "sent_by": "{lender} sent you this because this email address is on file for its portal.",
        "questions": "Questions?",
        "paste": "If the button does not work, copy this address into your browser:",
    },
    "es": {
        "sent_by": "{lender} le envía este mensaje porque esta dirección de correo está registrada en su portal.",
        "questions": "¿Preguntas?",
        "paste": "Si el botón no funciona, copie esta dirección en su navegador:",
    },
}
_SAFE_SANS = "'Segoe UI',Helvetica,Arial,sans-serif"
_SAFE_SERIF = "Georgia,'Times New Roman',serif"


def render_mail(
    brand: Brand,
    words: Words,
    subject: str,
    paragraphs: Sequence[str],
    *,
    action: tuple[str, str] | None = None,
    facts: Sequence[tuple[str, str]] = (),
    lender_name: str,
    language: str,
    logo_url: str | None = None,
) -> tuple[str, str]:
    """Return a mail as (html, plain text), both saying the same.

    ``action`` is a button (label, absolute http(s) address); ``facts`` are label and value, one a row;
    ``logo_url`` is ``cid:…`` or the absolute address of a brand image, else the portal's name stands there.
    Raises ValueError for any other address: a mail with a wrong link must not leave.
    """
    if action is not None and not _ACTION.fullmatch(action[1]):
        raise ValueError("A mail's action needs an absolute http or https address")
    if logo_url is not None and not _LOGO.fullmatch(logo_url):
        raise ValueError("A mail's logo is cid:… or the address of a brand image")
    said = _SENTENCES.get(language, _SENTENCES["en"])
    foot = _foot(words, said, lender_name)
    text = _plain(subject, paragraphs, action, facts, foot)
    html = _page(brand, words, subject, paragraphs, action, facts, foot, said["paste"], language, logo_url)
    return html, text


def _foot(words: Words, said: dict[str, str], lender_name: str) -> list[str]:
    reach = " · ".join(part for part in (words.support_phone, words.support_email, words.support_hours) if part)
    lines = [f"{said['questions']} {reach}"] if reach else []
    lines += words.footer_text.split("\n\n") if words.footer_text else []
    return [*lines, said["sent_by"].replace("{lender}", lender_name)]


def _plain(
    subject: str,
    paragraphs: Sequence[str],
    action: tuple[str, str] | None,
    facts: Sequence[tuple[str, str]],
    foot: Sequence[str],
) -> str:
    blocks = [subject, *paragraphs]
    if facts:
        blocks.append("\n".join(f"{label}: {value}" for label, value in facts))
    if action is not None:
        blocks.append(f"{action[0]}:\n{action[1]}")
    return "\n\n".join([*blocks, "-- \n" + "\n".join(foot)]) + "\n"


def _page(
    brand: Brand,
    words: Words,
    subject: str,
    paragraphs: Sequence[str],
    action: tuple[str, str] | None,
    facts: Sequence[tuple[str, str]],
    foot: Sequence[str],
    paste: str,
    language: str,
    logo_url: str | None,
) -> str:
    style = _Style(brand)
    rows = [style.heading(subject), *(style.paragraph(paragraph) for paragraph in paragraphs)]
    if facts:
        rows.append(style.facts(facts))
    if action is not None:
        rows.append(style.button(*action, paste=paste))
    return style.shell(
        title=subject,
        head=style.logo(words, logo_url),
        body="".join(rows),
        foot="<br>".join(escape(line).replace("\n", "<br>") for line in foot),
        language=language,
    )


class _Style:
    """The inline styles of a brand's mails, in the light scheme: every ground and ink is stated."""

    def __init__(self, brand: Brand) -> None:
        self.colour = token_values(brand, "light")
        pair = PAIRS[brand.fonts]
        self.text_font = _SAFE_SANS if FACES[pair.body].kind == "sans" else _SAFE_SERIF
        self.title_font = _SAFE_SANS if FACES[pair.display].kind == "sans" else _SAFE_SERIF

    def __getitem__(self, name: str) -> str:
        return self.colour[f"--p-{name}"]

    def _radius(self, name: str) -> str:
        return self[name].replace("999px", "26px")

    def logo(self, words: Words, logo_url: str | None) -> str:
        if logo_url is None:
            return (
                f'<span style="font:700 20px/28px {self.title_font};color:{self["header-ink"]}">'
                f"{escape(words.portal_name)}</span>"
            )
        return (
            f'<img src="{escape(logo_url)}" alt="{escape(words.logo_alt)}" height="36" '
            f'style="display:block;height:36px;width:auto;max-width:240px;border:0;'
            f'font:700 20px/28px {self.title_font};color:{self["header-ink"]}">'
        )

    def _text(self, weight: int, size: int, ink: str, *, title: bool = False) -> str:
        family = self.title_font if title else self.text_font
        return f"font:{weight} {size}px/{round(size * 1.5)}px {family};color:{self[ink]}"

    def heading(self, subject: str) -> str:
        style = f"margin:0;{self._text(700, 24, 'ink', title=True)}"
        return f'<tr><td style="padding:0 0 12px"><h1 style="{style}">{escape(subject)}</h1></td></tr>'

    def paragraph(self, words: str) -> str:
        lines = escape(words).replace("\n", "<br>")
        return f'<tr><td style="padding:0 0 16px;{self._text(400, 16, "ink")}">{lines}</td></tr>'

    def facts(self, facts: Sequence[tuple[str, str]]) -> str:
        edge = f"border-bottom:1px solid {self['line']}"
        name = f"padding:10px 12px 10px 0;{edge};{self._text(400, 15, 'ink-2')}"
        worth = f"padding:10px 0;{edge};{self._text(600, 15, 'ink')}"
        rows = "".join(
            f'<tr><th scope="row" align="left" style="{name}">{escape(label)}</th>'
            f'<td align="right" style="{worth}">{escape(value)}</td></tr>'
            for label, value in facts
        )
        table = 'width="100%" cellpadding="0" cellspacing="0" border="0" style="border-collapse:collapse"'
        return f'<tr><td style="padding:0 0 20px"><table {table}>{rows}</table></td></tr>'

    def button(self, label: str, url: str, *, paste: str) -> str:
        address = escape(url)
        ground = f"background:{self['brand']};border-radius:{self._radius('radius-button')}"
        face = f"display:inline-block;padding:13px 24px;{self._text(600, 16, 'brand-ink')};text-decoration:none"
        table = '<table role="presentation" cellpadding="0" cellspacing="0" border="0">'
        link = f'<a href="{address}" style="color:{self["link"]}">{address}</a>'
        return (
            f'<tr><td style="padding:4px 0 20px">{table}<tr><td bgcolor="{self["brand"]}" style="{ground}">'
            f'<a href="{address}" style="{face}">{escape(label)}</a></td></tr></table></td></tr>'
            f'<tr><td style="padding:0 0 8px;{self._text(400, 13, "ink-2")};word-break:break-all">'
            f"{escape(paste)}<br>{link}</td></tr>"
        )

    def shell(self, *, title: str, head: str, body: str, foot: str, language: str) -> str:
        table = 'role="presentation" cellpadding="0" cellspacing="0" border="0" width="100%"'
        card = self._radius("radius-card")
        edge = f"border:1px solid {self['line']}"
        return (
            f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width,initial-scale=1">'
            '<meta name="color-scheme" content="light only">'
            '<meta name="supported-color-schemes" content="light only">'
            f"<title>{escape(title)}</title></head>"
            f'<body style="margin:0;padding:0;background:{self["bg"]}">'
            f'<table {table} bgcolor="{self["bg"]}" style="background:{self["bg"]}"><tr>'
            '<td align="center" style="padding:24px 12px">'
            f'<table {table} style="max-width:600px;border-collapse:separate;{edge};border-radius:{card}">'
            f'<tr><td bgcolor="{self["header-bg"]}" style="background:{self["header-bg"]};padding:20px 28px;'
            f'border-radius:{card} {card} 0 0;border-bottom:1px solid {self["line"]}">{head}</td></tr>'
            f'<tr><td bgcolor="{self["surface"]}" style="background:{self["surface"]};padding:28px;'
            f'border-radius:0 0 {card} {card}"><table {table}>{body}</table></td></tr></table>'
            f'<table {table} style="max-width:600px"><tr><td style="padding:18px 28px;font:400 13px/20px '
            f'{self.text_font};color:{self["ink-2"]}">{foot}</td></tr></table></td></tr></table></body></html>'
        )
