"""Writing a need or an offer: one question a page, saved at each answer, no account until the end."""

from __future__ import annotations

import re
from textwrap import shorten
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from tandem.competences import queries as competences
from tandem.directory.forms import WhichOrganisationForm
from tandem.directory.permissions import consents_to
from tandem.domain.competences import levels as competence_levels
from tandem.domain.errors import BadInput
from tandem.matching import actions, assistant, permissions, queries
from tandem.matching.content import Template
from tandem.matching.forms import CompetenceForm, CompetenceWordsForm
from tandem.matching.models import Posting
from tandem.matching.steps import FLOWS, Flow, Step
from tandem.ui.access import fetch, public, require, signed_in

#: References of the drafts begun in this browser without an account.
KEPT = "drafts"
MOST_KEPT = 20
#: The form of cooperation of who gives a thing.
IN_KIND = "giving-in-kind"


def _draft(request: HttpRequest, flow: Flow, reference: str, rule: Any = permissions.can_write) -> Any:
    visible = permissions.drafts_of(request.user, request.session.get(KEPT, []), flow.model)
    visible = visible.select_related("organisation", "drafted_by").exclude(state=Posting.State.CLOSED)
    return fetch(visible, rule, request.user, reference=reference)


def _actor(request: HttpRequest) -> Any:
    return request.user if request.user.is_authenticated else None


def _goes_on(flow: Flow, posting: Posting) -> HttpResponse:
    """To the next question that must be answered, or to the page of all answers."""
    following = flow.first_open(posting)
    if following:
        return redirect("draft_step", flow.kind, posting.reference, following.name)
    return redirect("draft_check", flow.kind, posting.reference)


@public
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """The first question: nothing is kept before it is answered."""
    flow = FLOWS[kind]
    first = flow.steps[0]
    consent = _on_behalf(request)
    template = _template_of_help(request)
    words = request.GET.get("words") or _first_words(flow, template)
    form = first.form(request.POST if request.method == "POST" else None, initial={first.name: words})
    if _gives_a_thing(request, flow):
        form.fields[first.name].help_text = gettext(
            "Say what it is, how old it is, whom it could serve, and how it is handed over. How many and in what "
            "condition comes next."
        )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data | _prepared(request, flow, template)
        if consent:
            values |= {"organisation": consent.organisation, "drafted_by": consent.supporter}
        posting = actions.begin(flow.model, values, actor=_actor(request), at=timezone.now())
        if not request.user.is_authenticated:
            request.session[KEPT] = [*request.session.get(KEPT, []), posting.reference][-MOST_KEPT:]
        if _gives_a_thing(request, flow):
            return redirect("draft_step", "offer", posting.reference, "in_kind")
        return _after(flow, first, posting)
    back = reverse("offer_start") if _gives_a_thing(request, flow) else _before(flow, template)
    context = {"flow": flow, "step": first, "form": form, "back": back, "template": template, "consent": consent}
    return render(request, "matching/step.html", context)


def _on_behalf(request: HttpRequest) -> Any:
    """The consent by which a supporter writes for somebody else, when the address names one."""
    reference = request.GET.get("for")
    if not reference:
        return None
    return fetch(
        consents_to(request.user, "may_draft").select_related("organisation", "supporter"), reference=reference
    )


def _gives_a_thing(request: HttpRequest, flow: Flow) -> bool:
    return flow.kind == "offer" and "thing" in request.GET


def _before(flow: Flow, template: Template | None) -> str:
    if template is None:
        return reverse("home")
    return reverse("help_template", args=[template.id]) if flow.kind == "need" else reverse("offer_start")


def _first_words(flow: Flow, template: Template | None) -> str:
    """What a template puts into the first answer, to be changed."""
    if template is None:
        return ""
    if flow.kind == "need":
        return template.problem[_language()]
    words = gettext("What comes out of it: %(result)s Afterwards you can do alone: %(handed_over)s")
    return words % {"result": template.deliverable[_language()], "handed_over": template.handed_over[_language()]}


def _prepared(request: HttpRequest, flow: Flow, template: Template | None) -> dict[str, Any]:
    """The answers that need no asking after what one started from."""
    if _gives_a_thing(request, flow):
        return {"forms": [IN_KIND]}
    if template is None:
        return {}
    if flow.kind == "need":
        return assistant.prefilled(template, _language())
    return {**assistant.prefilled_offer(template), "title": template.title[_language()]}


def _template_of_help(request: HttpRequest) -> Template | None:
    """The ready-made need or offer that one starts from, when the address names one."""
    identifier = request.GET.get("template")
    if not identifier:
        return None
    try:
        return assistant.template(identifier)
    except KeyError as error:
        raise Http404 from error


