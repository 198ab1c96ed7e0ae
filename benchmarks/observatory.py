"""The pages of the observatory with many answers in the database: a cross-table, a report of sixty questions.

Run: PYTHONPATH=src python benchmarks/observatory.py [answers, default 1,000,000]
Budgets: cross-table p95 ≤ 200 ms; report ≤ 20 s; both on a million answers to sixty questions. The database is an
SQLite file in a temporary folder. Baseline: pandas.crosstab and scipy for the same table, and for each table and list
of the report, on columns of text that are in memory already.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np

QUESTIONS, LEVELS = 60, ("a", "b", "c", "d", "e")
TABLES = 20
#: Answers that differ; more are copies of them.
DISTINCT = 20_000
ROUNDS = 40
PAGE, REPORT = 0.2, 20.0


def timed(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def both(work: Callable[[], Any]) -> tuple[float, float]:
    """Seconds by the clock, and of a processor: what a quiet machine would take."""
    started, used = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - started, time.process_time() - used


def line(name: str, seconds: float, budget: float | None, baseline: float | None = None) -> None:
    limit = f"budget {budget * 1000:8.0f} ms {'kept' if seconds <= budget else 'MISSED'}" if budget else " " * 25
    ratio = f"baseline {baseline * 1000:10.0f} ms {baseline / seconds:8.1f} ×" if baseline else ""
    print(f"{name:<52} {seconds * 1000:10.1f} ms   {limit}   {ratio}", flush=True)


def asked() -> Any:
    from tandem.domain.survey.questionnaire import ONE, Choice, Item, Questionnaire, Screen

    choices = tuple(Choice(code, {"en": code.upper()}) for code in LEVELS)
    items = tuple(Item(f"q{place}", ONE, {"en": f"Question {place}?"}, {}, choices) for place in range(QUESTIONS))
    return Questionnaire(("en",), tuple(Screen({}, (item,)) for item in items))


def survey_with(answers: int) -> Any:
    """A survey of one wave, and a person who reads it."""
    from django.utils import timezone

    from tandem.accounts.models import Person
    from tandem.directory.models import Membership, Organisation
    from tandem.observatory.actions import collecting, surveys

    now = timezone.now()
    owner = Organisation.objects.create(slug="lab", name="Lab", roles=["research"], created=now, changed=now)
    person = Person.objects.create(email="reader@example.org", name="Reader")
    Membership.objects.create(organisation=owner, person=person, role="owner", since=now)
    survey = surveys.begin(owner, {"en": "Many"}, {"en": "Asked."}, date(2099, 1, 1), "CC-BY-4.0", actor=None, at=now)
    surveys.add_version(survey, asked(), "", actor=None, at=now)
    today = timezone.localdate()
    wave = surveys.open_wave(
        survey, "2026", today - timedelta(days=2), today + timedelta(days=2), ["All"], actor=None, at=now
    )
    drawn = np.random.default_rng(7).choice(
        len(LEVELS), (min(DISTINCT, answers), QUESTIONS), p=(0.35, 0.3, 0.15, 0.12, 0.08)
    )
    names = [f"q{place}" for place in range(QUESTIONS)]
    rows = [{name: LEVELS[code] for name, code in zip(names, codes, strict=True)} for codes in drawn.tolist()]
    collecting.bring(wave, rows)
    copied(wave, answers)
    return survey, person


def copied(wave: Any, answers: int) -> None:
    """As many more answers, copies of the first ones."""
    from django.db import connection

    with connection.cursor() as cursor:
        for first in range(DISTINCT, answers, DISTINCT):
            cursor.execute(
                "INSERT INTO observatory_response (id, wave_id, network_id, answers) "
                "SELECT lower(hex(randomblob(16))), wave_id, network_id, answers FROM observatory_response LIMIT %s",
                [min(DISTINCT, answers - first)],
            )
    wave.answers = wave.responses.count()
    wave.save()
    assert wave.answers == answers


def pandas_table(survey: Any) -> Callable[[], Any]:
    import pandas as pd
    from scipy.stats import chi2_contingency

    from tandem.observatory import queries
    from tandem.observatory.queries.answers import gather

    gathered = gather(survey, queries.waves(survey))
    a, b = (
        pd.Series(pd.Categorical.from_codes(gathered.questions[name].codes, LEVELS).astype("str"))
        for name in ("q0", "q1")
    )
    return lambda: chi2_contingency(pd.crosstab(a, b), correction=False)


def measure(answers: int) -> None:
    from django.conf import settings
    from django.test import Client

    from tandem.observatory import queries
    from tandem.observatory.actions import weighting
    from tandem.observatory.actions.columns import keep_large
    from tandem.observatory.models import Survey
    from tandem.observatory.queries import report

    took = time.perf_counter()
    survey, person = survey_with(answers)
    print(f"made {answers:,} answers to {QUESTIONS} questions in {time.perf_counter() - took:.0f} s", flush=True)
    line("columns kept, once per wave", timed(lambda: keep_large(queries.waves(survey))), None)
    plain = pandas_table(survey)
    plain()
    baseline = min(timed(plain) for _ in range(3))
    client = Client(HTTP_HOST="localhost")
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    address = f"/en/observatory/{survey.slug}/results/"

    def page(query: str) -> None:
        answer = client.get(f"{address}?{query}")
        assert answer.status_code == 200, answer.status_code
        assert b"p =" in answer.content

    def told(name: str, addresses: list[str], plainly: float | None) -> None:
        took = [both(lambda query=query: page(query)) for query in addresses]  # type: ignore[misc]
        clock, processor = (float(np.percentile(one, 95)) for one in zip(*took, strict=True))
        line(f"{name}, p95", clock, PAGE, plainly)
        line(f"{name}, p95 of a processor", processor, PAGE)

    pairs = [(place, (place * 7 + 1) % QUESTIONS) for place in range(ROUNDS)]
    page("rows=q0&columns=q1")
    told("cross-table page, another pair each time", [f"rows=q{a}&columns=q{b}" for a, b in pairs], baseline)
    three = [
        f"rows=q{a}&columns=q{b}&columns=q{(a + 11) % QUESTIONS}&columns=q{(b + 17) % QUESTIONS}" for a, b in pairs
    ]
    told("the same with three breaks", three, 3 * baseline)
    weighting.load_margins(
        survey,
        {"q0": dict(zip(LEVELS, (3, 3, 2, 1, 1), strict=True)), "q1": dict(zip(LEVELS, (2, 2, 2, 2, 2), strict=True))},
        actor=None,
        at=survey.created,
    )
    weighted = [f"rows=q{a}&columns=q{b}&weighted=yes" for a, b in pairs]
    page(weighted[0])
    told("the same, weighted (Rao-Scott)", weighted, None)
    weighting.load_margins(survey, {}, actor=None, at=survey.created)
    lists = "\n\n".join(f"{{{{ frequencies: q{place} }}}}" for place in range(QUESTIONS))
    crossed = "\n\n".join(f"{{{{ table: q{place} by q{place + 20} }}}}" for place in range(TABLES))
    text = {"en": f"# All\n\n{lists}\n\n{crossed}\n"}
    survey = Survey.objects.get(pk=survey.pk)
    name = f"report of {QUESTIONS} questions and {TABLES} tables"
    line(name, timed(lambda: report.documents(survey, text)), REPORT, (QUESTIONS + TABLES) * baseline)


def main() -> None:
    answers = int(sys.argv[1].replace(",", "").replace("_", "")) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "TANDEM_DATA": folder,
            "TANDEM_SECRET_KEY": "benchmark",
            "DJANGO_SETTINGS_MODULE": "tandem.config.settings",
        }
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        measure(answers)


if __name__ == "__main__":
    main()
