"""The forms of a room."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tandem.cooperation.models import Note, SessionAnswer
from tandem.domain.lifecycle import Transition
from tandem.ui.forms import TandemForm

LONGEST = 5000


def _words(label: Any, hint: Any, missing: Any = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST,
        required=required,
        error_messages={"required": missing},
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class StepForm(TandemForm):
    """The words that go with a step: a field for each thing that the machine asks."""

    FIELDS = {
        "reason": (_("Why?"), _("Both sides will read it.")),
        "what_happens_to_the_work": (
            _("What happens to the work done so far?"),
            _("Who keeps the files and access, who maintains what runs, what is thrown away."),
        ),
    }

    def __init__(self, transition: Transition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix=transition.id, **kwargs)
        for condition in transition.asks:
            name = condition.any_of[0]
            label, hint = self.FIELDS[name]
            self.fields[name] = _words(label, hint, condition.refusal.render(gettext))


class SeenForm(TandemForm):
    """A form that knows which version of its words the person had before them."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class FramingForm(SeenForm):
    """One side's words."""

    wording = _words("", "", _("Put the need into your own words."))
    gain = _words(
        _("What do you want to gain?"),
        _("Both sides gain something: say it openly."),
        _("Say what you want to gain."),
    )
    brings = _words(_("What do you bring?"), _("Time, knowledge, contacts, tools, money."), _("Say what you bring."))
    fears = _words(_("What worries you?"), _("The other side reads it, and can take care of it."), required=False)
    failure = _words(
        _("What would be a failure for you?"),
        _("One sentence: you will both recognise it in time."),
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

    def __init__(self, side: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wording"].label, self.fields["wording"].help_text = self.WORDINGS[side]


class GoalForm(SeenForm):
    text = _words(
        _("What do you want to have reached together?"),
        _("Say it so that both of you can tell, on the last day, whether it is true."),
        _("Write the common goal."),
    )


class AgreeForm(SeenForm):
    """A button: the version that one read goes with it."""


class TransferLineForm(SeenForm):
    """One competence of the transfer plan, and the levels as one's own side sees them."""

    learners = _words(
        _("Who learns?"), _("One name per line. At least two people, or the skill leaves with one."), required=False
    )
    teachers = _words(_("Who teaches?"), _("One name per line."), required=False)
    how = _words(
        _("How?"), _("For instance: side by side on Tuesdays, a page of notes, a first time alone."), required=False
    )

    def __init__(self, levels: list[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if levels:
            choices = [("", _("I do not know")), *[(str(level), name) for level, name in levels]]
            for name, label in self.LEVELS.items():
                self.fields[name] = forms.TypedChoiceField(
                    label=label, choices=choices, coerce=int, empty_value=None, required=False
                )
            self.order_fields(["seen", "start", "level_wanted", "learners", "teachers", "how", "end"])

    LEVELS = {
        "start": _("The learners’ level today, as your side sees it"),
        "level_wanted": _("Level wanted"),
        "end": _("Level reached at the end, as your side sees it"),
    }


class EvidenceForm(TandemForm):
    evidence = _words(
        _("What shows it?"),
        _("Something both of you can check: a date, a page, a change made without help."),
        _("Say what shows it."),
    )


class NothingForm(TandemForm):
    why = _words(
        _("Why does this cooperation hand no skill over?"),
        _("Saying it openly is better than a plan nobody follows."),
        _("Say why."),
    )


class TimeForm(TandemForm):
    """One hour, in the time zone of who proposes it."""

    day = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": _("Choose a day."), "invalid": _("Write the day like 2026-11-20.")},
    )
    hour = forms.TimeField(
        label=_("Hour"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"required": _("Choose an hour."), "invalid": _("Write the hour like 14:30.")},
    )
    time_zone = forms.ChoiceField(
        label=_("In which time zone?"), help_text=_("The other side sees the hour in its own.")
    )
    place = forms.CharField(
        label=_("Where, or how?"),
        help_text=_("A telephone number, an address, or the link of a video call: no account should be needed."),
        max_length=300,
        error_messages={"required": _("Say where, or how to reach you.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = [(name, name.replace("_", " ")) for name in time_zones()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not {"day", "hour", "time_zone"} <= set(cleaned):
            return cleaned
        written = datetime.combine(cleaned["day"], cleaned["hour"])
        starts = written.replace(tzinfo=ZoneInfo(cleaned["time_zone"])).astimezone(UTC)
        if starts.astimezone(ZoneInfo(cleaned["time_zone"])).replace(tzinfo=None) != written:
            self.add_error("hour", _("This hour does not exist on that day: the clocks are put forward."))
        cleaned["starts"] = starts
        return cleaned


@cache
def time_zones() -> list[str]:
    """Zones named by their town, and UTC."""
    return ["UTC", *sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))]


class SessionAnswerForm(TandemForm):
    """The two questions, and whether to go further."""

    helped = forms.ChoiceField(
        label=_("Was this hour useful to you?"),
        choices=SessionAnswer.Helped.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one answer.")},
    )
    learnt = _words(_("What do you take away from it?"), _("One sentence is enough."), _("Write one sentence."))
    further = forms.ChoiceField(
        label=_("Would you like to go further together?"),
        choices=SessionAnswer.Further.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one answer.")},
    )


class NoteForm(TandemForm):
    text = _words(_("What do you want to say?"), "", _("Write a few words."))
    kind = forms.ChoiceField(
        label=_("It is"),
        choices=Note.Kind.choices,
        initial=Note.Kind.MESSAGE,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )


class HoursForm(TandemForm):
    """A stretch of time given by one side to the other."""

    NONE = {"required": _("Write 0 if there are none.")}

    giver = forms.ChoiceField(
        label=_("Who gave this time?"),
        choices=[("own", _("Our side")), ("other", _("The other side"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say who gave this time.")},
    )
    hours = forms.IntegerField(label=_("Hours"), min_value=0, max_value=1000, initial=1, error_messages=NONE)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=0, max_value=59, initial=0, error_messages=NONE)
    day = forms.DateField(
        label=_("On which day?"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": _("Choose a day."), "invalid": _("Write the day like 2026-11-20.")},
    )
    what = _words(_("What was it for?"), _("One line is enough."), _("Say what it was for."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["total"] = (cleaned.get("hours") or 0) * 60 + (cleaned.get("minutes") or 0)
        return cleaned


class MilestoneForm(TandemForm):
    text = forms.CharField(
        label=_("What will be reached?"),
        help_text=_("One line, such that both can tell whether it is true."),
        max_length=200,
        error_messages={"required": _("Say what will be reached.")},
    )
    due = forms.DateField(
        label=_("By which day?"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": _("Choose a day."), "invalid": _("Write the day like 2026-11-20.")},
    )