def _language() -> str:
    return get_language() or "en"


def _after(flow: Flow, step: Step, posting: Posting) -> HttpResponse:
    if step.name == "problem" and posting.state == Posting.State.DRAFT:
        return redirect("draft_solutions", posting.reference)
    return _goes_on(flow, posting)


@public
def step(request: HttpRequest, kind: str, reference: str, name: str) -> HttpResponse:
    """One question, with the answer given before."""
    flow = FLOWS[kind]
    asked = flow.step(name)
    if asked is None or asked.form is None:
        raise Http404
    posting = _draft(request, flow, reference)
    initial = {"title": _first_line(posting.text)} if name == "title" and not posting.title else {}
    form = asked.form(request.POST if request.method == "POST" else None, posting=posting, initial=initial)
    if request.method == "POST" and form.is_valid():
        posting = actions.answer(posting, form.cleaned_data, actor=_actor(request), at=timezone.now())
        return _after(flow, asked, posting)
    context = {"flow": flow, "step": asked, "form": form, "posting": posting, "back": _back(flow, asked, posting)}
    return render(request, "matching/step.html", context)


def _first_line(text: str) -> str:
    """The beginning of a text up to where its first thought ends, as a line to start from."""
    beginning = re.split(r"\n|(?<=[.!?])\s|\s*[:;]\s", text.strip(), maxsplit=1)[0].rstrip(". ")
    return shorten(beginning, 100, placeholder="…").removeprefix("…") or beginning[:100]


def _back(flow: Flow, asked: Step, posting: Posting) -> str:
    """Where one came from: the page of all answers once there is one, else the question before."""
    if flow.first_open(posting) is None:
        return reverse("draft_check", args=[flow.kind, posting.reference])
    place = flow.steps.index(asked)
    if place == 0:
        return reverse("home")
    return reverse("draft_step", args=[flow.kind, posting.reference, flow.steps[place - 1].name])


@public
def solutions(request: HttpRequest, reference: str) -> HttpResponse:
    """Reuse first: what already exists for this problem, before asking anybody for something new."""
    flow = FLOWS["need"]
    need = _draft(request, flow, reference)
    found = queries.existing_solutions(request.user, need.problem)
    following = flow.first_open(need)
    context = {
        "need": need,
        "found": found,
        "back": reverse("draft_step", args=["need", reference, "problem"]),
        "following": reverse("draft_step", args=["need", reference, following.name])
        if following
        else reverse("draft_check", args=["need", reference]),
    }
    return render(request, "matching/solutions_first.html", context)


@public
@require_http_methods(["GET", "POST"])
def chosen_competences(request: HttpRequest, kind: str, reference: str) -> HttpResponse:
    """Skills found in everyday words, each with its level; added and taken away one by one."""
    flow = FLOWS[kind]
    posting = _draft(request, flow, reference)
    if request.method == "POST":
        return _change_competences(request, flow, posting)
    form = CompetenceWordsForm(request.GET or None)
    words = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    language = _language()
    had = {(one["framework"], one["id"]) for one in posting.competences}
    found = [one for one in competences.search(words, language, 12) if (one.framework, one.id) not in had]
    context = {
        "flow": flow,
        "posting": posting,
        "form": form,
        "words": words,
        "found": found if words else [],
        "chosen": _shown_competences(flow, posting, language),
        "back": _back(flow, flow.step("competences"), posting),
    }
    return render(request, "matching/competences.html", context)


def _shown_competences(flow: Flow, posting: Posting, language: str) -> list[dict[str, Any]]:
    names = competences.competence_labels([(one["framework"], one["id"]) for one in posting.competences], language)
    return [
        {
            **one,
            "label": names[one["framework"], one["id"]],
            "form": _level_form(flow, one, place, language, initial=one),
        }
        for place, one in enumerate(posting.competences)
    ]


def _level_form(flow: Flow, one: dict[str, Any], place: int, language: str, **kwargs: Any) -> CompetenceForm:
    return CompetenceForm(
        levels=queries.level_choices(one["framework"], one["id"], language),
        asked=flow.kind == "need",
        prefix=f"c{place}",
        **kwargs,
    )


def _change_competences(request: HttpRequest, flow: Flow, posting: Posting) -> HttpResponse:
    chosen = [dict(one) for one in posting.competences]
    if add := request.POST.get("add"):
        chosen = _added(chosen, add)
    elif remove := request.POST.get("remove"):
        chosen = [one for one in chosen if f"{one['framework']} {one['id']}" != remove]
    else:
        for place, one in enumerate(chosen):
            form = _level_form(flow, one, place, _language(), data=request.POST)
            if form.is_valid():
                one.update(form.cleaned_data)
    actions.answer(posting, {"competences": chosen}, actor=_actor(request), at=timezone.now())
    if "done" in request.POST:
        return _goes_on(flow, posting)
    return redirect("draft_competences", flow.kind, posting.reference)


