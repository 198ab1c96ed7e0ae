"""How roles are shown."""

from tandem.competences import queries as competences
from tandem.directory.forms import here

#: The colours of the two sides; other roles are plain.
SIDES = ("social", "tech")


def roles_of(roles: list[str]) -> list[dict[str, str]]:
    language = here()
    return [
        {"text": competences.label("roles", role, language), "side": role if role in SIDES else ""} for role in roles
    ]
