"""Country names in any of the languages of Europe, and some beyond, as ISO 3166-1 alpha-2 codes.

The names come from Unicode's Common Locale Data Repository (through Babel); what is typed in here is what
CLDR does not have: parts of a state, older official names, names turned round for a register.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from tandem.domain.iso import COUNTRIES

#: The languages whose country names are read, the most usual first: a name that means two countries in two
#: languages means what the first of them says.
LANGUAGES = (  # noqa: SIM905 - read more easily as a line of codes
    "en fr de es it pt nl pl el ro hu cs sk sl hr bg et lv lt fi sv da nb ga mt "
    "ca eu gl cy is sq sr sr_Latn bs mk uk ru be tr ka hy ar he lb ja zh ko"
).split()

ALIASES = {
    "uk": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "northern ireland": "GB", "great britain": "GB",
    "gb uk": "GB", "cymru": "GB", "alba": "GB", "britain": "GB", "el": "GR", "hellas": "GR", "ellada": "GR",
    "hellenic republic": "GR", "eire": "IE", "republic of ireland": "IE", "holland": "NL", "the netherlands": "NL",
    "usa": "US", "u s a": "US", "united states of america": "US", "etats unis d amerique": "US", "czech republic": "CZ",
    "slovak republic": "SK", "slovenska republika": "SK", "ceska republika": "CZ", "ceska": "CZ",
    "republika slovenija": "SI", "republika hrvatska": "HR", "republica portuguesa": "PT",
    "rzeczpospolita polska": "PL",
    "republique francaise": "FR", "french republic": "FR", "bundesrepublik deutschland": "DE", "brd": "DE",
    "federal republic of germany": "DE", "republik osterreich": "AT", "republic of austria": "AT",
    "repubblica italiana": "IT", "italian republic": "IT", "reino de espana": "ES", "kingdom of spain": "ES",
    "kingdom of belgium": "BE", "republic of cyprus": "CY", "kypros": "CY", "republic of malta": "MT",
    "russian federation": "RU", "korea republic of": "KR", "republic of korea": "KR",
    "korea democratic people s republic of": "KP", "macedonia": "MK", "fyrom": "MK",
    "macedonia the former yugoslav republic of": "MK", "former yugoslav republic of macedonia": "MK",
    "iran islamic republic of": "IR", "moldova republic of": "MD", "republic of moldova": "MD",
    "tanzania united republic of": "TZ", "venezuela bolivarian republic of": "VE",
    "bolivia plurinational state of": "BO",
    "syrian arab republic": "SY", "lao people s democratic republic": "LA", "viet nam": "VN", "brunei darussalam": "BN",
    "libyan arab jamahiriya": "LY", "palestine state of": "PS", "palestine": "PS", "taiwan province of china": "TW",
    "congo the democratic republic of the": "CD", "democratic republic of the congo": "CD", "drc": "CD",
    "congo": "CG", "republic of the congo": "CG", "ivory coast": "CI", "cote d ivoire": "CI", "cape verde": "CV",
    "swaziland": "SZ", "burma": "MM", "turkey": "TR", "turkiye": "TR", "bosnia": "BA", "bosnia herzegovina": "BA",
    "kosova": "XK",
    "kosovo under unscr 1244": "XK", "holy see": "VA", "vatican": "VA", "macau": "MO", "hong kong": "HK",
}  # fmt: skip

#: ISO 3166-1 alpha-3, where it is not found by looking at names: facts of the standard.
ALPHA_3 = {
    "AUT": "AT", "BEL": "BE", "BGR": "BG", "HRV": "HR", "CYP": "CY", "CZE": "CZ", "DNK": "DK", "EST": "EE",
    "FIN": "FI", "FRA": "FR", "DEU": "DE", "GRC": "GR", "HUN": "HU", "IRL": "IE", "ITA": "IT", "LVA": "LV",
    "LTU": "LT", "LUX": "LU", "MLT": "MT", "NLD": "NL", "POL": "PL", "PRT": "PT", "ROU": "RO", "SVK": "SK",
    "SVN": "SI", "ESP": "ES", "SWE": "SE", "GBR": "GB", "NOR": "NO", "CHE": "CH", "ISL": "IS", "LIE": "LI",
    "XKX": "XK",
}  # fmt: skip


#: No country has a name that long; what is longer is cut before it is compared.
LONGEST = 60


@dataclass(frozen=True)
class Reading:
    """A country as read: its code, empty when unknown; `guessed` when it had to be picked out or corrected."""

    code: str
    guessed: bool = False


def key(name: str) -> str:
    """A name without case, accents, punctuation and doubled spaces: `ÖSTERREICH ` and `Osterreich` are one.

    >>> key("Côte d’Ivoire")
    'cote d ivoire'
    """
    bare = "".join(part for part in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(part))
    return " ".join(re.findall(r"\w+", bare))


@lru_cache(maxsize=10_000)
def read(value: str) -> Reading:
    """The country that `value` names: a code, a name in any of `LANGUAGES`, a name with one letter wrong.

    A code of two letters is ISO's, with the two that the European Union writes otherwise (UK, EL).

    >>> read("Frace")
    Reading(code='FR', guessed=True)
    """
    asked = key(value[:LONGEST])
    if code := _exactly(asked):
        return Reading(code)
    parts = {_exactly(key(part)) for part in re.split(r"[/(),;|]|\s-\s", value[:LONGEST])} - {""}
    if len(parts) == 1:
        return Reading(parts.pop(), guessed=True)
    near = {_names()[other] for other in _one_letter_off(asked) if other in _names()} if len(asked) >= 5 else set()
    return Reading(near.pop(), guessed=True) if len(near) == 1 else Reading("")


def _exactly(asked: str) -> str:
    upper = asked.upper()
    if re.fullmatch(r"\w( \w)+", upper):  # U.K., F R A
        upper = upper.replace(" ", "")
    if upper.lower() in ALIASES or asked in ALIASES:
        return ALIASES.get(asked) or ALIASES[upper.lower()]
    if upper in COUNTRIES:
        return upper
    return (_alpha_3(upper) if len(upper) == 3 else "") or _names().get(asked, "")


def _alpha_3(code: str) -> str:
    from babel.core import get_global

    if code in ALPHA_3:
        return ALPHA_3[code]
    successors = [part for part in get_global("territory_aliases").get(code, ()) if part in COUNTRIES]
    return successors[0] if len(successors) == 1 else ""


@cache
def _names() -> dict[str, str]:
    """Every known name, as a key, with its code. Read once, when the first name comes that is not a code."""
    from babel import Locale

    names: dict[str, str] = {}
    for language in LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if code in COUNTRIES:
                names.setdefault(key(name), code)
                names.setdefault(key(name.replace("&", "and")), code)
    return names | ALIASES


def _one_letter_off(name: str) -> set[str]:
    """Every spelling that differs by one letter left out, added, changed, or two neighbours swapped."""
    letters = set("abcdefghijklmnopqrstuvwxyz ") | set(name)
    halves = [(name[:cut], name[cut:]) for cut in range(len(name) + 1)]
    shorter = {left + right[1:] for left, right in halves if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1}
    changed = {left + letter + right[1:] for left, right in halves if right for letter in letters}
    longer = {left + letter + right for left, right in halves for letter in letters}
    return shorter | swapped | changed | longer
