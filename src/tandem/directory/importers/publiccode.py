"""publiccode.yml files of public administrations: one file, one solution (standard: https://yml.publiccode.tools).

People named in a file (contacts, owners, authors) are not read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from tandem.directory.importers import cleaning
from tandem.directory.importers.fields import Fields
from tandem.directory.importers.records import SolutionRecord, Source
from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop

SOURCE = Source(
    slug="publiccode",
    name="publiccode.yml",
    address="https://yml.publiccode.tools",
    licence="Each repository's own",
    may_republish=False,
)

#: Categories of the standard (version 0.5) that are one of our technology types; the others are only tags.
TECHNOLOGY = {
    "blog": "website", "content-management": "website", "website-builder": "website", "seo": "website",
    "social-media-management": "website", "communications": "website",
    "crm": "crm", "contact-management": "crm", "customer-service-and-support": "crm", "donor-management": "crm",
    "email-management": "e-mailing", "email-marketing": "e-mailing",
    "accounting": "management", "billing-and-invoicing": "management", "budgeting": "management",
    "employee-management": "management", "erp": "management", "facility-management": "management",
    "financial-reporting": "management", "fleet-management": "management", "grant-management": "management",
    "hr": "management", "inventory-management": "management", "payroll": "management", "procurement": "management",
    "resource-management": "management", "sales-management": "management", "taxes-management": "management",
    "time-tracking": "management", "warehouse-management": "management",
    "agile-project-management": "collaboration", "collaboration": "collaboration",
    "document-management": "collaboration", "enterprise-project-management": "collaboration",
    "enterprise-social-networking": "collaboration", "instant-messaging": "collaboration",
    "knowledge-management": "collaboration", "mind-mapping": "collaboration", "office": "collaboration",
    "productivity-suite": "collaboration", "project-collaboration": "collaboration",
    "project-management": "collaboration", "task-management": "collaboration", "video-conferencing": "collaboration",
    "voip": "collaboration", "web-collaboration": "collaboration", "web-conferencing": "collaboration",
    "workflow-management": "collaboration",
    "business-intelligence": "data-analysis", "data-analytics": "data-analysis", "data-collection": "data-analysis",
    "data-visualization": "data-analysis", "predictive-analysis": "data-analysis", "survey": "data-analysis",
    "backup": "security", "identity-management": "security", "it-security": "security",
    "fundraising": "crowd-platform", "e-commerce": "marketplace", "cloud-management": "cloud-big-data",
    "cad": "cad-3d-printing", "educational-content": "online-learning",
    "learning-management-system": "online-learning",
}  # fmt: skip

FUNCTIONS = 12
_EMPTY = {"", "~", "null", "none", "n/a", "tbd"}
#: Markdown's marks, gone before the text is read: fences, links, headings, emphasis, lines broken by width.
_MARKDOWN = (
    (re.compile(r"^[ \t]*(?:```|~~~).*$", re.MULTILINE), ""),
    (re.compile(r"!?\[([^\[\]]{0,300})\]\([^()]{0,500}\)"), r"\1"),
    (re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+(.*?)[ \t#]*$", re.MULTILINE), r"\1\n"),
    (re.compile(r"\\([_*\\#.-])"), r"\1"),
    (re.compile(r"(\*\*|__|~~|`)(?=\S)([^\n]{1,500}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<=[^\s])[ \t]*\n[ \t]*(?=[^\s*+#>|-])"), " "),
)
_LONGEST_MARKDOWN = 10_000


def read(entry: Fields) -> SolutionRecord:
    """The solution of one file; `BadInput` without a name, a repository address or any description."""
    name = entry.required_line("name")
    repository = entry.website("url")
    if not repository or len(identity(repository)) > cleaning.ID_LENGTH:
        raise BadInput(Message(gettext_noop("has to be the http(s) address of the repository")), ("url",))
    descriptions = _descriptions(entry)
    summary = {language: text for language, part in descriptions.items() if (text := _summary(part))}
    if not summary:
        raise BadInput(Message(gettext_noop("has to be filled")), ("description",))
    licence = entry.part("legal").licence("license", entry.map("legal").get("license"))
    categories = [text.lower() for text in cleaning.tags(entry.list("categories"))]
    return SolutionRecord(
        source=SOURCE,
        external_id=identity(repository),
        file=entry.file,
        where=entry.where,
        source_address=repository,
        name=name,
        summary=summary,
        website=cleaning.website(entry.values.get("landingURL")) or repository,
        country=_country(entry),
        languages=_languages(entry),
        technology=tuple(dict.fromkeys(TECHNOLOGY[kind] for kind in categories if kind in TECHNOLOGY)),
        tags=tuple(kind.replace("-", " ") for kind in categories),
        licence=licence.expression if licence else "",
        kind="free-software",
        repository=repository,
        functions={language: text for language, part in descriptions.items() if (text := _functions(part))},
    )


def identity(address: str) -> str:
    """A repository's address as one key: with or without `.git`, slash at the end, http or https.

    >>> identity("http://GitHub.com/AgID/pat.git")
    'github.com/agid/pat'
    """
    return re.sub(r"^https?://(www\.)?", "", address).lower().rstrip("/").removesuffix(".git").rstrip("/")


def _descriptions(entry: Fields) -> dict[str, Fields]:
    """The texts by language; a language that is none (`xx`) is noted and left out."""
    texts = entry.part("description")
    found: dict[str, Fields] = {}
    for tag in texts.values:
        language = cleaning.language(tag)
        if language and isinstance(texts.values[tag], Mapping):
            found.setdefault(language, texts.part(tag))
        else:
            texts.doubt(cleaning.line(tag, 20), gettext_noop("left out: not a text in a language of ISO 639-1"))
    return found


def _summary(part: Fields) -> str:
    both = [_plain(part, key) for key in ("shortDescription", "longDescription")]
    return cleaning.cut("\n".join(text for text in both if text.lower() not in _EMPTY), cleaning.TEXT_LENGTH)


def _functions(part: Fields) -> str:
    """What one does with it: the features, one a line."""
    lines = [cleaning.line(text) for text in part.list("features")[:FUNCTIONS]]
    return "\n".join(text for text in dict.fromkeys(lines) if text.lower() not in _EMPTY)


def _plain(part: Fields, key: str) -> str:
    text = part.paragraphs(key)  # notes what was hidden in it
    raw = part.values.get(key)
    if not text or not isinstance(raw, str):
        return text
    raw = raw[:_LONGEST_MARKDOWN].replace("\r\n", "\n")
    for mark, plain in _MARKDOWN:
        raw = mark.sub(plain, raw)
    return cleaning.paragraphs(raw)


def _country(entry: Fields) -> str:
    """The country it is meant for, when it is meant for one."""
    audience = entry.part("intendedAudience")
    meant_for = audience.list("countries")
    if len(meant_for) != 1:
        return ""
    single = Fields(entry.file, audience.where, {"countries": meant_for[0]})
    single.doubts = entry.doubts
    return single.country("countries")


def _languages(entry: Fields) -> tuple[str, ...]:
    available = map(cleaning.language, entry.part("localisation").list("availableLanguages"))
    return tuple(dict.fromkeys(filter(None, available)))
