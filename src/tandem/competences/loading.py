"""Put the rows of ESCO's files into the database, in batches; used by `actions.import_esco`, in its transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from tandem.competences.esco import BroaderRow, EscoFile, Refusal, SkillRow
from tandem.competences.models import Broader, Concept, ConceptLabel
from tandem.competences.search import stems

T = TypeVar("T")
BATCH = 500


@dataclass
class EscoReport:
    """What an import did. Counts are names of a concept in one language; `repeated` ones were said by a file before."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    repeated: int = 0
    links_created: int = 0
    links_unchanged: int = 0
    refused: list[Refusal] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)


class Loading:
    """One run over several files: what was said first counts, so that the same folder always gives the same result."""

    def __init__(self, aside: list[str]) -> None:
        self.report = EscoReport(aside=aside)
        self._said: set[tuple[str, str]] = set()
        self._described: set[str] = set()
        self._linked: set[tuple[str, str]] = set()

    def load(self, file: EscoFile) -> None:
        """Raises `BadInput` when the CSV breaks on the way; the caller's transaction then undoes everything."""
        for batch in _batches(file.rows(), BATCH):
            self.report.refused += [row for row in batch if isinstance(row, Refusal)]
            skills = [row for row in batch if isinstance(row, SkillRow)]
            links = [(row.uri, row.broader) for row in batch if isinstance(row, BroaderRow)]
            links += [(row.uri, parent) for row in skills for parent in row.broader]
            concepts = self._concepts(skills, {uri for link in links for uri in link})
            self._labels(self._first_said(skills), concepts)
            self._links(dict.fromkeys(links), concepts)

    def _first_said(self, skills: list[SkillRow]) -> list[SkillRow]:
        first = []
        for row in skills:
            if (row.uri, row.language) in self._said:
                self.report.repeated += 1
            else:
                self._said.add((row.uri, row.language))
                first.append(row)
        return first

    def _concepts(self, skills: list[SkillRow], linked: set[str]) -> dict[str, Concept]:
        """The concepts of a batch; those that are new are made, also when they are only known as a neighbour."""
        rows = {row.uri: row for row in reversed(skills)}
        uris = rows.keys() | linked
        found = {one.uri: one for one in Concept.objects.filter(uri__in=uris)}
        new = [Concept(uri=uri) for uri in sorted(uris - found.keys())]
        for concept in new:
            if concept.uri in rows:
                self._describe(concept, rows[concept.uri])
        return found | {one.uri: one for one in Concept.objects.bulk_create(new)}

    def _labels(self, rows: list[SkillRow], concepts: dict[str, Concept]) -> None:
        languages = {row.language for row in rows}
        ids = {concepts[row.uri].pk for row in rows}
        known = {
            (label.concept_id, label.language): label
            for label in ConceptLabel.objects.filter(concept__in=ids, language__in=languages)
        }
        new, changed, described = [], [], []
        for row in rows:
            concept = concepts[row.uri]
            if self._describe(concept, row):
                described.append(concept)
            label = known.get((concept.pk, row.language))
            if label is None:
                new.append(_written(ConceptLabel(concept=concept, language=row.language), row))
            elif _differs(label, row):
                changed.append(_written(label, row))
            else:
                self.report.unchanged += 1
        ConceptLabel.objects.bulk_create(new)
        ConceptLabel.objects.bulk_update(changed, ["label", "alternatives", "description", "stems"])
        Concept.objects.bulk_update(described, ["kind", "reuse"])
        self.report.created += len(new)
        self.report.changed += len(changed)

    def _describe(self, concept: Concept, row: SkillRow) -> bool:
        """Take over what kind of concept this is, from the first row that says it; whether that changed anything."""
        if row.uri in self._described or not (row.kind or row.reuse):
            return False
        self._described.add(row.uri)
        kind, reuse = row.kind or concept.kind, row.reuse or concept.reuse
        if (kind, reuse) == (concept.kind, concept.reuse):
            return False
        concept.kind, concept.reuse = kind, reuse
        return True

    def _links(self, links: Iterable[tuple[str, str]], concepts: dict[str, Concept]) -> None:
        first = [link for link in links if link not in self._linked]
        self._linked.update(first)
        pairs = [(concepts[uri].pk, concepts[parent].pk) for uri, parent in first]
        below = {concept for concept, _ in pairs}
        known = set(Broader.objects.filter(concept__in=below).values_list("concept", "broader"))
        new = [
            Broader(concept_id=concept, broader_id=parent)
            for concept, parent in pairs
            if (concept, parent) not in known
        ]
        Broader.objects.bulk_create(new)
        self.report.links_created += len(new)
        self.report.links_unchanged += len(pairs) - len(new)


def _differs(label: ConceptLabel, row: SkillRow) -> bool:
    return (
        label.label != row.label
        or (row.alternatives is not None and label.alternatives != list(row.alternatives))
        or (row.description is not None and label.description != row.description)
    )


def _written(label: ConceptLabel, row: SkillRow) -> ConceptLabel:
    label.label = row.label
    if row.alternatives is not None:
        label.alternatives = list(row.alternatives)
    if row.description is not None:
        label.description = row.description
    label.stems = " " + " ".join(dict.fromkeys(stems(" ".join([label.label, *label.alternatives]))))
    return label


def _batches(rows: Iterator[T], size: int) -> Iterator[list[T]]:
    while batch := list(islice(rows, size)):
        yield batch
