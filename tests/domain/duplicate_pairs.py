"""Labelled pairs of invented organisations: the same under another spelling, or different although alike.

`labelled(seed)` makes them from parts; `BY_HAND` was written out, with translations that the tables of words do not
all know. `background(n)` gives organisations of which no two are the same: whatever is found among them is wrong.
"""

from __future__ import annotations

import random
from dataclasses import replace

from tandem.domain.duplicates import Candidate

TYPES = ("Collectif", "Maison", "Atelier", "Réseau", "Centre", "Fabrique",
         "Comité", "Ressourcerie", "Épicerie", "Université", "Radio", "Compagnie", "Mission",
         "Club", "Foyer")  # fmt: skip
SUBJECTS = ("jardins partagés", "jeunes", "femmes", "aînés", "réfugiés", "logement", "vélo", "numérique libre",
            "santé", "lecture", "musique", "théâtre", "handicap", "emploi", "alimentation locale", "énergie citoyenne",
            "parents", "quartiers", "forêt", "réemploi", "écriture", "cinéma", "couture", "langues", "sport pour tous",
            "petite enfance", "mémoire", "accessibilité", "eau", "climat")  # fmt: skip
_STARTS = ("ba", "be", "bri", "ca", "chan", "da", "do", "fa", "flo", "ga", "gran", "ha", "jo", "ka", "la", "li", "ma",
           "mon", "na", "no", "or", "pa", "pel", "quin", "ra", "ro", "sa", "tel", "va", "vi")  # fmt: skip
_ENDS = ("dane", "delle", "gnac", "lune", "mar", "mont", "nelle", "nor", "pierre", "rand", "roux", "sac", "tain",
         "telle", "val", "vert", "ville", "vin", "zac", "zelle")  # fmt: skip
_WORDS = sorted(f"{a}{b}{c}".capitalize() for a in _STARTS for b in _STARTS for c in _ENDS)
_CHOSEN = random.Random(3).sample(_WORDS, 1_800)
NAMES, OTHER_NAMES = tuple(_CHOSEN[:900]), tuple(_CHOSEN[900:])
PLACES = tuple(f"{one}bourg" for one in random.Random(4).sample(_WORDS, 300))
COUNTRIES = ("FR", "PT", "IT", "ES", "DE", "BE")
FORMS = ("Association {}", "{} (association loi 1901)", "{} asbl", "{} e.V.", "SCIC {}", "{} ONG", "Coopérative {}")


def background(n: int, seed: int = 1) -> list[Candidate]:
    """`n` different organisations; many share subject, town or network with others."""
    chance = random.Random(seed)
    seen: set[str] = set()
    made: list[Candidate] = []
    while len(made) < n:
        place, name = chance.choice(PLACES), chance.choice(NAMES)
        shape = chance.choice(("{t} {n}", "{t} {s} {n}", "{t} des {s} de {p}", "{n} {s}", "{t} {n} et {m}"))
        text = shape.format(t=chance.choice(TYPES), s=chance.choice(SUBJECTS), n=name, p=place, m=chance.choice(NAMES))
        country = COUNTRIES[hash_of(place) % len(COUNTRIES)]
        telling = " ".join(sorted(word for word in text.split() if word not in TYPES))
        if telling not in seen:
            seen.add(telling)
            site = f"https://www.{name.lower()}-{len(made)}.example" if chance.random() < 0.4 else ""
            number = f"{100_000_000 + 7 * len(made)}" if chance.random() < 0.3 else ""
            ids = (("register", number),) if number else ()
            made.append(Candidate(f"b{len(made)}", text, country, place if chance.random() < 0.85 else "", site, ids))
    return made


def hash_of(text: str) -> int:
    return sum(ord(letter) * 31**place for place, letter in enumerate(text)) % 10_007


def _slip(text: str, chance: random.Random) -> str:
    """One letter lost, doubled, swapped or replaced, not the first one."""
    at = chance.randrange(2, len(text) - 1)
    kind = chance.randrange(4)
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at] + text[at:]
    if kind == 2:
        return text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :]
    return text[:at] + chance.choice("aeinorst") + text[at + 1 :]


def _ascii(text: str) -> str:
    import unicodedata

    return "".join(one for one in unicodedata.normalize("NFKD", text) if ord(one) < 128)


def _same(one: Candidate, sort: str, chance: random.Random) -> Candidate:
    """The same organisation as somebody else wrote it down."""
    bare = replace(one, website="", ids=())
    words = one.name.split()
    if sort == "a slip of the pen":
        return replace(bare, name=_slip(one.name, chance))
    if sort == "two slips":
        return replace(bare, name=_slip(_slip(one.name, chance), chance))
    if sort == "a legal form":
        return replace(bare, name=chance.choice(FORMS).format(one.name))
    if sort == "word order":
        return replace(bare, name=" ".join([*words[1:], words[0]]))
    if sort == "accents and capitals":
        return replace(bare, name=_ascii(one.name).upper())
    if sort == "no town":
        return replace(bare, name=_ascii(one.name), place="", website=one.website)
    if sort == "short name, same site":
        return replace(one, name="".join(word[0] for word in words).upper(), ids=())
    if sort == "same number, other name":
        return replace(one, name=f"{words[-1]} {chance.choice(NAMES)}", website="")
    return replace(bare, name="".join(words[:2]) + " " + " ".join(words[2:]))  # written together


SAME = ("a slip of the pen", "two slips", "a legal form", "word order", "accents and capitals", "no town",
        "short name, same site", "same number, other name", "written together")  # fmt: skip
DIFFERENT = ("another town", "another branch of the network", "another section", "one word is another",
             "another number in the register")  # fmt: skip


