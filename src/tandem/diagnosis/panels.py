"""What a supporter's portfolio shows of diagnoses and plans: when, and how far, never an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from tandem.diagnosis import queries
from tandem.diagnosis.models import Diagnosis
from tandem.directory.panels import Line, Standing, in_portfolio
from tandem.ui.dates import date_format


@in_portfolio(order=10, scope="may_see")
def stands(request: HttpRequest, agreed: Sequence[Any]) -> Mapping[int, Standing]:
    """When each organisation last said where it stands, and how its plan goes; who may sit in opens it."""
    organisations = [one.organisation_id for one in agreed]
    last, plans = queries.last_diagnoses(organisations), queries.plans_counted(organisations)
    shown = {}
    for one in agreed:
        lines = [_line(diagnosis, one.may_sit_in) for diagnosis in last.get(one.organisation_id, ())]
        planned = ", ".join(f"{label} {count}" for label, count in plans.get(one.organisation_id, ()))
        if planned:
            lines.append(Line(_("Plan – %(states)s") % {"states": planned}))
        shown[one.pk] = Standing(_("Diagnosis"), lines or [Line(_("none yet"))])
    return shown


@in_portfolio(order=11, scope="may_sit_in")
def sits_in(request: HttpRequest, agreed: Sequence[Any]) -> Mapping[int, Standing]:
    """Without the right to see the rest, what one sits in on."""
    only = [one for one in agreed if not one.may_see]
    last = queries.last_diagnoses([one.organisation_id for one in only]) if only else {}
    return {
        one.pk: Standing(_("Diagnosis"), [_line(diagnosis, True) for diagnosis in last[one.organisation_id]])
        for one in only
        if one.organisation_id in last
    }


def _line(diagnosis: Diagnosis, opens: bool) -> Line:
    said = {"what": diagnosis.get_kind_display(), "day": date_format(diagnosis.changed)}
    href = reverse("diagnosis_result", args=[diagnosis.kind, diagnosis.reference]) if opens else ""
    return Line(_("%(what)s, last answer on %(day)s") % said, href)
