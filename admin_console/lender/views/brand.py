"""The brand: look, words and pictures, checked so that people can read it, published as a version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.http import HttpResponse

from admin_console.shared.forms import ConsoleForm
from branding.findings import findings
from branding.images import RULES, BrandImage, ImageKind, accept_image, favicon_from_logo, hero_of
from branding.inputs import INPUTS, Brand, Hero, Input, brand_inputs, read_brand, restore_brand
from branding.published.operations import publish_brand
from branding.published.queries import PublishedBrand
from branding.words import LANGUAGES, WORD_FIELDS, WordField, read_words
from portal_api.identity.roles import Action
from portico_kernel.errors import InvalidInput, PorticoError

from ..doors import StaffVisit, staff_page

TONGUES = {"en": "English", "es": "Spanish"}
_MOST_LEGAL = 2000


class BrandForm(ConsoleForm):
    """Every choice, word and picture of a brand, made from their declarations."""

    marks_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for declared in INPUTS:
            self.fields[declared.name] = _look_field(declared)
        for kind, rule in RULES.items():
            width, height = rule.smallest
            self.fields[kind] = forms.FileField(
                label=rule.title,
                required=False,
                help_text=f"PNG, JPEG or WebP, at least {width} by {height} pixels. Left empty, it stays as it is.",
                widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
            )
        for language in LANGUAGES:
            for word in WORD_FIELDS:
                self.fields[f"{language}.{word.name}"] = _word_field(word, language)
            self.fields[f"{language}.legal"] = _legal_field()

    def look(self) -> dict[str, str]:
        """The choices as typed."""
        return {declared.name: self.cleaned_data[declared.name] for declared in INPUTS}

    def words(self) -> dict[str, dict[str, object]]:
        """The checked words of each language; raises InvalidInput under this form's names."""
        found: dict[str, dict[str, object]] = {}
        wrong: dict[str, str] = {}
        for language in LANGUAGES:
            typed: dict[str, object] = {w.name: self.cleaned_data[f"{language}.{w.name}"] for w in WORD_FIELDS}
            typed["legal"] = _links(self.cleaned_data[f"{language}.legal"])
            try:
                found[language] = read_words(typed)
            except InvalidInput as error:
                wrong |= {f"{language}.{name}": sentence for name, sentence in error.fields.items()}
        if wrong:
            raise InvalidInput(fields=wrong)
        return found

    def images(self) -> dict[ImageKind, BrandImage]:
        """The pictures that were uploaded, accepted; raises InvalidInput naming the one that is not."""
        found: dict[ImageKind, BrandImage] = {}
        for kind, rule in RULES.items():
            upload = self.cleaned_data.get(kind)
            if upload is None:
                continue
            if upload.size > rule.most_bytes:
                raise InvalidInput(fields={kind: f"That file is too large; {rule.most_bytes >> 20} MB is the most."})
            found[kind] = accept_image(kind, upload.read())
        return found


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture of the brand in force, beside the field that replaces it."""

    bound: forms.BoundField
    url: str | None
    style: str


@staff_page(Action.READ, writes=Action.BRAND_EDIT)
def brand(visit: StaffVisit) -> HttpResponse:
    """The brand in force, and the form that publishes the next version."""
    now_shown = cast(PublishedBrand, visit.lender.parts["brand"])
    may_edit = visit.may(Action.BRAND_EDIT)
    if visit.posted:
        form = BrandForm(visit.request.POST, visit.request.FILES)
    else:
        form = BrandForm(initial=_initial(now_shown))
    advice: list[tuple[str, str, str]] = []
    if visit.posted and form.is_valid():
        try:
            advice = _publish(visit, form, now_shown)
            if not advice:
                return visit.done("The new brand is published. Every new page shows it.", "console:brand")
            form.http_status = 422
        except PorticoError as error:
            form.refuse(error)
    return visit.page("lender/brand.html", _context(form, now_shown, advice, may_edit), status=form.http_status)


def _publish(visit: StaffVisit, form: BrandForm, before: PublishedBrand) -> list[tuple[str, str, str]]:
    """Publish what the form says, or return what could not be read, each with the colour that could."""
    images = form.images()
    if "logo" in images and "favicon" not in images and "favicon" not in before.images:
        images["favicon"] = favicon_from_logo(images["logo"])
    words = form.words()
    made = read_brand(form.look(), hero=_hero(images, before))
    found = findings(made)
    if found:
        for finding in {finding.input: finding for finding in reversed(found)}.values():
            form.add_error(finding.input if finding.input in form.fields else None, finding.sentence)
        return _suggestions(found)
    publish_brand(
        lender_id=visit.lender.id,
        site_id=visit.lender.site_id,
        brand=made,
        words=words,
        new_images=images.values(),
        actor=visit.actor,
        now=visit.now,
    )
    return []


def _hero(images: Mapping[ImageKind, BrandImage], before: PublishedBrand) -> Hero | None:
    """The new sign-in picture's tones, else those of the one in force."""
    if "hero" in images:
        return hero_of(images["hero"])
    return restore_brand(before.inputs).hero if before.inputs else None


