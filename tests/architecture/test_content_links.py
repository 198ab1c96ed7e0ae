"""What one file of content promises, another keeps: recommendations and guide pages lead somewhere."""

from __future__ import annotations

import pytest

from tandem.domain import vocabulary
from tandem.guide import content as guide
from tandem.matching import content as help_content
from tandem.questionnaires import content as questionnaires

PAGES = {page.id: page for page in guide.pages()}
TEMPLATES = {template.id for template in help_content.templates()}
RESOURCES = {resource.id for resource in guide.resources()}
WHERE = {"guide": set(PAGES), "template": TEMPLATES, "resource": RESOURCES, "technology": set(vocabulary.TECHNOLOGY)}


VERSIONS = [
    (name, version)
    for name in ("maturity", "readiness")
    for version in questionnaires.versions(questionnaires.folder_of(name))
]


@pytest.mark.parametrize(("name", "version"), VERSIONS)
def test_every_recommendation_leads_to_something_that_exists(name, version):
    found = questionnaires.load(version, questionnaires.folder_of(name)).recommendations
    lost = [
        (rule, words.destination, words.target)
        for rule, words in found.items()
        if words.destination in WHERE and words.target not in WHERE[words.destination]
    ]
    assert lost == []


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_every_link_of_the_guide_leads_to_something_that_exists(page):
    lost = [(kind, found) for kind, found in guide.internal_links(page) if kind in WHERE and found not in WHERE[kind]]
    assert lost == []