def _other(one: Candidate, sort: str, chance: random.Random) -> Candidate:
    """Another organisation that looks like it."""
    elsewhere = chance.choice([place for place in PLACES if place != one.place])
    if sort == "another town":
        return replace(one, place=elsewhere, website="", ids=())
    if sort == "another branch of the network":
        return replace(one, name=f"{one.name} {elsewhere}", place=elsewhere, ids=())
    if sort == "another section":
        return replace(one, name=f"{one.name} section 2", website="", ids=())
    if sort == "one word is another":
        others = [name for name in NAMES if name not in one.name]
        return replace(one, name=f"{' '.join(one.name.split()[:-1])} {chance.choice(others)}", website="", ids=())
    return replace(one, website="", ids=(("register", "999" + (one.ids[0][1] if one.ids else "1")),))


def labelled(
    count: int, seed: int = 2
) -> tuple[list[Candidate], list[tuple[str, str, str]], list[tuple[str, str, str]]]:
    """Records, the pairs that are the same and those that are not, each with its sort."""
    chance = random.Random(seed)
    records: list[Candidate] = []
    same: list[tuple[str, str, str]] = []
    different: list[tuple[str, str, str]] = []
    for index in range(count):
        place = chance.choice(PLACES)
        proper = chance.choice(OTHER_NAMES)
        name = f"{chance.choice(TYPES)} {chance.choice(SUBJECTS)} {proper}"
        base = Candidate(
            f"l{index}", name, COUNTRIES[hash_of(place) % len(COUNTRIES)], place,
            f"https://labelled-{index}.example", (("register", f"{500_000_000 + 11 * index}"),),
        )  # fmt: skip
        sorts = SAME if index % 2 == 0 else DIFFERENT
        sort = sorts[(index // 2) % len(sorts)]
        make = _same if index % 2 == 0 else _other
        twin = replace(make(base, sort, chance), key=f"l{index}t")
        records += [base, twin]
        (same if index % 2 == 0 else different).append((base.key, twin.key, sort))
    return records, same, different


def _at(name: str, place: str = "", country: str = "", website: str = "") -> Candidate:
    return Candidate("", name, country, place, website)


#: Written by hand: (one, other, whether they are the same).
BY_HAND: tuple[tuple[Candidate, Candidate, bool], ...] = (
    (
        _at("Fédération des banques alimentaires", "Bruxelles", "BE"),
        _at("Food Bank Federation", "Bruxelles", "BE"),
        True,
    ),
    (_at("Maison des jeunes de Gentilly", "Gentilly", "FR"), _at("Youth House Gentilly", "Gentilly", "FR"), True),
    (_at("Réseau des jardins partagés", "Porto", "PT"), _at("Rede de jardins partilhados", "Porto", "PT"), True),
    (_at("Stiftung Digitale Jugend", "Berlin", "DE"), _at("Digital Youth Foundation", "Berlin", "DE"), True),
    (
        _at("Casa delle donne", "Bologna", "IT", "casadonne.example"),
        _at("Women's House Bologna", "Bologna", "IT", "casadonne.example"),
        True,
    ),
    (_at("Open Knowledge Verein", "Wien", "AT"), _at("Verein Offenes Wissen", "Wien", "AT"), True),
    (_at("L’Atelier du Vélo", "Lyon", "FR"), _at("Atelier Velo (association)", "LYON 7e", "FR"), True),
    (_at("Tech4Good Lab", "Gent", "BE"), _at("Tech 4 Good Lab vzw", "Gent", "BE"), True),
    (_at("Entr'aide Numérique", "Lille", "FR"), _at("Entraide numérique", "Lille", "FR"), True),
    (_at("Les Petits Ruisseaux", "Nantes", "FR"), _at("Petits ruisseaux (Les)", "Nantes", "FR"), True),
    (_at("Cooperativa Sol y Viento", "Sevilla", "ES"), _at("Sol y Viento S. Coop.", "Sevilla", "ES"), True),
    (
        _at("Association pour la santé des femmes", "Paris", "FR"),
        _at("Women's Health Association", "Paris", "FR"),
        True,
    ),
    (
        _at("Bureau d’écoute et d’orientation", "Dakar", "SN", "beo.example"),
        _at("BEO", "Dakar", "SN", "beo.example"),
        True,
    ),
    (_at("Maison des jeunes", "Lyon", "FR"), _at("Maison des femmes", "Lyon", "FR"), False),
    (_at("Repair Café Nord", "Lille", "FR"), _at("Repair Café Sud", "Lille", "FR"), False),
    (_at("Emmaüs", "Dijon", "FR", "emmaus.example"), _at("Emmaüs", "Rennes", "FR", "emmaus.example"), False),
    (_at("Université populaire", "Caen", "FR"), _at("Université populaire", "Nice", "FR"), False),
    (_at("Radio Libre 1", "Roma", "IT"), _at("Radio Libre 2", "Roma", "IT"), False),
    (_at("Amis de la forêt de Retz", "Soissons", "FR"), _at("Amis de la forêt de Laon", "Laon", "FR"), False),
    (_at("Code Club", "Porto", "PT"), _at("Code Club", "Lisboa", "PT"), False),
    (_at("Jugendzentrum Mitte", "Berlin", "DE"), _at("Jugendzentrum Wedding", "Berlin", "DE"), False),
    (_at("Centro social San Juan", "Madrid", "ES"), _at("Centro social San Pedro", "Madrid", "ES"), False),
    (_at("Club de lecture", "Metz", "FR"), _at("Club de couture", "Metz", "FR"), False),
    (_at("Croix verte", "Namur", "BE"), _at("Croix bleue", "Namur", "BE"), False),
)
