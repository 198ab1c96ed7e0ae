"""Every field that may hold something about a person is declared, with its purpose and its end."""

from django.apps import apps
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from tests.factories import NOON, PersonFactory

from tandem.accounts import personal_data

SAYS_SOMETHING = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.GenericIPAddressField,
    models.FileField,
    models.BinaryField,
)


def about_people() -> list[str]:
    """Relations to people, texts that somebody may write, and files: what could hold personal data."""
    person = apps.get_model("accounts.Person")
    return [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if (field.related_model is person if field.is_relation else isinstance(field, SAYS_SOMETHING))
        and not getattr(field, "choices", None)
    ]


def declared() -> set[str]:
    return {field for line in personal_data.kept() for field in line.fields}


def impersonal() -> set[str]:
    return set().union(*(room.impersonal for room in personal_data.declarations().values()))


def to_people() -> list[models.Field]:
    person = apps.get_model("accounts.Person")
    return [
        field
        for model in apps.get_models()
        for field in model._meta.fields
        if getattr(field, "related_model", None) is person
    ]


def test_every_field_that_could_be_about_a_person_is_declared():
    said = declared() | impersonal()
    silent = [field for field in about_people() if field not in said and field.rpartition(".")[0] not in said]
    assert silent == [], (
        "\nSay what they keep, in src/tandem/ROOM/personal_data.toml: under `fields` of a [[kept]] entry (what, "
        "why, until, when_leaving, in English and French), or under `impersonal` when nobody writes about people there"
    )


def test_a_table_that_is_called_impersonal_does_not_point_to_people():
    tables = {name for name in impersonal() if name.count(".") == 1}
    assert [str(field) for field in to_people() if field.model._meta.label in tables] == []


def test_everything_declared_exists():
    for name in declared() | impersonal():
        label, model, *field = name.split(".")
        assert not field or apps.get_model(label, model)._meta.get_field(field[0]), name


def test_what_is_said_to_be_erased_hangs_on_the_person_and_what_is_said_to_stay_does_not():
    promised = {field: line.when_leaving for line in personal_data.kept() for field in line.fields}
    kinds = {models.CASCADE: personal_data.DELETED, models.SET_NULL: personal_data.UNNAMED}
    found = {
        f"{field.model._meta.label}.{field.name}": kinds.get(field.remote_field.on_delete) for field in to_people()
    }
    assert {name: promised[name] for name in found} == found


def test_the_file_that_one_takes_away_asks_every_table_that_names_one(db):
    """Each column that points to people is asked for this person when their data is given out."""
    person = PersonFactory()
    with CaptureQueriesContext(connection) as asked:
        personal_data.export(person, NOON)
    said = " ".join(query["sql"] for query in asked.captured_queries)
    silent = [
        f"{field.model._meta.label}.{field.name}"
        for field in to_people()
        if f'"{field.model._meta.db_table}"."{field.column}" = {person.pk}' not in said
    ]
    assert silent == []


def test_the_privacy_page_says_all_of_it_in_both_languages(client, db):
    for language in ("en", "fr"):
        page = client.get(f"/{language}/privacy/").content.decode()
        for line in personal_data.kept():
            for text in (line.what, line.why, line.until):
                assert text[language].replace("'", "&#x27;") in page
