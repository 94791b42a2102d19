"""Forms of the consoles: what an operation refuses is shown beside the field that it is about."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from portico_kernel.errors import PorticoError

# Django's own sentence quotes what was sent, which may be one of our ids.
CHOICE_GONE = "That choice is not offered any more. Choose again."


class ConsoleForm(forms.Form):
    """A form whose labels, hints and errors our own templates draw. ``http_status`` is that of its page."""

    http_status: int = 200
    # Off where nothing, or nearly everything, may be left empty: a word that stands everywhere says nothing.
    marks_optional: bool = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.ChoiceField):
                field.error_messages["invalid_choice"] = CHOICE_GONE
            if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _please(field, str(field.label or name))

    def full_clean(self) -> None:
        """Check everything that was typed."""
        super().full_clean()
        if self.is_bound and self.errors:
            self.http_status = 422

    def refuse(self, error: PorticoError) -> None:
        """Show what an operation refused, beside its fields where the form has them, else at the top."""
        self.http_status = error.status
        unknown = [sentence for name, sentence in error.fields.items() if name not in self.fields]
        for name, sentence in error.fields.items():
            if name in self.fields:
                self.add_error(name, sentence)
        if unknown or not error.fields:
            self.add_error(None, " ".join(dict.fromkeys(unknown or [error.message])))


def mail_address(typed: str) -> str:
    """The address without what surrounds it; raises ValidationError where no mail can go to it."""
    address = typed.strip()
    try:
        validate_email(address)
    except ValidationError:
        raise ValidationError("Enter an email address, like name@example.com.") from None
    return address


def _please(field: forms.Field, label: str) -> str:
    """What to do about a field that was left empty: "Enter a name.", "Enter an email."."""
    if isinstance(field, forms.ChoiceField):
        return "Choose one of these."
    words = _start_low(label)
    return f"Enter {'an' if words[:1].lower() in 'aeiou' else 'a'} {words}."


def _start_low(label: str) -> str:
    """The label within a sentence: "Email" as "email", "EFT" as it is."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
