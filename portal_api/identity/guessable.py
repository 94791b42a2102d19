"""Passwords that are long enough and still the first ones that anybody tries. Named in settings."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from portal_api.notices.senders import PLATFORM_NAME
from tenants.context import lender_entered

from .models import User

# So few letters beside a name make it no harder to guess.
LEAST_OF_ONES_OWN = 4
SHORTEST_NAME = 4  # shorter words of a name stand in too many honest passwords
_ENDS = re.compile(r"^[^a-z]+|[^a-z]+$")
_REPEATED = re.compile(r"(.+?)\1+")


class DressedUpValidator(CommonPasswordValidator):
    """Refuses a common password with digits and signs around it, or one said over and over."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError ``password_too_common``."""
        typed = password.lower().strip()
        repeated = _REPEATED.fullmatch(typed)
        said_once = repeated[1] if repeated else typed
        for core in (said_once, _ENDS.sub("", typed), _ENDS.sub("", said_once)):
            if (repeated and len(core) < LEAST_OF_ONES_OWN) or core in self.passwords:
                raise ValidationError("This password is too common.", code="password_too_common")


class NamesValidator:
    """Refuses the lender's name, the person's own, or a word of them, with next to nothing beside it."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError ``password_names_lender`` with the lender's name, or ``password_too_similar``."""
        lender = str(getattr(lender_entered(), "name", PLATFORM_NAME))
        if _says_little_but(lender, password):
            raise ValidationError("Too close to %(name)s.", code="password_names_lender", params={"name": lender})
        if user is not None and _says_little_but(f"{user.name} {user.email.partition('@')[0]}", password):
            raise ValidationError("Too close to the name.", code="password_too_similar")


def _says_little_but(name: str, password: str) -> bool:
    rest = password.lower()
    for word in _words_of(name):
        rest = rest.replace(word, " ")
    return rest != password.lower() and len(re.sub(r"[^a-z]", "", rest)) < LEAST_OF_ONES_OWN


def _words_of(name: str) -> Iterable[str]:
    """The name as one word and each of its longer words, the longest first."""
    words = re.findall(r"[a-z]+", name.lower())
    known = {"".join(words), *words}
    return sorted((word for word in known if len(word) >= SHORTEST_NAME), key=len, reverse=True)
