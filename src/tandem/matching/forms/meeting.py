"""The words of an introduction, of a round of invitations and of a supporter; the name of a search."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tandem.domain.lifecycle import invitations
from tandem.ui.forms import Line, TandemForm


class SearchNameForm(TandemForm):
    """What one calls a search that one keeps."""

    name = Line(
        label=_("Name of this search"),
        max_length=80,
        error_messages={"required": _("Write a name, for instance: projects in French.")},
    )


class WordsForm(TandemForm):
    """The words that go with a step of an introduction."""

    text = Line(max_length=3000, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, label: Any, hint: Any = "", missing: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label
        self.fields["text"].help_text = hint
        if missing:
            self.fields["text"].error_messages["required"] = missing


class PairForm(TandemForm):
    """Whom a supporter proposes to the owners of a posting, and why."""

    other = forms.ChoiceField(
        label=_("Whom should they meet?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of them.")},
    )
    why = Line(
        label=_("Why should the two meet?"),
        help_text=_("Both read the same words, with your name and that of your organisation."),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write a few words: both will ask themselves why.")},
    )

    def __init__(self, *args: Any, others: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].choices = others


class MediatorForm(TandemForm):
    """What goes with a yes."""

    mediator = forms.BooleanField(required=False)

    def __init__(self, *args: Any, supporter: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mediator"].label = _("%(name)s may stay in the conversation as a mediator") % {"name": supporter}
        self.fields["mediator"].help_text = _("Only if the other side wishes it too.")


class RoundForm(WordsForm):
    """One act for five invitations: the words that all of them read, and how far to go."""

    wanted = forms.TypedChoiceField(
        label=_("How many partners are enough?"),
        help_text=_("Once as many have accepted, the others are thanked and need not answer any more."),
        choices=[(number, number) for number in range(1, invitations.MOST_WANTED + 1)],
        coerce=int,
        initial=1,
    )
    goes_on = forms.BooleanField(
        label=_("When all five have declined or stayed silent, invite the next five without asking me"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(
            *args,
            label=_("Your message, the same for all"),
            hint=_("Say who you are and what a first conversation could be about. Nobody sees who else was invited."),
            missing=_("Write a few words: a proposal without a message is rarely accepted."),
            **kwargs,
        )


class ProposeForm(WordsForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(
            *args,
            label=_("Your message"),
            hint=_("Say who you are, what caught your attention, and what a first conversation could be about."),
            missing=_("Write a few words: a proposal without a message is rarely accepted."),
            **kwargs,
        )
