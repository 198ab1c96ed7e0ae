"""The closed lists that needs, offers, organisations and solutions share.

Ids only, in their published order (docs/algorithms/matching.md); labels belong to whoever shows them.
"""

from __future__ import annotations

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
