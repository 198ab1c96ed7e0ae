"""The codebook in DDI Codebook 2.5: what archives of social science read."""

from __future__ import annotations

from xml.etree import ElementTree

from tandem.survey_files.open_data.content import OpenSurvey, Variable, in_language
from tandem.survey_files.open_data.csvw import answers_name

CODEBOOK = "codebook.xml"
_NAMESPACE = "ddi:codebook:2_5"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def codebook(survey: OpenSurvey) -> bytes:
    """Title, citation, licence, how identities were protected, and each variable with its categories and counts.

    A count from 1 to k − 1 is left out, and so is the frequency of every category of that variable: with one
    missing number the others would tell it.
    """
    ElementTree.register_namespace("", _NAMESPACE)
    book = ElementTree.Element(f"{{{_NAMESPACE}}}codeBook", {"version": "2.5", _XML_LANG: survey.languages[0]})
    study = _within(book, "stdyDscr")
    citation = _within(study, "citation")
    titles = _within(citation, "titlStmt")
    _within(titles, "titl", survey.title[survey.languages[0]])
    for language in survey.languages[1:]:
        _within(titles, "parTitl", survey.title[language], language)
    _within(_within(citation, "rspStmt"), "AuthEnty", survey.creator)
    _within(citation, "biblCit", survey.citation)
    info = _within(study, "stdyInfo")
    if survey.synthetic:
        _within(info, "abstract", "Synthetic answers: nobody gave them.", "en")
    access = _within(_within(study, "dataAccs"), "useStmt")
    _within(access, "confDec", _protection(survey), "en")
    _within(access, "conditions", survey.licence)
    file = _within(_within(book, "fileDscr", ID="F1"), "fileTxt")
    _within(file, "fileName", answers_name(survey))
    size = _within(file, "dimensns")
    _within(size, "caseQnty", str(survey.n))
    _within(size, "varQnty", str(len(survey.variables)))
    data = _within(book, "dataDscr")
    for place, variable in enumerate(survey.variables, start=1):
        _describe(data, variable, survey, place)
    ElementTree.indent(book)
    return ElementTree.tostring(book, encoding="utf-8", xml_declaration=True)


def _protection(survey: OpenSurvey) -> str:
    if not survey.identifying:
        return "No variable was named as identifying."
    return (
        f"On {', '.join(survey.identifying)} every respondent is alike with at least {survey.k - 1} others; "
        f"these answers of {survey.blanked} respondents were left out. Free text is not published."
    )


def _describe(data: ElementTree.Element, variable: Variable, survey: OpenSurvey, place: int) -> None:
    described = _within(data, "var", ID=f"V{place}", name=variable.name, files="F1")
    for language in survey.languages:
        _within(described, "labl", in_language(variable.words, language, variable.name), language)
    answers = variable.answers
    if variable.is_number:
        return
    counts = {level: int((answers.codes == code).sum()) for code, level in enumerate(answers.levels)}
    told = all(count == 0 or count >= survey.k for count in [*counts.values(), survey.n - sum(counts.values())])
    for level, count in counts.items():
        absent = {"missing": "Y"} if level in variable.absences else {}
        category = _within(described, "catgry", **absent)
        _within(category, "catValu", level)
        for language in survey.languages:
            _within(category, "labl", in_language(variable.choices.get(level, {}), language, level), language)
        if told:
            _within(category, "catStat", str(count), type="freq")


def _within(
    parent: ElementTree.Element, tag: str, text: str | None = None, language: str | None = None, **attributes: str
) -> ElementTree.Element:
    more = {_XML_LANG: language} if language else {}
    element = ElementTree.SubElement(parent, f"{{{_NAMESPACE}}}{tag}", {**attributes, **more})
    element.text = text
    return element
