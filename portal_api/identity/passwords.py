"""Password rules: Django's validators, our sentences."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from portico_kernel.errors import InvalidInput

from .models import User

LONGEST = 256
_SENTENCES = {
    "password_too_short": gettext_noop("Use at least %(min_length)d characters."),
    "password_too_common": gettext_noop(
        "Many people use this password, so it is easy to guess. Use a few words that do not belong together."
    ),
    "password_too_similar": gettext_noop(
        "This is too close to your name or email. Use a few words that have nothing to do with you."
    ),
    "password_entirely_numeric": gettext_noop("Digits alone are easy to guess. Add a few words."),
    "password_names_lender": gettext_noop("This is too close to %(name)s. Add a few words of your own."),
}


def check_new_password(password: str, user: User) -> None:
    """Raise InvalidInput with one sentence for the field ``password`` unless it is good enough for the user."""
    if len(password) > LONGEST:
        raise InvalidInput(fields={"password": _("Use at most %(most)d characters.") % {"most": LONGEST}})
    try:
        validate_password(password, user)
    except ValidationError as error:
        first = error.error_list[0]
        template = _SENTENCES.get(str(first.code))
        words = _(template) % (first.params or {}) if template else first.messages[0]
        raise InvalidInput(fields={"password": words}) from None