def _suggestions(found: Any) -> list[tuple[str, str, str]]:
    titles = {declared.name: declared.title for declared in INPUTS}
    seen: dict[str, tuple[str, str, str]] = {}
    for finding in found:
        if finding.input and finding.suggestion:
            seen.setdefault(finding.input, (finding.input, titles.get(finding.input, ""), finding.suggestion))
    return list(seen.values()) or [("", "", "")]


def _initial(shown: PublishedBrand) -> dict[str, Any]:
    look = brand_inputs(restore_brand(shown.inputs) if shown.inputs else Brand())
    words: dict[str, Any] = {}
    for language in LANGUAGES:
        stored = shown.stored_words.get(language, {})
        words |= {f"{language}.{word.name}": stored.get(word.name, "") for word in WORD_FIELDS}
        links = cast(list[Mapping[str, str]], stored.get("legal", []))
        words[f"{language}.legal"] = "\n".join(f"{link['label']} | {link['url']}" for link in links)
    return {**look, **words}


def _context(
    form: BrandForm, shown: PublishedBrand, advice: list[tuple[str, str, str]], may_edit: bool
) -> dict[str, Any]:
    if not may_edit:
        for field in form.fields.values():
            field.disabled = True
    return {
        "form": form,
        "may_edit": may_edit,
        "shown": shown,
        "look": [form[declared.name] for declared in INPUTS],
        "pictures": [Picture(form[kind], shown.image_url(kind), kind) for kind in RULES],
        "tongues": [
            (TONGUES[language], [form[name] for name in form.fields if name.startswith(f"{language}.")])
            for language in LANGUAGES
        ],
        "advice": [line for line in advice if line[0]],
    }


def _look_field(declared: Input) -> forms.Field:
    if declared.kind == "colour":
        widget = forms.TextInput(attrs={"spellcheck": "false", "maxlength": "7", "data-colour": ""})
        return forms.CharField(label=declared.title, help_text=declared.help, required=False, widget=widget)
    return forms.ChoiceField(label=declared.title, help_text=declared.help, choices=list(declared.choices.items()))


def _word_field(word: WordField, language: str) -> forms.Field:
    hint = f"{word.help} At most {word.longest} characters."
    rows = 3 if word.longest <= 300 else 5
    widget: forms.Widget = forms.Textarea(attrs={"rows": rows}) if word.kind == "paragraphs" else forms.TextInput()
    widget.attrs["lang"] = language
    return forms.CharField(label=word.title, help_text=hint, required=False, widget=widget)


def _legal_field() -> forms.Field:
    return forms.CharField(
        label="Legal links",
        help_text="One a line: what it says | https://www.example.com/privacy. At most six.",
        required=False,
        max_length=_MOST_LEGAL,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _links(typed: str) -> list[dict[str, str]]:
    lines = [line for line in typed.splitlines() if line.strip()]
    parts = [line.partition("|") for line in lines]
    return [{"label": label.strip(), "url": url.strip()} for label, _, url in parts]
