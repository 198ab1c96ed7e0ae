"""Sharing a need with another organisation: the question, what was shared, leaving it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tandem.matching import actions, permissions, queries
from tandem.matching.models import JointQuestion, Need
from tandem.ui.access import fetch, signed_in

ANSWERS = {"yes": True, "no": False}


def _need(request: HttpRequest, reference: str) -> Need:
    visible = permissions.visible_to(request.user, Need).select_related("organisation")
    return fetch(visible, permissions.can_write, request.user, reference=reference)


@signed_in
def share(request: HttpRequest, reference: str) -> HttpResponse:
    """Whether one would share this need, without learning with whom; once it is shared, who writes it and what was
    done."""
    need = _need(request, reference)
    question = queries.open_question(need)
    if request.method == "POST" and question and request.POST.get("answer") in ANSWERS:
        return _answered(request, need, question, ANSWERS[request.POST["answer"]])
    authors = queries.authors_of(need)
    context = {
        "need": need,
        "question": question,
        "authors": authors,
        "history": queries.history_of(need) if authors else [],
    }
    return render(request, "matching/share.html", context)


def _answered(request: HttpRequest, need: Need, question: JointQuestion, agrees: bool) -> HttpResponse:
    decision = actions.answer_joint_question(question, need, agrees, actor=request.user, at=timezone.now())
    shared = queries.question_to_tell(question.pk).shared
    if not decision.allowed:
        messages.warning(request, queries.said(decision.reason))
    elif shared:
        messages.success(request, _("Both said yes: this need is yours together."))
        return redirect("need_share", shared.reference)
    elif agrees:
        messages.success(request, _("Thank you. You hear from us if the other side says yes too."))
    else:
        messages.success(request, _("Thank you. Your need stays as it is, and nobody learns whose it is."))
    return redirect("posting", "need", need.reference)


@signed_in
def leave(request: HttpRequest, reference: str) -> HttpResponse:
    """Leave a shared need to the other organisation."""
    need = _need(request, reference)
    own = set(permissions.organisations_one_writes_for(request.user).values_list("pk", flat=True))
    leaving = next((one for one in queries.authors_of(need) if one.organisation_id in own), None)
    if request.method == "POST" and leaving:
        decision = actions.leave_shared_need(need, leaving.organisation, actor=request.user, at=timezone.now())
        if decision.allowed:
            messages.success(request, _("You left the shared need. Your own is a draft again, for you to publish."))
            return redirect("mine")
        messages.warning(request, queries.said(decision.reason))
    return redirect("need_share", reference)
