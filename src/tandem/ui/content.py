"""Where the source files of content are: guide, glossary, questionnaires, frameworks of competences."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def content_folder() -> Path:
    """`content/` at the root of a clone; inside the package when Tandem was installed from a wheel."""
    installed = _PACKAGE / "content"
    return installed if installed.is_dir() else _PACKAGE.parents[1] / "content"
