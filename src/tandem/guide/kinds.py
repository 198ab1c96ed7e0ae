"""How the guide, the glossary and the learning resources are edited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.guide import content
from tandem.guide.rendering import address, html_of
from tandem.questionnaires.editing import Kind, Part, Record, register

READERS = (("social", _("organisations of social utility")), ("tech", _("tech actors")), ("both", _("both sides")))
WORLDS = (("social", _("a word of the social economy")), ("tech", _("a word of tech")), ("both", _("of both")))
COSTS = (("free", _("free")), ("reduced", _("reduced price")), ("paid", _("to be paid")))
#: How a competence is written on a line, and what stands in the record.
COMPETENCE = (("framework", ""), ("id", ""), ("level", ""))


def register_all() -> None:
    register(
        Kind(
            name="guide",
            label=_("Pages of the guide"),
            about=_("In Markdown. Links inside the site are written guide:steps, template:choose-crm, resource:pix."),
            order=40,
            parts=_page_parts,
            shipped=content.page_records,
            title=lambda record: record.get("title", {}),
            check=_check_pages,
            address=lambda identifier: address("guide", identifier),
            html=html_of,
        )
    )
    register(
        Kind(
            name="glossary",
            label=_("Words of both worlds"),
            about=_("A word, what it means, and what the other world says instead."),
            order=50,
            parts=_term_parts,
            shipped=content.term_records,
            title=lambda record: record.get("term", {}),
            check=_check_terms,
            address=lambda identifier: address("glossary", identifier),
        )
    )
    register(
        Kind(
            name="resource",
            label=_("What to learn from"),
            about=_("What others publish: where it is, what it takes, which skills it builds."),
            order=60,
            parts=_resource_parts,
            shipped=content.resource_records,
            title=lambda record: {"und": record.get("name", "")},
            check=_check_resources,
            address=lambda identifier: address("resource", identifier),
        )
    )


def _check_terms(edited: Mapping[str, Record]) -> None:
    content.glossary(edited=edited)


def _check_resources(edited: Mapping[str, Record]) -> None:
    content.resources(edited=edited)


def _check_pages(edited: Mapping[str, Record]) -> None:
    """Every page can be read, and a link of an edited one to another page of the guide leads to one."""
    pages = content.pages(edited=edited)
    known = {page.id for page in pages}
    for page in pages:
        for kind, identifier in sorted(content.internal_links(page)):
            if page.id in edited and kind == "guide" and identifier not in known:
                problem = Message(gettext_noop("this link leads nowhere: %(link)s"), {"link": f"{kind}:{identifier}"})
                raise BadInput(problem, (page.id,))


def _page_parts(language: str) -> Sequence[Part]:
    return (
        Part("title", _("Title"), "line"),
        Part("summary", _("In one sentence"), "text"),
        Part("body", _("The page"), "text"),
        Part("reader", _("Written for"), "choice", options=READERS),
        Part("order", _("Place in the guide"), "number"),
        Part("source", _("The source it rests on"), "word"),
    )


def _term_parts(language: str) -> Sequence[Part]:
    return (
        Part("term", _("The word"), "line"),
        Part("definition", _("What it means"), "text"),
        Part("other", _("What the other world says"), "line", required=False),
        Part("world", _("Whose word it is"), "choice", options=WORLDS),
    )


def _resource_parts(language: str) -> Sequence[Part]:
    return (
        Part("about", _("What one learns there"), "text"),
        Part("name", _("Name"), "word"),
        Part("owner", _("Who publishes it"), "word"),
        Part("url", _("Its address"), "word"),
        Part("languages", _("Languages, with commas"), "words", hint=_("Two letters each: fr, en.")),
        Part("cost", _("Price"), "choice", options=COSTS),
        Part("hours", _("Hours it takes"), "number"),
        Part(
            "competences",
            _("Skills it builds, one a line"),
            "competences",
            hint=_("List, number and level: digcomp-3.0 4.1 3."),
            options=COMPETENCE,
        ),
    )
