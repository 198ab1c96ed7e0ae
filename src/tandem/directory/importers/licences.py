"""Licences as SPDX expressions, in their usual spelling.

The identifiers of the SPDX licence list that free software, open data and open content really use, typed in
as facts (https://spdx.org/licenses/). An identifier that is not here is reported, never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

SOFTWARE = frozenset(
    """
    0BSD AAL AFL-1.1 AFL-1.2 AFL-2.0 AFL-2.1 AFL-3.0 AGPL-1.0-only AGPL-1.0-or-later AGPL-3.0-only AGPL-3.0-or-later
    Apache-1.0 Apache-1.1 Apache-2.0 APSL-2.0 Artistic-1.0 Artistic-1.0-Perl Artistic-2.0 BlueOak-1.0.0 BSD-1-Clause
    BSD-2-Clause BSD-2-Clause-Patent BSD-3-Clause BSD-3-Clause-Attribution BSD-3-Clause-Clear BSD-3-Clause-LBNL
    BSD-4-Clause BSL-1.0 CAL-1.0 CATOSL-1.1 CDDL-1.0 CDDL-1.1 CECILL-1.0 CECILL-1.1 CECILL-2.0 CECILL-2.1 CECILL-B
    CECILL-C CPAL-1.0 CPL-1.0 ECL-1.0 ECL-2.0 EFL-2.0 EPL-1.0 EPL-2.0 EUPL-1.0 EUPL-1.1 EUPL-1.2 GPL-1.0-only
    GPL-1.0-or-later GPL-2.0-only GPL-2.0-or-later GPL-3.0-only GPL-3.0-or-later HPND ISC LGPL-2.0-only
    LGPL-2.0-or-later LGPL-2.1-only LGPL-2.1-or-later LGPL-3.0-only LGPL-3.0-or-later LiLiQ-P-1.1 LiLiQ-R-1.1
    LiLiQ-Rplus-1.1 LPPL-1.3c MirOS MIT MIT-0 MPL-1.0 MPL-1.1 MPL-2.0 MPL-2.0-no-copyleft-exception MS-PL MS-RL
    MulanPSL-2.0 NCSA NPOSL-3.0 OLDAP-2.8 OSL-1.0 OSL-2.0 OSL-2.1 OSL-3.0 PHP-3.0 PHP-3.01 PostgreSQL PSF-2.0
    Python-2.0 QPL-1.0 Ruby Sleepycat UPL-1.0 Unlicense UCL-1.0 Vim W3C WTFPL X11 Zlib ZPL-2.0 ZPL-2.1
    """.split()  # noqa: SIM905 - a block of identifiers is read and compared with the list more easily
)
DATA_AND_CONTENT = frozenset(
    """
    CC-BY-1.0 CC-BY-2.0 CC-BY-2.5 CC-BY-3.0 CC-BY-4.0 CC-BY-SA-1.0 CC-BY-SA-2.0 CC-BY-SA-2.5 CC-BY-SA-3.0 CC-BY-SA-4.0
    CC-BY-ND-3.0 CC-BY-ND-4.0 CC-BY-NC-2.0 CC-BY-NC-2.5 CC-BY-NC-3.0 CC-BY-NC-4.0 CC-BY-NC-SA-2.0 CC-BY-NC-SA-2.5
    CC-BY-NC-SA-3.0 CC-BY-NC-SA-4.0 CC-BY-NC-ND-3.0 CC-BY-NC-ND-4.0 CC0-1.0 CC-PDDC CDLA-Permissive-1.0
    CDLA-Permissive-2.0 CDLA-Sharing-1.0 CERN-OHL-P-2.0 CERN-OHL-S-2.0 CERN-OHL-W-2.0 etalab-2.0 GFDL-1.1-only
    GFDL-1.1-or-later GFDL-1.2-only GFDL-1.2-or-later GFDL-1.3-only GFDL-1.3-or-later ODbL-1.0 ODC-By-1.0 OFL-1.0
    OFL-1.1 OGL-Canada-2.0 OGL-UK-1.0 OGL-UK-2.0 OGL-UK-3.0 PDDL-1.0 DL-DE-BY-2.0 DL-DE-ZERO-2.0 NLOD-1.0 NLOD-2.0
    TAPR-OHL-1.0
    """.split()  # noqa: SIM905
)
#: Licences that keep some uses or users out, and so are not open (Open Definition 2.1).
RESTRICTED = frozenset(name for name in DATA_AND_CONTENT if "-NC" in name or "-ND" in name)

EXCEPTIONS = frozenset(
    """
    Autoconf-exception-3.0 Bison-exception-2.2 Classpath-exception-2.0 Font-exception-2.0 GCC-exception-3.1
    Linux-syscall-note LLVM-exception OpenSSL-exception Qt-LGPL-exception-1.1 Universal-FOSS-exception-1.0
    """.split()  # noqa: SIM905
)

#: What SPDX wrote before version 3 of its list: a bare version number meant "only", a plus sign "or later".
_GNU = re.compile(r"(A?GPL|LGPL|GFDL)-(\d\.\d)(\+?)", re.IGNORECASE)
_DEPRECATED = {
    "bsd-2-clause-freebsd": "BSD-2-Clause",
    "bsd-2-clause-netbsd": "BSD-2-Clause",
    "gpl-2.0-with-classpath-exception": "GPL-2.0-only WITH Classpath-exception-2.0",
    "gpl-2.0-with-font-exception": "GPL-2.0-only WITH Font-exception-2.0",
    "gpl-3.0-with-gcc-exception": "GPL-3.0-only WITH GCC-exception-3.1",
}
_USUAL = {name.lower(): name for name in SOFTWARE | DATA_AND_CONTENT | EXCEPTIONS}
_TOKEN = re.compile(r"\s*([()]|[A-Za-z0-9.+-]+)")
_OPENS, _CLOSES = "()"
#: Of an expression, in characters.
_LONGEST = 200


@dataclass(frozen=True)
class Licence:
    """An SPDX expression in its usual spelling, and the identifiers in it in order."""

    expression: str
    ids: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Whether no part of it keeps uses or users out."""
        return bool(self.ids) and not RESTRICTED.intersection(self.ids)


