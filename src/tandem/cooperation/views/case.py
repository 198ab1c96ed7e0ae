"""The shared case: written in the room, read by everybody, doubted by anybody."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tandem.cooperation import actions, queries, search, tasks
from tandem.cooperation.forms import CaseForm, ContestAnswerForm, ContestForm, HashForm
from tandem.cooperation.models import CaseVersion, SharedCase
from tandem.cooperation.views.framing import again, standing, with_seen
from tandem.cooperation.views.rooms import acted_in, visible
from tandem.domain.decision import Decision
from tandem.ui import uploads
from tandem.ui.access import fetch, public, signed_in
from tandem.ui.pages import pages_of

PER_PAGE = 20


@signed_in
def in_room(request: HttpRequest, reference: str) -> HttpResponse:
    """The text as it stands, who approves it, what was doubted."""
    shown = visible(request, reference)
    own = queries.own_party(request.user, shown)
    case = queries.case_of(shown)
    version = queries.newest_version(case)
    context = {
        "room": shown,
        "own": own,
        "case": case,
        "version": version,
        "parts": parts(version) if version else [],
        "claims": queries.claims_shown(version) if version else [],
        "approvals": queries.approved_by(version, shown) if version else [],
        "asked": queries.awaits_approval(case, own),
        "approve": HashForm(initial={"seen": version.hash}) if version else None,
        "contests": queries.contests_of(case) if case else [],
        "open": own is not None and shown.is_past_work,
    }
    return render(request, "cooperation/case_room.html", context)


def parts(version: CaseVersion) -> list[dict[str, str]]:
    """The story under its headings, what is empty left out."""
    headings = {
        "need": _("What did not work"),
        "did": _("What was done together"),
        "changed": _("What changed"),
        "otherwise": _("What would be done otherwise"),
    }
    written = [{"title": headings[name], "text": version.body.get(name, "")} for name in queries.PARTS]
    return [part for part in written if part["text"]]


@signed_in
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, reference: str) -> HttpResponse:
    """Write the case, or a new version of it."""
    shown, own = acted_in(request, reference)
    version = queries.newest_version(queries.case_of(shown))
    offered = [(name, queries.evidence_shown(one)["label"]) for name, one in queries.evidence_of(shown).items()]
    now = _as_written(version, request) if version else {"seen": 0, "language": (get_language() or "en")[:2]}
    form = CaseForm(offered, request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        decision = actions.write_case(
            shown,
            own,
            sent["language"],
            sent["title"],
            {name: sent[name].strip() for name in queries.PARTS},
            form.claims(),
            sent["seen"],
            actor=request.user,
            at=timezone.now(),
        )
        if decision.reason is None:
            messages.success(request, _("The text is saved. It is public once all of you approve it."))
            return redirect("case_room", reference)
        form = again(CaseForm(offered, with_seen(request, now["seen"])), decision.reason.render(_))
    stands = [{"label": one["title"], "text": one["text"]} for one in parts(version)] if version else []
    context = {
        "room": shown,
        "form": form,
        "title": _("Your shared case"),
        "stands": stands if standing(form, version, ("title",)) else [],
    }
    return render(request, "cooperation/write.html", context)


def _as_written(version: CaseVersion, request: HttpRequest) -> dict[str, Any]:
    now: dict[str, Any] = {"seen": version.number, "language": version.language, "title": version.title, **version.body}
    for number, claim in enumerate(version.claims, 1):
        now |= {f"claim_{number}": claim["text"], f"evidence_{number}": claim["evidence"]["id"]}
    return now


@signed_in
@require_POST
def approve(request: HttpRequest, reference: str) -> HttpResponse:
    """Agree to publish the text as it was on the page."""
    shown, own = acted_in(request, reference)
    form = HashForm(request.POST)
    seen = form.cleaned_data["seen"] if form.is_valid() else ""
    decision = actions.approve_case(shown, own, seen, actor=request.user, at=timezone.now())
    return _said(request, reference, decision, _("You approve this text."))


@signed_in
@require_POST
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Take the page away at once."""
    shown, own = acted_in(request, reference)
    decision = actions.withdraw_case(shown, own, actor=request.user, at=timezone.now())
    return _said(request, reference, decision, _("The case is not public any more."))


