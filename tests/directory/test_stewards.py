"""The queue of stewards: reports and their legal answer, new records, reasons, undoing, contesting, blocks, notices."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories import PersonFactory, SolutionFactory

from tandem.directory import actions, notices, permissions
from tandem.directory.models import Act, Block, Case, Report, Solution, State
from tandem.journal.models import Event

PAGE = "/en/organisations/la-passerelle/"
REPORT = {"sort": "rules", "text": "It insults somebody.", "email": "reader@example.org", "page": PAGE}


@pytest.fixture
def steward(cast):
    return PersonFactory(name="Fanny", email="fanny@example.org", is_steward=True)


@pytest.fixture
def browser(steward):
    client = Client()
    client.force_login(steward)
    return client


@pytest.fixture
def reported(cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        cast.client("visitor").post("/en/report/", REPORT)
    return Case.objects.get(kind="report")


def decide(browser, case, decision, reason="Because.", ground="Rule 1"):
    return browser.post(
        f"/en/steward/cases/{case.reference}/", {"decision": decision, "reason": reason, "ground": ground}
    )


def test_who_reported_gets_a_receipt_at_once_with_the_day_of_the_decision(reported):
    letter = next(one for one in mail.outbox if one.to == ["reader@example.org"])
    assert reported.due - reported.opened == timedelta(days=7)
    assert "by" in letter.body and f"/en/decisions/{reported.reference}/" in letter.body
    assert "It insults somebody." in letter.body


def test_a_notice_of_illegal_content_holds_what_the_law_asks(client, db):
    said = client.post("/en/report/", {"sort": "illegal", "text": "Article 1.", "page": PAGE}).content.decode()
    assert said.count("The law asks") >= 3 and not Report.objects.exists()
    whole = {"sort": "illegal", "text": "x", "name": "Ana", "email": "ana@example.org", "good_faith": "on"}
    client.post("/en/report/", whole)
    assert Report.objects.get().good_faith


def test_the_abuse_of_a_child_is_reported_without_a_name(client, db):
    client.post("/en/report/", {"sort": "child", "text": "It is there.", "page": PAGE})
    assert Report.objects.get().name == ""


def test_hiding_needs_a_reason_and_a_rule_and_both_sides_read_them(
    cast, reported, browser, django_capture_on_commit_callbacks
):
    refused = decide(browser, reported, "hide", reason="", ground="").content.decode()
    assert "Write the reason" in refused and "Name the rule or the law." in refused
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        decide(browser, reported, "hide", "It insults a colleague.", "Article 3 of the charter")
    cast.association.refresh_from_db()
    assert cast.association.state == State.HIDDEN
    told = {letter.to[0]: letter.body for letter in mail.outbox}
    assert set(told) == {"alice@example.org", "reader@example.org"}
    for body in told.values():
        assert "It insults a colleague." in body and "contest" in body and "court" in body
    assert "reader@example.org" not in told["alice@example.org"] and "Article 3" in told["alice@example.org"]
    shown = cast.client("alice").get(f"/en/decisions/{reported.reference}/").content.decode()
    assert "It insults a colleague." in shown and "reader@example.org" not in shown
    assert "It insults a colleague." in cast.client("alice").get("/en/my-organisations/").content.decode()


def test_undoing_restores_and_leaves_both_acts_in_the_log(cast, reported, browser):
    decide(browser, reported, "hide")
    browser.post(f"/en/steward/cases/{reported.reference}/", {"reason": "I was wrong."})
    cast.association.refresh_from_db()
    assert cast.association.state == State.PUBLISHED
    assert [act.what for act in Act.objects.order_by("pk")] == ["decided", "undone"]
    log = browser.get("/en/steward/log/").content.decode()
    assert "I was wrong." in log and "Fanny" in log
    reported.refresh_from_db()
    assert reported.state == Case.State.WAITING


def test_a_contested_decision_holds_until_it_is_decided_anew(cast, reported, browser):
    decide(browser, reported, "hide")
    cast.client("alice").post(f"/en/decisions/{reported.reference}/", {"text": "It quotes a song."})
    cast.association.refresh_from_db()
    assert cast.association.state == State.HIDDEN
    assert "It quotes a song." in browser.get(f"/en/steward/cases/{reported.reference}/").content.decode()
    decide(browser, reported, "leave", "It is a song.")
    cast.association.refresh_from_db()
    assert cast.association.state == State.PUBLISHED
    again = cast.client("alice").post(f"/en/decisions/{reported.reference}/", {"text": "More."})
    assert "cannot be contested here any more" in again.content.decode()


def test_a_decision_older_than_half_a_year_is_no_longer_contested(reported, browser):
    decide(browser, reported, "leave")
    case = Case.objects.get(pk=reported.pk)
    assert permissions.can_contest(case, case.decided_at + timedelta(days=180)).allowed
    assert not permissions.can_contest(case, case.decided_at + timedelta(days=190)).allowed


def test_hiding_twice_the_same_click_is_one_act(reported, steward):
    for _click in range(2):
        actions.decide(reported, "hide", "x", "y", actor=steward, at=timezone.now())
    assert Act.objects.count() == 1 and Event.objects.filter(name="content.hidden").count() == 1


@pytest.mark.parametrize("who", ["alice", "elio"])
@pytest.mark.parametrize("page", ["", "log/", "blocks/", "blocks/new/", "notices/", "notices/new/", "cases/{}/"])
def test_stewards_alone_open_their_pages(cast, reported, who, page):
    assert cast.client(who).get(f"/en/steward/{page.format(reported.reference)}").status_code == 403


def test_nobody_else_decides_by_calling_the_action(cast, reported):
    from tandem.ui.access import Refused

    with pytest.raises(Refused):
        actions.decide(reported, "hide", "x", actor=cast.alice, at=timezone.now())


def queries_of(browser, address):
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


def test_the_queue_and_the_log_ask_as_much_for_three_rows_as_for_one(cast, steward, browser):
    def report():
        made = actions.report_content(PAGE, "x", actor=cast.visitor, at=timezone.now())
        done = actions.report_content(PAGE, "y", actor=cast.visitor, at=timezone.now())
        actions.decide(done.case, "leave", "z", actor=steward, at=timezone.now())
        return made

    report()
    addresses = ("/en/steward/", "/en/steward/log/")
    one = [queries_of(browser, address) for address in addresses]
    report(), report()
    assert [queries_of(browser, address) for address in addresses] == one


def test_a_new_organisation_is_shown_at_once_and_looked_at_afterwards(cast, browser):
    answers = {"name": "Odd", "roles": ["social"], "country": "FR", "summary": {"en": "Buy now."}}
    one = actions.create_organisation(answers, actor=cast.elio, at=timezone.now())
    assert one.state == State.PUBLISHED
    decide(browser, Case.objects.get(kind="organisation"), "hide", "An advertisement.", "Rule 2")
    one.refresh_from_db()
    assert one.state == State.HIDDEN


def test_a_proposed_solution_is_seen_by_all_after_a_steward(cast, browser, django_capture_on_commit_callbacks):
    answers = {
        "name": "Good Tool", "what_it_does": "Plans shifts.", "text_language": "en", "website": "tool.example.org",
        "kind": "service",
    }  # fmt: skip
    cast.client("elio").post("/en/solutions/new/", answers)
    one = Solution.objects.get()
    address = f"/en/solutions/{one.slug}/"
    assert cast.client("visitor").get(address).status_code == 404
    assert "not looked at yet" in cast.client("elio").get(address).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        decide(browser, Case.objects.get(kind="solution"), "show", "Thank you.")
    assert cast.client("visitor").get(address).status_code == 200
    assert mail.outbox[-1].to == ["elio@example.org"]


def test_a_page_reported_in_one_language_is_known_in_the_other(cast, reported, browser):
    assert (
        f'<a href="{PAGE}">La Passerelle</a>'
        in browser.get(f"/fr/steward/cases/{reported.reference}/").content.decode()
    )


def test_a_reported_need_is_taken_off_the_lists_and_put_back(cast, browser):
    from tests.matching.scenes import publish

    from tandem.matching.models import Need

    need = publish(cast.client("alice"), "la-passerelle")
    made = actions.report_content(f"/en/needs/{need}/", "x", actor=cast.visitor, at=timezone.now())
    assert made.case.organisation == cast.association
    decide(browser, made.case, "hide")
    assert Need.objects.get(reference=need).state == "closed"
    browser.post(f"/en/steward/cases/{made.case.reference}/", {"reason": "I was wrong."})
    assert Need.objects.get(reference=need).state == "published"


def test_a_solution_can_be_reported_and_hidden(cast, browser):
    one = SolutionFactory(slug="tool")
    made = actions.report_content("/en/solutions/tool/", "x", actor=cast.visitor, at=timezone.now())
    decide(browser, made.case, "hide")
    one.refresh_from_db()
    assert one.state == State.HIDDEN


def block(browser, **said):
    until = timezone.localdate() + timedelta(days=3)
    return browser.post("/en/steward/blocks/new/", {"reason": "Spam.", "until": until.isoformat(), **said})


def test_somebody_blocked_from_the_place_reads_why_and_keeps_their_data(
    cast, browser, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        block(browser, whom="elio@example.org", scope="place")
    assert mail.outbox[-1].to == ["elio@example.org"] and "Spam." in mail.outbox[-1].body
    out = cast.client("elio").get("/en/organisations/")
    assert out.status_code == 403 and "Spam." in out.content.decode()
    assert cast.client("elio").get("/en/account/data/").status_code == 200
    browser.post(f"/en/steward/blocks/{Block.objects.get().pk}/lift/")
    assert cast.client("elio").get("/en/organisations/").status_code == 200


def test_a_blocked_organisation_may_not_contact_others_until_the_day_is_over(cast, browser):
    block(browser, whom="la-passerelle", scope="contact")
    decision = permissions.can_contact(cast.alice, cast.association)
    assert not decision.allowed and "Spam." in str(decision.reason.values)
    Block.objects.update(until=timezone.localdate() - timedelta(days=1))
    assert permissions.can_contact(cast.alice, cast.association).allowed


def test_who_is_blocked_from_contacting_neither_invites_nor_proposes(cast, browser):
    from tests.matching.scenes import publish

    need = publish(cast.client("alice"), "la-passerelle")
    offer = publish(cast.client("dina"), "fio-livre", "offers")
    block(browser, whom="la-passerelle", scope="contact")
    address = f"/en/introductions/new/?need={need}&offer={offer}&side=need"
    assert cast.client("alice").get(address).status_code == 403
    invited = cast.client("alice").post(
        "/en/organisations/la-passerelle/members/invite/", {"email": "x@example.org", "role": "reader"}
    )
    assert invited.status_code == 403


def test_a_block_of_a_page_ends_by_itself(cast, browser):
    block(browser, whom="la-passerelle", scope="place")
    actions.end_blocks(timezone.now() + timedelta(days=2))
    cast.association.refresh_from_db()
    assert cast.association.state == State.HIDDEN
    actions.end_blocks(timezone.now() + timedelta(days=5))
    cast.association.refresh_from_db()
    assert cast.association.state == State.PUBLISHED


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"whom": "nobody@example.org"}, "Nobody here has this address."),
        ({"whom": "fanny@example.org"}, "A steward is not blocked"),
        ({"whom": "elio@example.org", "until": "2020-01-01"}, "This day has passed."),
    ],
)
def test_a_block_that_makes_no_sense_is_refused(browser, said, words):
    assert words in block(browser, scope="place", **said).content.decode()
    assert not Block.objects.exists()


def test_a_notice_stands_on_every_page_in_its_language_until_its_last_day(
    cast, browser, django_capture_on_commit_callbacks
):
    today = timezone.localdate().isoformat()
    with django_capture_on_commit_callbacks(execute=True):
        browser.post("/en/steward/notices/new/", {"fr": "Fermé lundi.", "en": "Closed.", "first": today, "last": today})
    assert "Closed." in cast.client("visitor").get("/en/solutions/").content.decode()
    assert "Fermé lundi." in cast.client("visitor").get("/fr/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(f"/en/steward/notices/{notices.shown()[0].pk}/withdraw/")
    assert "Closed." not in cast.client("visitor").get("/en/solutions/").content.decode()


def test_who_reported_is_forgotten_a_year_after_the_decision(reported, steward):
    actions.decide(reported, "leave", "x", actor=steward, at=timezone.now())
    actions.forget_reporters(timezone.now() + timedelta(days=364))
    assert Report.objects.get().email
    actions.forget_reporters(timezone.now() + timedelta(days=366))
    assert Report.objects.get().email == ""


def test_the_same_decision_sent_twice_is_not_its_undoing(cast, reported, browser):
    decide(browser, reported, "hide")
    answer = decide(browser, reported, "hide")
    assert "decided or undone meanwhile" in browser.get(answer.url).content.decode()
    cast.association.refresh_from_db()
    assert cast.association.state == State.HIDDEN
    assert [act.what for act in Act.objects.all()] == ["decided"]


def test_a_steward_who_comes_second_reads_what_the_first_one_decided(cast, reported, browser):
    decide(browser, reported, "leave", "It is true.")
    other = Client()
    other.force_login(PersonFactory(is_steward=True))
    decide(other, reported, "hide", "I had not seen it.")
    cast.association.refresh_from_db()
    assert cast.association.state == State.PUBLISHED
    undo = {"reason": "I was wrong.", "undo": "yes"}
    for _click in range(2):
        browser.post(f"/en/steward/cases/{reported.reference}/", undo)
    assert [act.what for act in Act.objects.order_by("pk")] == ["decided", "undone"]


def test_closing_and_opening_again_does_not_show_what_was_hidden(cast, reported, browser, client):
    decide(browser, reported, "hide")
    alice = cast.client("alice")
    for step in ("close", "reopen"):
        alice.post(f"/en/organisations/la-passerelle/{step}/")
        assert client.get(PAGE).status_code == 404
    cast.association.refresh_from_db()
    assert (cast.association.state, cast.association.closed_at) == (State.HIDDEN, None)


def test_a_closed_page_is_hidden_and_is_closed_when_it_is_shown_again(cast, reported, browser, client):
    cast.client("alice").post("/en/organisations/la-passerelle/close/")
    decide(browser, reported, "hide")
    assert client.get(PAGE).status_code == 404
    browser.post(f"/en/steward/cases/{reported.reference}/", {"reason": "I was wrong.", "undo": "yes"})
    assert "closed its page" in client.get(PAGE).content.decode()


def test_somebody_closes_a_hidden_page_and_can_then_leave(cast, reported, browser):
    decide(browser, reported, "hide")
    cast.client("alice").post("/en/organisations/la-passerelle/close/")
    assert permissions.to_hand_over(cast.alice) == []
    assert not permissions.can_edit(cast.alice, type(cast.association).objects.get(pk=cast.association.pk)).allowed


def test_what_two_decisions_hide_is_shown_when_both_are_undone(cast, reported, browser, steward, client):
    other = actions.report_content(PAGE, "Again.", actor=cast.visitor, at=timezone.now()).case
    for case in (reported, other):
        decide(browser, case, "hide")
    actions.undo(other, "x", actor=steward, at=timezone.now())
    assert client.get(PAGE).status_code == 404
    actions.undo(reported, "x", actor=steward, at=timezone.now())
    assert client.get(PAGE).status_code == 200


def test_the_end_of_a_block_does_not_show_what_a_decision_hides(cast, reported, browser, steward, client):
    day = timezone.localdate() + timedelta(days=3)
    block = actions.block("place", "x", day, organisation=cast.association, actor=steward, at=timezone.now())
    decide(browser, reported, "hide")
    actions.lift_block(block, actor=steward, at=timezone.now())
    assert client.get(PAGE).status_code == 404


def test_a_report_does_not_lead_to_another_place(cast):
    cast.client("visitor").post("/en/report/", {**REPORT, "page": "//evil.example/x"})
    assert Report.objects.get().page == ""


def test_nobody_fills_the_mailbox_of_somebody_else_with_receipts(cast, django_capture_on_commit_callbacks):
    browser = cast.client("visitor")
    with django_capture_on_commit_callbacks(execute=True):
        for _time in range(6):
            answer = browser.post("/en/report/", REPORT)
    assert "Wait a little" in answer.content.decode()
    assert len([letter for letter in mail.outbox if letter.to == ["reader@example.org"]]) == 4
    browser.post("/en/report/", {**REPORT, "email": "other@example.org"})
    assert Report.objects.filter(email="other@example.org").exists()


def test_one_visitor_does_not_flood_the_stewards(cast):
    for number in range(14):
        cast.client("visitor").post("/en/report/", {**REPORT, "email": f"reader-{number}@example.org"})
    assert Report.objects.count() == 12


def test_one_person_puts_so_much_before_the_stewards_in_a_day(cast, monkeypatch):
    from tandem.directory.permissions import pace

    monkeypatch.setattr(pace, "MOST_CASES", 2)
    browser = cast.client("elio")
    answers = {"roles": ["social"], "country": "FR", "what_it_does": "x", "text_language": "en"}
    codes = [browser.post("/en/organisations/new/", {**answers, "name": f"Odd {n}"}).status_code for n in range(3)]
    assert codes == [302, 302, 403]
    assert cast.elio.organisations.count() == 2


def test_a_notice_is_written_in_each_language_that_one_has(browser, client, django_capture_on_commit_callbacks):
    today = timezone.localdate().isoformat()
    said = {"fr": "Travaux mardi.", "en": "Works on Tuesday.", "pt": "Obras na terça.", "first": today, "last": today}
    with django_capture_on_commit_callbacks(execute=True):
        browser.post("/en/steward/notices/new/", said)
        browser.post("/en/steward/notices/new/", {**said, "fr": "Panne.", "en": "Failure.", "pt": ""})
    shown = client.get("/pt/").content.decode()
    assert "Obras na terça." in shown and "Failure." in shown


def test_two_clicks_propose_one_solution(cast):
    answers = {
        "name": "Good Tool", "what_it_does": "Plans shifts.", "text_language": "en", "website": "tool.example.org",
        "kind": "service",
    }  # fmt: skip
    for _click in range(2):
        assert cast.client("elio").post("/en/solutions/new/", answers).status_code == 302
    assert Solution.objects.count() == Case.objects.filter(kind="solution").count() == 1
