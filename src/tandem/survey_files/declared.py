"""What a reader of a publication declares about its questions, in a TOML file (docs/algorithms/survey.md)."""

from __future__ import annotations

from pathlib import Path

from tandem.domain.messages import Message, gettext_noop
from tandem.domain.survey.published.verdicts import MULTIPLE, SINGLE
from tandem.domain.survey.rebuilding.structure import Declared
from tandem.survey_files.survey_folder import Toml

_BASE_KEYS = {"question", "answer"}
_QUESTION_KEYS = {"answers", "sums", "kind"}


def read_declared(path: Path) -> Declared:
    """`[bases.NAME]` with `question` and `answer`; `[questions.NAME]` with `answers`, `sums`, `kind`.

    Errors: `BadInput` naming file, line and key.
    """
    file = Toml(path)
    file.known(file.values, {"bases", "questions"})
    bases, levels, sums, kinds = {}, {}, {}, {}
    for name, base in file.table("bases").items():
        place = ("bases", name)
        _object(file, base, _BASE_KEYS, *place)
        for key in ("question", "answer"):
            if not isinstance(base.get(key), str):
                raise file.refuse(Message(gettext_noop("a text was expected, in quotes")), *place, key)
        bases[name] = (base["question"], base["answer"])
    for name, question in file.table("questions").items():
        place = ("questions", name)
        _object(file, question, _QUESTION_KEYS, *place)
        if "answers" in question:
            levels[name] = file.texts(question["answers"], *place, "answers")
        if "kind" in question:
            if question["kind"] not in (SINGLE, MULTIPLE):
                text = gettext_noop("a kind is single or multiple, not %(kind)s")
                raise file.refuse(Message(text, {"kind": question["kind"]}), *place, "kind")
            kinds[name] = question["kind"]
        if "sums" in question:
            _object(file, question["sums"], None, *place, "sums")
            sums[name] = {net: file.texts(of, *place, "sums", net) for net, of in question["sums"].items()}
    return Declared(bases, levels, sums, kinds)


def _object(file: Toml, value: object, keys: set[str] | None, *place: str) -> None:
    if not isinstance(value, dict):
        raise file.refuse(Message(gettext_noop("a table was expected: [%(key)s]"), {"key": ".".join(place)}), *place)
    if keys is not None:
        file.known(value, keys, *place)
