"""The canonical form of an agreement, and the fingerprint by which everybody finds it unchanged."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping


def canonical(document: Mapping[str, object]) -> str:
    """A document as one line of JSON: keys in order, no spaces, letters as they are (hash it as UTF-8).

    Raises `TypeError` for a value that JSON does not have, `ValueError` for a number that is not finite.

    >>> canonical({"b": 1, "a": ["é"]})
    '{"a":["é"],"b":1}'
    """
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def fingerprint(text: str) -> str:
    """The SHA-256 of a text in UTF-8, in hexadecimal: what `sha256sum` says of the file (FIPS 180-4).

    >>> fingerprint("abc")  # the test vector of FIPS 180-4
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
    """
    return hashlib.sha256(text.encode()).hexdigest()
