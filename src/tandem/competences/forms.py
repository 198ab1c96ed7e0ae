"""What stewards write about competences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tandem.competences import content
from tandem.competences.content import COMPLETE_LANGUAGES, Competence
from tandem.domain import competences
from tandem.domain.errors import BadInput, place_in_words
from tandem.ui.forms import TandemForm

_IN = {"en": _("in English"), "fr": _("in French")}


def _line(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=200, **options)


def _text(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), **options)


class WordingForm(TandemForm):
    """The texts of a competence, in each language that has to be complete.

    Of a fixed framework only what is not its official name; of the annex everything. `cleaned_data` becomes what
    `actions.reword` takes through `texts`.
    """

    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self, *args: Any, framework: str, official: str | None, about: Competence | None, **kwargs: Any
    ) -> None:
        self.framework = framework
        self.annex = framework == competences.TANDEM
        if about is not None:
            kwargs["initial"] = {**_initial(about), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        if self.annex:
            areas = content.framework(framework).areas.values()
            language = get_language() or "en"
            self.fields["area"] = forms.ChoiceField(
                label=_("Area"), choices=[(area.id, area.label.say(language)) for area in areas]
            )
        for language in COMPLETE_LANGUAGES:
            self._add_texts(language, official)
        self.fields["reason"] = forms.CharField(
            label=_("Why this change"), help_text=_("Everybody can read it, beside the date."), max_length=300
        )

    def _add_texts(self, language: str, official: str | None) -> None:
        def named(what: Any) -> Any:
            return f"{what}, {_IN[language]}"

        if language != official:
            self.fields[f"label_{language}"] = _line(named(_("Name")))
        self.fields[f"about_{language}"] = _text(named(_("In one sentence")), required=self.annex)
        if self.annex:
            for level, step in content.framework(self.framework).scale.items():
                self.fields[f"level_{level}_{language}"] = _text(
                    named(
                        _("Level %(level)s: %(name)s")
                        % {"level": level, "name": step.label.say(get_language() or "en")}
                    )
                )
            self.fields[f"beside_{language}"] = _text(named(_("How it sits beside DigComp and e-CF")), required=False)
        self.fields[f"words_{language}"] = forms.CharField(
            label=named(_("Everyday words")),
            help_text=_("What people say when they look for it: one expression on each line."),
            max_length=2000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 5}),
        )

    def texts(self) -> dict[str, Any]:
        """What was written, in the shape of a source file."""
        given = self.cleaned_data
        texts: dict[str, Any] = {"area": given["area"]} if self.annex else {}
        for language in COMPLETE_LANGUAGES:
            for name in ("label", "about", "beside"):
                if given.get(f"{name}_{language}"):
                    texts.setdefault(name, {})[language] = given[f"{name}_{language}"].strip()
            for level in range(1, 5):
                if given.get(f"level_{level}_{language}"):
                    texts.setdefault("level", {}).setdefault(str(level), {})[language] = given[
                        f"level_{level}_{language}"
                    ].strip()
            words = [" ".join(line.split()) for line in given[f"words_{language}"].splitlines()]
            texts.setdefault("words", {})[language] = [line for line in dict.fromkeys(words) if line]
        return texts

    def refuse(self, error: BadInput, say: Any) -> None:
        """Show a refusal of the action beside the field that it is about."""
        field = "_".join(place_in_words(error.place))
        self.add_error(field if field in self.fields else None, say(error.message))


class AdditionForm(WordingForm):
    """A new entry of the annex."""

    field_order = ["id"]

    id = forms.CharField(
        label=_("Short identifier"),
        help_text=_("Starts with local-, then plain words joined by hyphens. It never changes: local-community-radio."),
        max_length=60,
    )


def _initial(about: Competence) -> Mapping[str, Any]:
    initial: dict[str, Any] = {"area": about.area}
    for language in COMPLETE_LANGUAGES:
        for name, text in (("label", about.label), ("about", about.about), ("beside", about.beside)):
            initial[f"{name}_{language}"] = text.by_language.get(language, "")
        for level, text in about.levels.items():
            initial[f"level_{level}_{language}"] = text.by_language.get(language, "")
        initial[f"words_{language}"] = "\n".join(about.words.get(language, ()))
    return initial
