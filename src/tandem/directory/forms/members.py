"""Inviting people, answering those who ask, changing rights."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tandem.directory.forms.words import TEXT_LENGTH
from tandem.directory.models import Membership
from tandem.ui.forms import Line, TandemForm

ROLES = (
    (Membership.Role.OWNER, _("owner: decides, invites, closes")),
    (Membership.Role.EDITOR, _("editor: writes the page, needs, offers and messages")),
    (Membership.Role.READER, _("reader: sees what the others see, writes nothing")),
)


class RoleField(forms.ChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Rights"))
        super().__init__(
            choices=ROLES,
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose what this person may do.")},
            **kwargs,
        )


class InvitationForm(TandemForm):
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("One person at a time. They get a link that works once, for 14 days."),
        error_messages={
            "required": _("Write the address of the person."),
            "invalid": _("This does not look like an e-mail address: it has the form name@example.org."),
        },
    )
    role = RoleField(initial=Membership.Role.EDITOR)


class RoleForm(TandemForm):
    """Other rights for a member."""

    role = RoleField()


class JoinForm(TandemForm):
    message = Line(
        label=_("Who are you, and what do you do there?"),
        help_text=_("The owners read this with your name. One or two sentences do."),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write a sentence, so that they know who asks.")},
    )


class JoinAnswerForm(TandemForm):
    """Accept with rights, or decline with a reason."""

    DECLINE = "decline"

    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=(*ROLES, (DECLINE, _("no: this person does not act for us"))),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer.")},
    )
    reason = Line(
        label=_("Reason"),
        help_text=_("When you say no: the person reads it."),
        max_length=TEXT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("answer") == self.DECLINE and not cleaned.get("reason"):
            self.add_error("reason", _("Write why: a no without a reason helps nobody."))
        return cleaned

    @property
    def role(self) -> str:
        answer = self.cleaned_data["answer"]
        return "" if answer == self.DECLINE else answer


class HandOverForm(TandemForm):
    """Who becomes owner in one's place."""

    member = forms.ChoiceField(
        label=_("Who takes over?"),
        help_text=_("This person becomes owner; you stay as an editor, and can leave afterwards."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a member.")},
    )

    def __init__(self, *args: Any, members: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {str(one.pk): one for one in members}
        field = self.fields["member"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, f"{one.person.name} ({one.get_role_display()})") for key, one in self.by_key.items()]

    @property
    def chosen(self) -> Membership:
        return self.by_key[self.cleaned_data["member"]]
