"""The closed lists that needs, offers, organisations and solutions share.

Ids in their published order (docs/algorithms/matching.md), and the words that the domain's own sentences use.
"""

from __future__ import annotations

from tandem.domain.messages import Message, gettext_noop

ROLES = ("social", "tech", "intermediary", "funder", "public", "research")

HELP = ("session", "project", "partnership", "funding", "contract")

FORMS = (
    "open-data",
    "free-software",
    "giving-money",
    "giving-in-kind",
    "giving-skills",
    "skills-volunteering",
    "staff-loan",
    "joint-contract",
    "subcontract",
    "co-production",
    "patent-licence",
    "franchise",
    "social-joint-venture",
)

TECHNOLOGY = (
    "website",
    "crm",
    "e-mailing",
    "management",
    "collaboration",
    "data-analysis",
    "security",
    "participation-platform",
    "crowd-platform",
    "online-learning",
    "marketplace",
    "cloud-big-data",
    "artificial-intelligence",
    "internet-of-things",
    "blockchain",
    "robotics",
    "virtual-reality",
    "cad-3d-printing",
    "low-code",
    "low-tech",
)

VALUES = (
    "workers-and-citizens-rights",
    "primacy-of-the-person",
    "solidarity",
    "open-source",
    "data-protection",
    "ecology",
    "democratic-governance",
    "fair-sharing",
    "accessibility",
    "local-anchoring",
    "non-profit",
    "independence",
)

SDGS = range(1, 18)
"""The seventeen Sustainable Development Goals (United Nations, A/RES/70/1, 2015)."""

#: The forms of cooperation by family: without a partner's return, without payment, or as business.
FORM_FAMILIES = {
    "movement": ("open-data", "free-software"),
    "giving": ("giving-money", "giving-in-kind", "giving-skills", "skills-volunteering", "staff-loan"),
    "commercial": (
        "joint-contract",
        "subcontract",
        "co-production",
        "patent-licence",
        "franchise",
        "social-joint-venture",
    ),
}

_LABELS = {
    "session": gettext_noop("a session"),
    "project": gettext_noop("a project"),
    "partnership": gettext_noop("a partnership"),
    "funding": gettext_noop("funding"),
    "contract": gettext_noop("a contract"),
    "open-data": gettext_noop("open data"),
    "free-software": gettext_noop("free software"),
    "giving-money": gettext_noop("giving money"),
    "giving-in-kind": gettext_noop("giving in kind"),
    "giving-skills": gettext_noop("giving skills"),
    "skills-volunteering": gettext_noop("skills volunteering"),
    "staff-loan": gettext_noop("loan of staff"),
    "joint-contract": gettext_noop("joint contract"),
    "subcontract": gettext_noop("subcontract"),
    "co-production": gettext_noop("co-production"),
    "patent-licence": gettext_noop("licence of a dormant patent"),
    "franchise": gettext_noop("franchise"),
    "social-joint-venture": gettext_noop("social joint venture"),
    "website": gettext_noop("website and communication"),
    "crm": gettext_noop("CRM and case files"),
    "e-mailing": gettext_noop("e-mailing"),
    "management": gettext_noop("management and accounting"),
    "collaboration": gettext_noop("collaboration tools"),
    "data-analysis": gettext_noop("data analysis"),
    "security": gettext_noop("security"),
    "participation-platform": gettext_noop("democratic-participation platform"),
    "crowd-platform": gettext_noop("crowdfunding, crowdsourcing or crowdmapping"),
    "online-learning": gettext_noop("online learning"),
    "marketplace": gettext_noop("marketplace"),
    "cloud-big-data": gettext_noop("cloud and big data"),
    "artificial-intelligence": gettext_noop("artificial intelligence"),
    "internet-of-things": gettext_noop("internet of things"),
    "blockchain": gettext_noop("blockchain"),
    "robotics": gettext_noop("robotics"),
    "virtual-reality": gettext_noop("virtual reality"),
    "cad-3d-printing": gettext_noop("computer-aided design and 3D printing"),
    "low-code": gettext_noop("low-code and no-code"),
    "low-tech": gettext_noop("low-tech"),
    "workers-and-citizens-rights": gettext_noop("rights of workers and citizens"),
    "primacy-of-the-person": gettext_noop("primacy of the person"),
    "solidarity": gettext_noop("solidarity"),
    "open-source": gettext_noop("open source"),
    "data-protection": gettext_noop("data protection"),
    "ecology": gettext_noop("ecology"),
    "democratic-governance": gettext_noop("democratic governance"),
    "fair-sharing": gettext_noop("fair sharing of value"),
    "accessibility": gettext_noop("accessibility"),
    "local-anchoring": gettext_noop("local anchoring"),
    "non-profit": gettext_noop("non-profit"),
    "independence": gettext_noop("independence"),
}


def label(identity: str) -> Message:
    """The words for an id of these lists, inside a sentence of the domain.

    >>> str(label("giving-skills"))
    'giving skills'
    """
    return Message(_LABELS[identity])
