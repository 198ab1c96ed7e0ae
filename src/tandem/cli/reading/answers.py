"""What stands beside a file of answers on the command line: objects in JSON files, such as declared sets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tandem.cli.json_input import read_json
from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.survey_files.answers import AnswerFile, SetOfColumns


def read_json_object(path: Path) -> dict[str, Any]:
    """The JSON object in a file; `BadInput` naming file and line for anything else, a key given twice included."""
    try:
        value = read_json(path)
    except BadInput as error:
        raise error.inside(str(path)) from None
    if not isinstance(value, dict):
        raise BadInput(Message(gettext_noop("a JSON object was expected: { … }")), (str(path),))
    return value


def read_sets(path: Path, file: AnswerFile) -> dict[str, SetOfColumns]:
    """`{"set name": {"columns": [...], "ticked": [...]}}`, every column there, no name taken twice."""
    sets = {}
    for name, said in read_json_object(path).items():
        place = (str(path), name)
        if name in file.header:
            raise BadInput(Message(gettext_noop("a column of the answers has this name already")), place)
        if not isinstance(said, dict):
            raise BadInput(Message(gettext_noop("a JSON object was expected: { … }")), place)
        for key in said:
            if key not in ("columns", "ticked"):
                raise BadInput(Message(gettext_noop("unknown key %(key)s"), {"key": key}), place)
        for key in ("columns", "ticked"):
            listed = said.get(key)
            if not isinstance(listed, list) or not listed or not all(isinstance(part, str) for part in listed):
                text = gettext_noop("%(key)s has to be a list of texts that is not empty")
                raise BadInput(Message(text, {"key": key}), place)
        if len(set(said["columns"])) < len(said["columns"]):
            raise BadInput(Message(gettext_noop("the same column is listed twice")), place)
        for column in said["columns"]:
            if column not in file.header:
                text = gettext_noop("the answers have no column %(column)s")
                raise BadInput(Message(text, {"column": column}), place)
        sets[name] = SetOfColumns(name, tuple(said["columns"]), tuple(said["ticked"]))
    return sets