@signed_in
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Answer a doubt."""
    shown, own = acted_in(request, reference)
    case = queries.case_of(shown)
    contest = fetch(queries.contests_of(case), pk=pk) if case else None
    if contest is None:
        raise Http404
    form = ContestAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"].strip()
        decision = actions.answer_contest(shown, own, contest, text, actor=request.user, at=timezone.now())
        return _said(request, reference, decision, _("Your answer stands beside the claim."))
    context = {"room": shown, "contest": contest, "claim": queries.contested_claim(contest), "form": form}
    return render(request, "cooperation/contest_answer.html", context)


def _said(request: HttpRequest, reference: str, decision: Decision, done: str) -> HttpResponse:
    if decision.reason is None:
        messages.success(request, done)
    else:
        messages.warning(request, decision.reason.render(_))
    return redirect("case_room", reference)


@public
def listing(request: HttpRequest) -> HttpResponse:
    """What organisations and tech actors did together, told by all of them."""
    words = request.GET.get("q", "").strip()[:200]
    page = Paginator(search.found(words), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "cooperation/cases.html", {"words": words, "page": page, "pages": pages_of(request, page)})


def _public(slug: str) -> tuple[SharedCase, CaseVersion | None]:
    case = queries.case_of_slug(slug)
    if case is None:
        raise Http404
    return case, case.published


@public
def case(request: HttpRequest, slug: str) -> HttpResponse:
    """The text that all approved, each claim with what shows it; or that it was withdrawn."""
    told, version = _public(slug)
    if version is None:
        return render(request, "cooperation/case_withdrawn.html", {"withdrawn": told.withdrawn}, status=410)
    organisations = [party.organisation for party in queries.told_by(told)]
    context = {
        "case": told,
        "version": version,
        "organisations": organisations,
        "invented": any(one.origin == "invented" for one in organisations),
        "parts": parts(version),
        "claims": queries.claims_shown(version, slug),
    }
    return render(request, "cooperation/case.html", context)


@public
def file(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A file that the parties made public by resting a claim on it."""
    told, version = _public(slug)
    if version is None or not any(claim["evidence"].get("file") == pk for claim in version.claims):
        raise Http404
    kept = fetch(told.cooperation.files, pk=pk)
    return uploads.attachment(kept.key, kept.name, kept.mime)


@public
@require_http_methods(["GET", "POST"])
def contest(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Doubt a claim."""
    told, version = _public(slug)
    if version is None or not 1 <= number <= len(version.claims):
        raise Http404
    form = ContestForm(request.POST or None, known=request.user.is_authenticated)
    if request.method == "POST" and form.is_valid():
        text, email = form.cleaned_data["text"].strip(), form.cleaned_data.get("email", "")
        language = (get_language() or "en")[:2]
        actions.contest_claim(told, number, text, email, language, actor=request.user, at=timezone.now())
        messages.success(
            request,
            _("The parties are told. Their answer is published beside the claim.")
            if request.user.is_authenticated
            else _("We have sent you an e-mail: what you wrote counts once you follow its link."),
        )
        return redirect("case", slug)
    return render(
        request, "cooperation/contest.html", {"case": told, "claim": version.claims[number - 1], "form": form}
    )


@public
@require_http_methods(["GET", "POST"])
def confirm_contest(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the e-mail; the button on its page makes the doubt count."""
    try:
        pk = signing.loads(token, salt=tasks.CONTEST, max_age=actions.CONFIRMED_WITHIN)
    except signing.BadSignature:
        pk = 0
    doubt = queries.unwithdrawn_contest(pk)
    if doubt is None:
        return render(request, "cooperation/contest_gone.html", status=410)
    if request.method == "POST":
        actions.confirm_contest(doubt, at=timezone.now())
        messages.success(request, _("The parties are told. Their answer is published beside the claim."))
        return redirect("case", doubt.version.case.slug)
    context = {"contest": doubt, "claim": queries.contested_claim(doubt)}
    return render(request, "cooperation/contest_confirm.html", context)
