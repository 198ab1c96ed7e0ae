"""Framing: each side's words, and the common goal."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from tandem.cooperation.forms.words import SeenForm, words


class FramingForm(SeenForm):
    """One side's words."""

    wording = words("", "", _("Put the need into your own words."))
    gain = words(
        _("What do you want to gain?"),
        _("Each side gains something: say it openly."),
        _("Say what you want to gain."),
    )
    brings = words(_("What do you bring?"), _("Time, knowledge, contacts, tools, money."), _("Say what you bring."))
    fears = words(_("What worries you?"), _("The others read it, and can take care of it."), required=False)
    failure = words(
        _("What would be a failure for you?"),
        _("One sentence: each of you will recognise it in time."),
        _("Say what would be a failure for you."),
    )

    WORDINGS = {
        "need": (
            _("What does not work today, and for whom?"),
            _("The social problem in your words: you may start from what you published."),
        ),
        "offer": (
            _("How do you understand it, from the technical side?"),
            _("In everyday words: what it would take, what is simple, what is not."),
        ),
    }

    #: A funder, an employer, a further member of a consortium.
    FURTHER = (
        _("How do you see the need, from where you stand?"),
        _("In your own words: why it concerns you, what you know that the others may not."),
    )

    def __init__(self, side: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wording = self.WORDINGS.get(side, self.FURTHER)
        self.fields["wording"].label, self.fields["wording"].help_text = wording


class GoalForm(SeenForm):
    text = words(
        _("What do you want to have reached together?"),
        _("Say it so that each of you can tell, on the last day, whether it is true."),
        _("Write the common goal."),
    )


class AgreeForm(SeenForm):
    """A button: the version that one read goes with it."""
