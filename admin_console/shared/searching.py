"""What was typed into a list's search box."""

from __future__ import annotations

import unicodedata

from django.http import HttpRequest

MOST_LETTERS = 100


def words_typed(request: HttpRequest) -> str:
    """The words that ``?words=`` asks for, cut short, without control characters: no row holds one."""
    words = request.GET.get("words", "")
    kept = "".join(character for character in words if unicodedata.category(character) not in {"Cc", "Cs"})
    return kept.strip()[:MOST_LETTERS]
