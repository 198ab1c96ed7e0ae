"""A survey from its XLSForm to its published report: asked on a telephone, in two languages."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from tests.factories import MembershipFactory, OrganisationFactory, PersonFactory
from tests.observatory.scenes import many, workbook

from tandem.observatory.models import Response, Survey

pytestmark = pytest.mark.django_db(transaction=True)

REPORT = """# Qui coopère ?

{{ share of yes in coop }} coopèrent ({{ base of coop }} réponses).

{{ claim: yes in coop where sector = tech > yes in coop where sector = social, all, 95 }}

{{ table: coop by sector }}
"""


def enter(walker: Any, person: Any) -> None:
    """Somebody who signed in before they came."""
    from django.test import Client

    browser = Client()
    browser.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    session = browser.cookies[settings.SESSION_COOKIE_NAME].value
    walker.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": walker.home}])


def visit(walker: Any, path: str) -> None:
    """Come to a page by its address; what earlier pages weighed does not count."""
    walker.weights, walker.scripts = [], 0
    walker.open(path)


def ask(ines: Any, form: Path) -> str:
    """The survey, its questionnaire and a wave; returns the link to pass on."""
    visit(ines, "observatory/")
    ines.follow("Begin a survey")
    ines.write("Title in French", "Liens et outils")
    ines.write("Title in English", "Ties and tools")
    ines.write("Privacy notice in French", "L’observatoire demande, et supprime dans deux ans.")
    ines.write("Privacy notice in English", "The observatory asks, and deletes in two years.")
    ines.write("Delete the answers on", (timezone.localdate() + timedelta(days=700)).isoformat())
    ines.press("Save and continue")
    ines.page.locator("input[type=file]").set_input_files(form)
    ines.press("Read the file")
    ines.follow("Look at it as a respondent")
    visit(ines, "observatory/liens-et-outils/waves/new/")
    ines.write("Name of the wave", "2026")
    ines.write("Last day", (timezone.localdate() + timedelta(days=20)).isoformat())
    ines.write("Networks that pass the survey on, one a line", "Réseau A")
    ines.press("Make the links")
    return str(ines.page.locator("#links + ul a").get_attribute("href"))


WORDS = {
    "fr": ("Numérique", "Combien de personnes salariées ?", "Oui", "Logiciel libre", "Non", "Pourquoi ?"),
    "en": ("Tech", "How many employees?", "Yes", "Free software", "No", "Why?"),
}


def respond(somebody: Any, link: str) -> None:
    """Every page, with a wrong number on the way, until the thanks."""
    tech, staff, yes, software, no, why = WORDS[somebody.language]
    visit(somebody, link.replace("/fr/", "", 1))
    somebody.press("Begin")
    somebody.page.get_by_label(tech, exact=True).check()
    somebody.page.get_by_label(staff).fill("douze")
    somebody.press("Save and continue")
    assert somebody.say("Write a whole number, in digits.") in somebody.page.inner_text("main")
    somebody.page.get_by_label(staff).fill("12")
    somebody.press("Save and continue")
    somebody.page.get_by_label(yes, exact=True).check()
    somebody.press("Save and continue")
    somebody.page.get_by_label(software).check()
    somebody.press("Save and continue")
    somebody.page.get_by_label(no, exact=True).check()
    somebody.press("Save and continue")
    somebody.page.get_by_label(why).fill("x")
    somebody.press("Save and continue")
    somebody.press("Send my answers")
    assert somebody.say("Thank you") in somebody.page.inner_text("h1")


def test_from_an_xlsform_to_a_published_report(walk, tmp_path):
    ines = PersonFactory(name="Inès", email="ines@example.org", language="fr")
    laboratory = OrganisationFactory(name="Observatoire du lien", slug="observatoire-du-lien", roles=["research"])
    MembershipFactory(person=ines, organisation=laboratory)
    form = tmp_path / "etude.xlsx"
    form.write_bytes(workbook())

    researcher = walk("mouse", "fr")
    enter(researcher, ines)
    link = ask(researcher, form)
    respond(walk("mouse", "fr", is_mobile=True, has_touch=True), link)
    respond(walk("keyboard", "en"), link)
    assert [one.answers["staff"] for one in Response.objects.all()] == ["12", "12"]
    many(Survey.objects.get().waves.get(), 60)

    visit(researcher, "observatory/liens-et-outils/plan/")
    researcher.write("What you expect, in French", "La tech coopère davantage")
    researcher.page.get_by_label(researcher.say("This question")).select_option("coop")
    researcher.page.get_by_label(researcher.say("depends on this one")).select_option("sector")
    researcher.press("Date it and keep it")
    assert "La tech coopère davantage" in researcher.page.inner_text("main")

    visit(researcher, "observatory/liens-et-outils/sample/of/sector/")
    researcher.write("Économie sociale", "70")
    researcher.write("Numérique", "30")
    researcher.press("Save")
    assert "Échantillon" in researcher.page.inner_text("main")

    visit(researcher, "observatory/liens-et-outils/results/?rows=coop&columns=sector&weighted=yes")
    assert "Rao-Scott" in researcher.page.inner_text("main")
    visit(researcher, "observatory/liens-et-outils/screening/")

    visit(researcher, "observatory/liens-et-outils/report/write/")
    researcher.write("Text in French", REPORT)
    researcher.press("Compute and read")
    said = researcher.page.inner_text("main")
    assert "La tech coopère davantage" in said
    researcher.follow("Publish")
    researcher.press("Publish the report")

    visitor = walk("mouse", "fr")
    visit(visitor, "observatory/")
    visitor.follow("Liens et outils")
    assert "Qui coopère" in visitor.page.inner_text("main")
    assert "62" in visitor.page.inner_text("main")
