"""What a steward writes of an entry: French and English side by side, the further languages folded below them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from tandem.questionnaires import rows
from tandem.questionnaires.editing import BOTH, Part, Record
from tandem.ui import languages
from tandem.ui.content import LANGUAGES, further_languages
from tandem.ui.forms import Line, TandemForm, WholeNumber

#: The two lists of a condition.
LISTS = {"every": _("All of these"), "some": _("And any of these")}
LONGEST = 20_000
#: A text of no more stands beside its translation.
SHORT = 400


class EditionForm(TandemForm):
    """The parts of an entry. `written` is the record, in the shape of a source file; `missing` what it still lacks."""

    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data: Any = None, *, parts: Sequence[Part], record: Record | None, **kwargs: Any) -> None:
        self.parts = [part for part in parts if record is None or not part.fixed]
        self.record = record or {}
        self.adding = record is None
        self.sent = self._with_added(data) if data else {}
        kwargs["initial"] = {**self._initial(), **kwargs.get("initial", {})}
        super().__init__(self.sent or None, **kwargs)
        if self.adding:
            self.fields["id"] = forms.RegexField(
                r"[a-z0-9]+(-[a-z0-9]+)*\Z",
                label=_("Its name in addresses"),
                help_text=_("A few plain words joined by hyphens: first-copies."),
                max_length=60,
                error_messages={"invalid": _("Small letters without accents, digits and hyphens only.")},
            )
        for part in self.parts:
            for name, field in self._fields_of(part):
                if part.shape != "rows":
                    field.label = _in(name.rsplit("_", 1)[1], part.label) if part.shape in BOTH else part.label
                field.required = False
                self.fields[name] = field
        self.fields["reason"] = Line(
            label=_("Why this change"), help_text=_("The other stewards read it beside the date."), max_length=300
        )

    def rows(self) -> list[dict[str, Any]]:
        """The parts with their fields, as the template shows them. What is needed only to save is not demanded when
        it is cleaned, since a preview may lack it; shown, it is not called optional."""
        for part in self.parts:
            for name, _field in self._fields_of(part):
                self.fields[name].required = part.required and part.shape not in ("flag", "clauses", "rows")
        return [
            {
                "part": part,
                "fields": [
                    self[name]
                    for name, _field in self._fields_of(part)
                    if part.shape not in BOTH or name.rsplit("_", 1)[1] in LANGUAGES
                ],
                "both": part.shape in BOTH,
                "lines": self._lines_shown(part),
            }
            for part in self.parts
        ]

    def further(self) -> list[dict[str, Any]]:
        """The further languages, each with its fields; open where something is wrong, and for who reads in it."""
        found = []
        for code in further_languages():
            pairs = [pair for part in self.parts for pair in self._written_in(part, code)]
            found.append(
                {
                    "code": code,
                    "name": languages.own_name(code),
                    "fields": [field for field, _english in pairs],
                    "there": sum(bool(field.value()) for field, _english in pairs),
                    "total": sum(bool(english or field.value()) for field, english in pairs),
                    "open": code == get_language() or any(field.errors for field, _english in pairs),
                }
            )
        return found

    def _written_in(self, part: Part, code: str) -> Iterator[tuple[forms.BoundField, str]]:
        """The fields of a part in a further language, each with the English that it translates."""
        pairs: list[tuple[str, Any]] = []
        if part.shape in BOTH:
            pairs = [(_key(part), part.label)]
        elif part.shape == "rows":
            lines = range(self._number_of_lines(part))
            pairs = [(f"{part.name}_{place}", rows.line_label(part, place)) for place in lines]
        for key, label in pairs:
            field, english = self[f"{key}_{code}"], self[f"{key}_{languages.SOURCE}"].value() or ""
            if part.shape == "rows" and not (english or field.value()):
                continue
            text = " · ".join(_lines(english)) if part.shape in ("list", "answers") else english
            field.label = _in(code, label)
            field.help_text = format_html('<span lang="en">{}</span>', text) if len(text) <= SHORT else ""
            field.field.required = True  # the fold says what an empty one does, once for all
            yield field, english

    def clean(self) -> dict[str, Any]:
        for part in self.parts:
            if part.shape == "answers":
                counts = {len(_lines(self.cleaned_data.get(f"{_key(part)}_{code}"))) for code in LANGUAGES}
                if len(counts) > 1:
                    self.add_error(f"{_key(part)}_en", _("Write as many answers in English as in French."))
                for code in further_languages():
                    if len(_lines(self.cleaned_data.get(f"{_key(part)}_{code}"))) not in (0, *counts):
                        self.add_error(f"{_key(part)}_{code}", _("Write as many answers as in French, or none at all."))
        return self.cleaned_data

    def refuse_what_is_missing(self) -> None:
        for name in self.missing():
            self.add_error(name, _("This is missing: what one language lacks is shown in neither."))

    def missing(self) -> list[str]:
        """The fields that wait for a text."""
        found = []
        for part in self.parts:
            if part.shape == "rows":
                found += rows.missing_of(part, self.cleaned_data, self._number_of_lines(part))
            spoken = part.shape in BOTH
            names = [f"{_key(part)}_{code}" for code in LANGUAGES] if spoken else [_key(part)]
            empty = [name for name in names if not self.cleaned_data.get(name)]
            every = languages.codes() if spoken and not self._taken_out(part) else ()
            begun = any(self.cleaned_data.get(f"{_key(part)}_{code}") for code in every)
            if begun or (part.required and (spoken or part.shape in ("word", "choice", "number"))):
                found += empty
        return found

    def _taken_out(self, part: Part) -> bool:
        """Whether what may be missing was emptied in French and English: its translations then go with it."""
        empty = not any(self.cleaned_data.get(f"{_key(part)}_{code}") for code in LANGUAGES)
        return empty and not part.required and bool(_get(self.record, part.name))

    def written(self) -> dict[str, Any]:
        """The record; what this form does not show stays as it was."""
        record: dict[str, Any] = dict(self.record)
        if self.adding:
            record["id"] = self.cleaned_data.get("id", "")
        for part in self.parts:
            value = self._value_of(part)
            if not value and not part.required:
                record.pop(part.name, None)
            else:
                _put(record, part.name, value)
        return record

    def _value_of(self, part: Part) -> Any:
        given = self.cleaned_data
        if part.shape in BOTH and self._taken_out(part):
            return {}
        if part.shape in ("line", "text"):
            texts = {code: given.get(f"{_key(part)}_{code}") for code in languages.codes()}
            return {code: text for code, text in texts.items() if text}
        if part.shape == "list":
            lists = {code: _lines(given.get(f"{_key(part)}_{code}")) for code in languages.codes()}
            return {code: lines for code, lines in lists.items() if lines or code in LANGUAGES}
        if part.shape == "answers":
            return self._answers(part)
        if part.shape == "clauses":
            return self._condition(part)
        if part.shape == "rows":
            return rows.value_of(part, given, self._number_of_lines(part))
        value = given.get(_key(part))
        if part.shape == "words":
            return [word.strip() for word in (value or "").split(",") if word.strip()]
        if part.shape == "competences":
            return [_competence(line, part.options) for line in _lines(value)]
        return value

    def _answers(self, part: Part) -> list[dict[str, str]]:
        """The answers that were there keep their ids, by their place; added ones get an id of their own."""
        lines = {code: _lines(self.cleaned_data.get(f"{_key(part)}_{code}")) for code in languages.codes()}
        longest = max(len(found) for found in lines.values())
        ids = [one["id"] for one in _get(self.record, part.name) or []]
        ids += [f"answer-{place + 1}" for place in range(len(ids), longest)]
        return [
            {"id": ids[place], **{code: texts[place] for code, texts in lines.items() if place < len(texts)}}
            for place in range(longest)
        ]

    def _condition(self, part: Part) -> dict[str, list[dict[str, Any]]]:
        condition: dict[str, list[dict[str, Any]]] = {}
        for name, _field in self._clause_fields(part, _key(part)):
            value = self.cleaned_data.get(name)
            if value:
                question, comparison, wanted = value.split("|")
                clause = {"question": question, comparison: wanted.split(",") if comparison == "is" else wanted}
                condition.setdefault("every" if "_every_" in name else "some", []).append(clause)
        return condition

    def _fields_of(self, part: Part) -> Iterator[tuple[str, forms.Field]]:
        key = _key(part)
        if part.shape in BOTH:
            for code in languages.codes():
                yield f"{key}_{code}", _writing(part, code)
        elif part.shape == "clauses":
            yield from self._clause_fields(part, key)
            yield from _adding_fields(part, key)
        elif part.shape == "rows":
            for place in range(self._number_of_lines(part)):
                yield from rows.fields_of(part, place)
        else:
            yield key, _single(part)

    def _number_of_lines(self, part: Part) -> int:
        return rows.lines_of(part, _get(self.record, part.name) or [], self.sent)

    def _lines_shown(self, part: Part) -> list[list[list[forms.BoundField]]]:
        """The fields of `rows`, line by line: both languages side by side, then the word and the place."""
        if part.shape != "rows":
            return []
        lines = range(self._number_of_lines(part))
        fields = [[self[name] for name, _field in rows.fields_of(part, place)] for place in lines]
        return [[line[: len(LANGUAGES)], line[len(languages.codes()) :]] for line in fields]

    def _clause_fields(self, part: Part, key: str) -> Iterator[tuple[str, forms.Field]]:
        """One field a clause, with the answers of its question alone: all of them in each would make a heavy page."""
        for which, label in LISTS.items():
            before = self._clauses(part, which)
            for place in range(self._next_place(self.sent, part, which)):
                name = f"{key}_{which}_{place}"
                values = [*before[place : place + 1], *filter(None, [self.sent.get(name)])]
                if values:
                    options = _with_all(_about(part.options, values), before[place : place + 1])
                    yield name, forms.ChoiceField(choices=options, help_text=label)

    def _with_added(self, data: Any) -> Any:
        """What was sent, with the clause to add in its list: the form has room for one more each time."""
        sent = data.copy()
        for part in self.parts:
            added = sent.get(f"{_key(part)}_add")
            if part.shape == "clauses" and added in {value for _group, row in part.options for value, _label in row}:
                which = "some" if sent.get(f"{_key(part)}_add_to") == "some" else "every"
                sent[f"{_key(part)}_{which}_{self._next_place(sent, part, which)}"] = added
                sent[f"{_key(part)}_add"] = ""
        return sent

    def _clauses(self, part: Part, which: str) -> list[str]:
        return [_encoded(clause) for clause in (_get(self.record, part.name) or {}).get(which, [])]

    def _next_place(self, sent: Mapping[str, Any], part: Part, which: str) -> int:
        known = len(self._clauses(part, which))
        return next(place for place in count(known) if f"{_key(part)}_{which}_{place}" not in sent)

    def _initial(self) -> dict[str, Any]:
        initial: dict[str, Any] = {}
        for part in self.parts:
            value = _get(self.record, part.name)
            if value is not None:
                initial |= _initial_of(part, value)
        return initial


def _adding_fields(part: Part, key: str) -> Iterator[tuple[str, forms.Field]]:
    """One more clause, from the answers of all questions, and the list that it goes to."""
    every = [("", _("Nothing")), *part.options]
    yield f"{key}_add", forms.ChoiceField(choices=every, help_text=_("Add an answer"))
    yield f"{key}_add_to", forms.ChoiceField(choices=list(LISTS.items()), help_text=_("Add it to the list"))


def _in(code: str, label: Any) -> str:
    """The label of a part, with the language that its field is for."""
    name = languages.name(code, get_language() or languages.SOURCE)
    return gettext("%(part)s, in %(language)s") % {"part": label, "language": name}


def _writing(part: Part, code: str) -> forms.Field:
    """A field for one language."""
    if part.shape == "line":
        return Line(max_length=300, widget=forms.TextInput(attrs={"lang": code}))
    rows = 16 if part.name == "body" else 5
    return Line(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": rows, "lang": code}))


def _single(part: Part) -> forms.Field:
    """A field for what is the same in all languages."""
    if part.shape == "choice":
        return forms.ChoiceField(choices=[("", _("Choose")), *part.options], help_text=part.hint)
    if part.shape == "choices":
        tick = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(choices=part.options, widget=tick, help_text=part.hint)
    if part.shape == "flag":
        return forms.BooleanField(help_text=part.hint)
    if part.shape == "number":
        return WholeNumber(min_value=1, help_text=part.hint)
    if part.shape == "competences":
        return Line(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}), help_text=part.hint)
    return Line(max_length=500, help_text=part.hint)


def _initial_of(part: Part, value: Any) -> dict[str, Any]:
    key = _key(part)
    if part.shape in ("line", "text"):
        return {f"{key}_{code}": value.get(code, "") for code in languages.codes()}
    if part.shape == "list":
        return {f"{key}_{code}": "\n".join(value.get(code, [])) for code in languages.codes()}
    if part.shape == "answers":
        return {f"{key}_{code}": "\n".join(one[code] for one in value if code in one) for code in languages.codes()}
    if part.shape == "clauses":
        return {
            f"{key}_{which}_{place}": _encoded(clause)
            for which in ("every", "some")
            for place, clause in enumerate(value.get(which, []))
        }
    if part.shape == "rows":
        return rows.initial_of(part, value)
    if part.shape == "words":
        return {key: ", ".join(value)}
    if part.shape == "competences":
        return {key: "\n".join(" ".join(str(one[name]) for name, _label in part.options) for one in value)}
    return {key: value}


def _key(part: Part) -> str:
    return part.name.replace(".", "_")


def _lines(value: str | None) -> list[str]:
    return [line.strip() for line in (value or "").splitlines() if line.strip()]


def _competence(line: str, keys: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """ "digcomp-3.0 1.1 3" as a record; what is not written so is refused by the reader, in words."""
    values: list[Any] = [
        int(part) if place == 2 and part.isdigit() else part for place, part in enumerate(line.split())
    ]
    return dict(zip([name for name, _label in keys], values, strict=False))


def _encoded(clause: Mapping[str, Any]) -> str:
    ((comparison, wanted),) = ((key, value) for key, value in clause.items() if key != "question")
    return f"{clause['question']}|{comparison}|{','.join(wanted) if isinstance(wanted, list) else wanted}"


def _about(options: Sequence[tuple[str, Any]], values: Sequence[str]) -> list[tuple[str, Any]]:
    """The groups of options that are about the questions of these clauses."""
    questions = {value.partition("|")[0] for value in values}
    return [(group, row) for group, row in options if row and row[0][0].partition("|")[0] in questions]


def _with_all(options: Sequence[tuple[str, Any]], clauses: list[str]) -> list[tuple[str, Any]]:
    """The options, with the clauses that stand there already and that none of them says."""
    known = {value for _group, row in options for value, _label in row}
    unusual = [(clause, clause.replace("|", " · ")) for clause in clauses if clause not in known]
    return [("", gettext("Nothing")), *unusual, *options]


def _get(record: Record, name: str) -> Any:
    value: Any = record
    for key in name.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _put(record: dict[str, Any], name: str, value: Any) -> None:
    *outer, last = name.split(".")
    for key in outer:
        record[key] = dict(record.get(key) or {})
        record = record[key]
    record[last] = value
