"""For which organisation something is: the same question in every flow that ends with one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tandem.directory import actions
from tandem.directory.forms.organisation import OrganisationForm
from tandem.directory.models import Organisation


class WhichOrganisationForm(OrganisationForm):
    """One of `mine` by its own button, or a new one described here (template `directory/which.html`)."""

    nothing_chosen = _("Choose an organisation or describe a new one.")

    def __init__(self, data: Mapping[str, Any] | None, *, mine: QuerySet[Organisation]) -> None:
        self.mine = mine
        self.choice = (data or {}).get("choice")
        super().__init__(data if self.choice == "new" else None)

    def chosen(self, *, actor: Any, at: datetime) -> Organisation | None:
        """The organisation that was answered; a new one is kept on the way. None where the answer is not whole."""
        if not self.is_bound:
            return self.mine.filter(slug=self.choice).first()
        return actions.create_organisation(self.cleaned_data, actor=actor, at=at) if self.is_valid() else None
