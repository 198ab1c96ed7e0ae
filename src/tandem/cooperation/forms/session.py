"""A time for the session, and the two questions after it."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from tandem.cooperation.forms.words import words
from tandem.cooperation.models import SessionAnswer
from tandem.ui.forms import TandemForm


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
    learnt = words(_("What do you take away from it?"), _("One sentence is enough."), _("Write one sentence."))
    further = forms.ChoiceField(
        label=_("Would you like to go further together?"),
        choices=SessionAnswer.Further.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one answer.")},
    )