def _added(chosen: list[dict[str, Any]], added: str) -> list[dict[str, Any]]:
    framework, _space, identity = added.partition(" ")
    try:
        competence_levels(framework, identity)
    except BadInput as error:
        raise BadRequest(str(error)) from error
    if any((one["framework"], one["id"]) == (framework, identity) for one in chosen):
        return chosen
    return [*chosen, {"framework": framework, "id": identity}]


@public
def check(request: HttpRequest, kind: str, reference: str) -> HttpResponse:
    """All answers on one page, each with its way back, before anything is shown to others."""
    flow = FLOWS[kind]
    posting = _draft(request, flow, reference, permissions.can_check)
    if request.user.is_authenticated and posting.author_id is None:
        posting = actions.adopt(posting, actor=request.user, at=timezone.now())
    following = flow.first_open(posting)
    if following:
        return redirect("draft_step", kind, reference, following.name)
    here = reverse("draft_organisation", args=[kind, reference])
    on_behalf = request.user.is_authenticated and permissions.drafts_on_behalf(request.user, posting)
    context = {
        "flow": flow,
        "posting": posting,
        "on_behalf": on_behalf and not permissions.can_decide(request.user, posting).allowed,
        "may_change": permissions.can_write(request.user, posting).allowed,
        "may_discard": permissions.can_discard(request.user, posting).allowed,
        "answers": [{"step": one, "answer": queries.said_in(posting, one.name)} for one in flow.steps],
        "signup": f"{reverse('account_signup')}?{urlencode({'next': here})}",
        "login": f"{reverse('account_login')}?{urlencode({'next': here})}",
    }
    return render(request, "matching/check.html", context)


@signed_in
def organisation(request: HttpRequest, kind: str, reference: str) -> HttpResponse:
    """For which organisation: one of one's own, or a new one described here."""
    flow = FLOWS[kind]
    posting = _draft(request, flow, reference)
    require(permissions.can_decide(request.user, posting))
    form = WhichOrganisationForm(request.POST or None, mine=permissions.organisations_one_writes_for(request.user))
    if request.method == "POST":
        now = timezone.now()
        if chosen := form.chosen(actor=request.user, at=now):
            actions.attach(posting, chosen, actor=request.user, at=now)
            return redirect("draft_check", kind, reference)
        if not form.is_bound:
            messages.error(request, form.nothing_chosen)
    context = {"flow": flow, "posting": posting, "form": form}
    return render(request, "matching/organisation.html", context)


@signed_in
def publish(request: HttpRequest, kind: str, reference: str) -> HttpResponse:
    """Show it to those it is for, then say what happens next. Whoever comes back here after signing in reads their
    answers first."""
    flow = FLOWS[kind]
    posting = _draft(request, flow, reference)
    if request.method != "POST":
        return redirect("draft_check", kind, reference)
    require(permissions.can_decide(request.user, posting))
    if flow.first_open(posting):
        return _goes_on(flow, posting)
    if posting.organisation is None:
        return redirect("draft_organisation", kind, reference)
    actions.publish(posting, actor=request.user, at=timezone.now())
    return redirect("published", kind, reference)


@require_POST
@signed_in
def hand_over(request: HttpRequest, kind: str, reference: str) -> HttpResponse:
    """A supporter asks the organisation to read, change and publish what was prepared for it."""
    flow = FLOWS[kind]
    posting = _draft(request, flow, reference, permissions.can_check)
    if not permissions.drafts_on_behalf(request.user, posting):
        raise Http404
    if flow.first_open(posting):
        return _goes_on(flow, posting)
    actions.hand_over(posting, actor=request.user, at=timezone.now())
    said = gettext("%(name)s has an e-mail with the draft: it reads, changes and publishes it, or not.")
    messages.success(request, said % {"name": posting.organisation.name})
    return redirect("draft_check", kind, reference)


@public
@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, kind: str, reference: str) -> HttpResponse:
    """Throw a draft away, after one question."""
    flow = FLOWS[kind]
    posting = _draft(request, flow, reference)
    if posting.state != Posting.State.DRAFT:
        raise Http404
    require(permissions.can_discard(request.user, posting))
    if request.method == "POST":
        actions.discard(posting, actor=_actor(request), at=timezone.now())
        messages.success(request, _("The draft has been thrown away."))
        return redirect("home")
    return render(request, "matching/discard.html", {"flow": flow, "posting": posting})
