"""What support types about a new lender."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings

from admin_console.shared.forms import ConsoleForm, mail_address
from portico_kernel.errors import PorticoError

from .operations import Administrator, AskedLender
from .zones import ZoneSelect, zone_choices


class AdministratorForm(ConsoleForm):
    """Who is to administer the lender first."""

    marks_optional = False

    name = forms.CharField(label="Name", max_length=160)
    email = forms.CharField(label="Email", max_length=254, widget=forms.EmailInput)

    def clean_email(self) -> str:
        """An address that mail can go to."""
        return mail_address(self.cleaned_data["email"])


class NewLenderForm(ConsoleForm):
    """Everything that a lender needs to be live."""

    name = forms.CharField(
        label="Name",
        max_length=120,
        help_text="As its customers know it. It stands on every page and in every mail.",
    )
    slug = forms.CharField(
        label="Short name",
        max_length=40,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "data-slug-of": "id_name"}),
    )
    own_domain = forms.CharField(
        label="Its own domain",
        required=False,
        max_length=253,
        help_text="Such as pay.example.com. It works as soon as its DNS points here.",
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "inputmode": "url"}),
    )
    links_to_own_domain = forms.BooleanField(required=False)
    time_zone = forms.ChoiceField(
        label="Time zone",
        choices=zone_choices,
        help_text="Due dates and the bank's cut-off times follow this clock.",
        widget=ZoneSelect,
    )
    admin_name = forms.CharField(label="Administrator's name", max_length=160)
    admin_email = forms.CharField(
        label="Administrator's email",
        max_length=254,
        widget=forms.EmailInput,
    )
    form = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "slug"
        ].help_text = f"Begins its web address, short-name.{settings.PORTICO_BASE_HOST}, and stays for good."

    def clean_admin_email(self) -> str:
        """An address that mail can go to."""
        return mail_address(self.cleaned_data["admin_email"])

    def clean(self) -> None:
        """Links can only go to a domain that there is."""
        if self.cleaned_data.get("links_to_own_domain") and not self.cleaned_data.get("own_domain"):
            self.add_error("own_domain", "Enter the domain that links should use.")

    def refuse(self, error: PorticoError) -> None:
        """Show what is wrong with a web address beside the field that it was made from."""
        sentence = error.fields.pop("hosts", "")
        if sentence:
            own = self.cleaned_data["own_domain"].strip().lower().rstrip(".")
            error.fields.setdefault("own_domain" if own and own in sentence else "slug", sentence)
        super().refuse(error)

    def asked(self) -> AskedLender:
        """The lender that a form without errors asks for."""
        typed = self.cleaned_data
        return AskedLender(
            form=typed["form"],
            name=typed["name"],
            slug=typed["slug"],
            time_zone=typed["time_zone"],
            administrator=Administrator(typed["admin_name"], typed["admin_email"]),
            own_domain=typed["own_domain"],
            links_to_own_domain=typed["links_to_own_domain"],
        )
