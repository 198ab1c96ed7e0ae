"""The words that go with a step of the room."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tandem.cooperation.forms.words import words
from tandem.domain.lifecycle import Transition
from tandem.ui.forms import TandemForm


class StepForm(TandemForm):
    """The words that go with a step: a field for each thing that the machine asks."""

    FIELDS = {
        "reason": (_("Why?"), _("All of you will read it.")),
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
            self.fields[name] = words(label, hint, condition.refusal.render(gettext))
