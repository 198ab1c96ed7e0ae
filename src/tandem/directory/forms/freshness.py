"""How often the facts of a page are to be confirmed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tandem.ui.forms import TandemForm, WholeNumber


class MonthsForm(TandemForm):
    months = WholeNumber(
        label=_("After how many months should we ask you whether the facts are still right?"),
        help_text=_("1 to 12. You get an e-mail with one link that confirms."),
        min_value=1,
        max_value=12,
        error_messages={"required": _("Write a number from 1 to 12.")},
    )