def read(text: object) -> Licence | None:
    """The licence that an SPDX expression names, or None when it is not one or names an unknown licence.

    >>> read("gpl-3.0+ OR (mit and CC-BY-4.0)").expression
    'GPL-3.0-or-later OR (MIT AND CC-BY-4.0)'
    """
    if not isinstance(text, str) or len(text) > _LONGEST:
        return None
    tokens = _TOKEN.findall(text)
    if not tokens or "".join(tokens) != "".join(text.split()):
        return None
    said: list[str] = []
    ids: list[str] = []
    depth, expected = 0, "licence"
    for part in tokens:
        word = part.upper()
        if expected and part == _OPENS:
            depth += 1
        elif expected:
            name = _usual(part)
            if name is None or (name in EXCEPTIONS) != (expected == "exception"):
                return None
            ids += [name.split(" WITH ")[0]] if expected == "licence" else []
            part, expected = name, ""
        elif part == _CLOSES and depth:
            depth -= 1
        elif word in ("AND", "OR", "WITH"):
            part, expected = word, "exception" if word == "WITH" else "licence"
        else:
            return None
        said.append(part)
    if depth or expected:
        return None
    expression = " ".join(said).replace("( ", _OPENS).replace(" )", _CLOSES)
    return Licence(expression, tuple(dict.fromkeys(ids)))


def all_of(licences: list[Licence]) -> Licence | None:
    """One licence for a work whose parts have these, each part under its own; None when that gets too long to say."""
    distinct = list(dict.fromkeys(licences))
    wrapped = [
        f"({part.expression})" if " OR " in part.expression and len(distinct) > 1 else part.expression
        for part in distinct
    ]
    expression = " AND ".join(wrapped)
    if not distinct or len(expression) > _LONGEST:
        return None
    return Licence(expression, tuple(dict.fromkeys(name for part in distinct for name in part.ids)))


def _usual(token: str) -> str | None:
    """The usual spelling of one identifier, deprecated ones under their present name."""
    if token.lower() in _DEPRECATED:
        return _DEPRECATED[token.lower()]
    if match := _GNU.fullmatch(token):
        family, version, later = match.groups()
        token = f"{family}-{version}-{'or-later' if later else 'only'}"
    or_later = token.endswith("+")
    name = _USUAL.get(token.rstrip("+").lower() if or_later else token.lower())
    return f"{name}+" if name and or_later else name
