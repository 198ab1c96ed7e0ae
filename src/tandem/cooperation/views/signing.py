"""Signing: in the room, by a personal link, or elsewhere with the PDF added."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tandem.cooperation import actions, queries
from tandem.cooperation.forms import CodeForm, LinkForm, SignForm, UploadedForm
from tandem.cooperation.models import Cooperation, Party, Signature, SigningLink
from tandem.cooperation.views.agreement import answered, with_agreement
from tandem.cooperation.views.framing import again
from tandem.cooperation.views.rooms import acted_in
from tandem.ui.access import public, signed_in


def _to_sign(request: HttpRequest, reference: str) -> tuple[Cooperation, Party, Any]:
    shown, own = acted_in(request, reference)
    return shown, own, with_agreement(shown)


def _nothing_to_sign(request: HttpRequest, shown: Cooperation, own: Party) -> HttpResponse | None:
    """Back to where the agreement stands, with the reason, when there is nothing that one could sign."""
    agreement = queries.agreement_of(shown)
    if agreement is None or agreement.document is None or shown.phase != "agreement":
        messages.warning(request, _("There is no text to sign at this moment: it has gone back to writing."))
    elif own not in queries.unsigned(shown):
        messages.success(request, _("Your side has signed."))
    else:
        return None
    return redirect("agreement", shown.reference)


@signed_in
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, reference: str) -> HttpResponse:
    """Read the text and sign it, signed in."""
    shown, own, agreement = _to_sign(request, reference)
    sha256 = agreement.document.sha256 if agreement.document else ""
    form = SignForm(request.POST or None, initial={"seen": sha256, "name": request.user.get_full_name()})
    if request.method == "POST" and form.is_valid():
        decision = actions.sign(
            shown, own, form.cleaned_data["seen"], form.said(), actor=request.user, at=timezone.now()
        )
        if decision.reason is None:
            messages.success(request, _("You have signed the agreement and accepted the charter. Thank you."))
            return redirect("agreement", reference)
        form = _renewed(SignForm, request, sha256, decision.reason.render(_))
    elif away := _nothing_to_sign(request, shown, own):
        return away
    return _page(request, "cooperation/sign.html", shown, own, form)


def _renewed(form: Any, request: HttpRequest, sha256: str, reason: str) -> Any:
    """What was written, now that the newest text is shown."""
    data = request.POST.copy()
    data["seen"] = sha256
    return again(form(data, request.FILES or None), reason)


def _page(request: HttpRequest, template: str, shown: Cooperation, own: Party, form: Any, **more: Any) -> HttpResponse:
    agreement = with_agreement(shown)
    if agreement.document is None:
        messages.warning(request, form.non_field_errors()[0] if form.non_field_errors() else "")
        return redirect("agreement", shown.reference)
    context = {
        "room": shown,
        "own": own,
        "form": form,
        "document": agreement.document,
        "text": queries.in_language(agreement.document.content, get_language() or "en"),
        **more,
    }
    return render(request, template, context)


@signed_in
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, reference: str) -> HttpResponse:
    """Add a PDF that was signed elsewhere."""
    shown, own, agreement = _to_sign(request, reference)
    sha256 = agreement.document.sha256 if agreement.document else ""
    form = UploadedForm(request.POST or None, request.FILES or None, initial={"seen": sha256})
    if request.method == "POST" and form.is_valid():
        decision = actions.sign(
            shown,
            own,
            form.cleaned_data["seen"],
            form.said(),
            way=Signature.Way.UPLOAD,
            upload=form.cleaned_data["file"],
            actor=request.user,
            at=timezone.now(),
        )
        if decision.reason is None:
            messages.success(request, _("The signed PDF is added: your side has signed and accepted the charter."))
            return redirect("agreement", reference)
        form = _renewed(UploadedForm, request, sha256, decision.reason.render(_))
    elif away := _nothing_to_sign(request, shown, own):
        return away
    return _page(request, "cooperation/sign_elsewhere.html", shown, own, form)


@signed_in
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, reference: str) -> HttpResponse:
    """Invite the person who signs for one's side by a personal link."""
    shown, own, _agreement = _to_sign(request, reference)
    form = LinkForm(request.POST or None, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        decision = actions.send_link(shown, own, **form.cleaned_data, actor=request.user, at=timezone.now())
        if decision.reason is None:
            messages.success(request, _("The link is on its way. The code follows when the person asks for it."))
            return redirect("agreement", reference)
        form.add_error(None, decision.reason.render(_))
    elif away := _nothing_to_sign(request, shown, own):
        return away
    return render(request, "cooperation/sign_invite.html", {"room": shown, "form": form})


@signed_in
@require_POST
def revoke(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    shown, own = acted_in(request, reference)
    decision = actions.revoke_link(shown, own, pk, actor=request.user, at=timezone.now())
    answered(request, decision, _("The link is taken back: it leads nowhere any more."))
    return redirect("agreement", reference)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Sign without an account, by a personal link and a code sent apart."""
    found = queries.link_by_token(token)
    if found is None:
        raise Http404
    now = timezone.now()
    if request.method == "POST" and "send" in request.POST:
        decision = actions.send_code(found, now)
        answered(request, decision, _("The code is on its way, in an e-mail of its own. It counts for half an hour."))
        return redirect("sign_by_link", token)
    form = CodeForm(request.POST or None, initial={"name": found.name, "seen": found.document.sha256})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        decision = actions.sign_by_link(found, said["code"], said["seen"], form.said(), at=now)
        if decision.reason is None:
            return redirect("sign_by_link", token)
        form.add_error("code" if decision.reason.text in actions.WRONG_CODE else None, decision.reason.render(_))
        found = queries.link_by_token(token) or found
    return _link_page(request, found, form, queries.state_of_link(found, now))


def _link_page(request: HttpRequest, found: SigningLink, form: CodeForm, state: str) -> HttpResponse:
    context: dict[str, Any] = {
        "link": found,
        "room": found.document.agreement.cooperation,
        "document": found.document,
        "text": queries.in_language(found.document.content, get_language() or "en"),
    }
    if state == "open":
        context |= {"form": form}
        return render(request, "cooperation/sign_link.html", context)
    nowhere = _(actions.LINK_LEADS_NOWHERE[state])
    context |= {"nowhere": nowhere, "thanks": state == "used"}
    status = 200 if state in ("used", "signed") else 410
    return render(request, "cooperation/sign_link_closed.html", context, status=status)
