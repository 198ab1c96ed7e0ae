"""A stand-in for the model that reads texts: words become numbers, so that texts with the same words are near."""

from __future__ import annotations

import re
import zlib

import numpy as np
import pytest

from tandem.matching import texts
from tandem.ui.content import content_folder, read_toml

SIZE = 256


def encode(written):
    """One row for each text, counting its words; each language would lean somewhere, here nowhere."""
    rows = np.zeros((len(written), SIZE))
    for row, text in zip(rows, written, strict=True):
        for word in re.findall(r"\w{4,}", text.lower()):
            row[zlib.crc32(word.encode()) % SIZE] += 1
    return rows


def sentences():
    return read_toml(content_folder() / "likeness" / "sentences.toml")["sentence"]


@pytest.fixture
def reading(monkeypatch):
    """The extra `text` as if it were installed, with the stand-in for its model."""
    reader = texts.Reader(encode, sentences())
    monkeypatch.setattr(texts, "reader", lambda: reader)
    monkeypatch.setattr(texts, "is_installed", lambda: True)
    monkeypatch.setattr(texts, "edition", lambda: "stand-in")
    return reader


@pytest.fixture
def no_reading(monkeypatch):
    """The extra `text` as if it were not installed."""
    monkeypatch.setattr(texts, "reader", lambda: None)
    monkeypatch.setattr(texts, "is_installed", lambda: False)
