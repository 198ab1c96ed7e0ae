"""What each kind of file becomes: the rules of docs/importers.md, one by one."""

from dataclasses import replace

import pytest

from tandem.directory.importers import digital_public_goods, dsi4eu, publiccode, susy
from tandem.directory.importers.fields import Fields
from tandem.directory.importers.records import ProjectRecord, SolutionRecord
from tandem.domain.errors import BadInput
from tandem.domain.vocabulary import ROLES, SDGS, TECHNOLOGY


def entry(values):
    return Fields("file", ("entry 1",), values)


def doubts(fields):
    return [(", ".join(map(str, one.place)), str(one.reason)) for one in fields.doubts]


def initiative(**properties):
    found = {"name": "Food Bank", "_id": "e98f", "_uri": "https://data.example.org/e98f", **properties}
    return entry({"type": "Feature", "properties": found, "geometry": {"type": "Point", "coordinates": [23.3, 42.7]}})


def an_organisation(**more):
    return entry({"organisation_id": 7, "organisation_name": "Makers", **more})


def a_project(**more):
    return entry(
        {
            "project_id": 9,
            "project_name": "Air for all",
            "website": "https://air.example.org",
            "long_description": "<p>People measure the air in their street and share what they find.</p>",
            "technology": [{"id": "1", "name": "sensors and internet of things"}, {"id": "2", "name": "open data"}],
            "support_tags": [{"id": "3", "name": "Health and wellbeing"}, {"id": "4", "name": "Science"}],
            "linked_organisation_ids": ["7"],
            **more,
        }
    )


def a_good(**more):
    return entry(
        {
            "source_file": "nominees/bank.json",
            "name": "Bank",
            "description": "Shares food.",
            "website": "https://bank.example.org",
            "license": [{"spdx": "GPL-3.0", "licenseURL": "https://bank.example.org/licence"}],
            "SDGs": [{"SDGNumber": 2, "evidenceText": "It feeds.", "evidenceURL": "https://bank.example.org/sdg"}],
            "type": ["software"],
            "repositories": [{"name": "main", "url": "https://code.example.org/bank"}],
            **more,
        }
    )


def a_publiccode(**more):
    return entry(
        {
            "publiccodeYmlVersion": "0.4",
            "name": "Forms",
            "url": "https://code.example.org/forms.git",
            "description": {"nl": {"shortDescription": "Formulieren", "features": ["Bouwen", "Delen"]}},
            "legal": {"license": "eupl-1.2", "mainCopyrightOwner": "Jane Doe"},
            "maintenance": {
                "contacts": [{"name": "Jane Doe", "email": "jane@example.org", "phone": "+31 6 1234 5678"}]
            },
            "categories": ["document-management", "it-development"],
            "localisation": {"availableLanguages": ["nl", "en-GB", "xx"]},
            **more,
        }
    )


class TestSusy:
    def test_an_initiative_is_a_social_organisation_with_its_place(self):
        record = susy.read(
            initiative(**{"addr:country": "Österreich", "addr:city": "Graz", "website": "www.bank.example.org"})
        )
        assert record.roles == ("social",)
        assert (record.country, record.place) == ("AT", "Graz")
        assert (record.latitude, record.longitude) == (42.7, 23.3)
        assert record.website == "http://www.bank.example.org"
        assert record.source_address == "https://data.example.org/e98f"
        assert record.source.may_republish

    @pytest.mark.parametrize(
        ("types", "roles"),
        [
            ("networking_initiative;foodbank", ("social", "intermediary")),
            ("microfinance; sse_research", ("social", "funder", "research")),
            ("other", ("social",)),
        ],
    )
    def test_some_types_add_a_role(self, types, roles):
        assert susy.read(initiative(type_of_initiative=types)).roles == roles

    def test_types_become_readable_tags(self):
        types = "socialinclusion_employment; other_buylocal;other;ssedas_partner"
        assert susy.read(initiative(type_of_initiative=types)).tags == ("social inclusion employment", "buy local")

    def test_descriptions_keep_their_language_also_when_its_key_is_misspelt(self):
        texts = {"description": "Food", "description:gr": "Τροφή", "descripiton:de": "Essen", "description:xx": "?"}
        assert susy.read(initiative(**texts)).summary == {"el": "Τροφή", "de": "Essen", "und": "Food"}

    def test_sr_is_slovakia_on_this_map_and_no_other_name_is_changed(self):
        assert susy.read(initiative(**{"addr:country": "SR"})).country == "SK"
        assert susy.read(initiative(**{"addr:country": "SI"})).country == "SI"

    def test_what_cannot_be_used_is_left_out_and_noted_without_being_shown(self):
        feature = initiative(
            **{"addr:country": "ABERDEEN", "website": "mailto:jane@example.org", "description": "<script>x</script>ok"}
        )
        feature.values["geometry"]["coordinates"] = [200, 10]
        record = susy.read(feature)
        assert (record.country, record.website, record.latitude, record.summary) == ("", "", None, {"und": "ok"})
        assert sorted(doubts(feature)) == [
            ("entry 1, geometry, coordinates", "left out: no place on the globe has these coordinates"),
            ("entry 1, properties, addr:country", "left out: no country is called “ABERDEEN”"),
            ("entry 1, properties, description", "scripts, embedded pages or hidden characters were taken out"),
            ("entry 1, properties, website", "left out: not the http(s) address of a public site"),
        ]

    @pytest.mark.parametrize(
        ("change", "place"),
        [
            ({"name": " \u200b"}, ("properties", "name")),
            ({"name": "***"}, ("properties", "name")),
            ({"_id": None}, ("properties", "_id")),
        ],
    )
    def test_a_feature_without_name_or_id_is_refused(self, change, place):
        with pytest.raises(BadInput) as refused:
            susy.read(initiative(**change))
        assert refused.value.place == place

    @pytest.mark.parametrize("value", [None, 3, "text", [], {"type": "Feature"}, {"type": "Feature", "properties": []}])
    def test_what_is_no_feature_is_refused(self, value):
        with pytest.raises(BadInput):
            susy.read(entry(value))


class TestOrganisationsOfDsi4eu:
    @pytest.mark.parametrize(
        ("kind", "roles"),
        [
            ("Social enterprise, charity, foundation or other non-profit", ("social",)),
            ("Grassroots organisation or community network", ("social",)),
            ("For-profit business", ("tech",)),
            ("Academia/Research organisation", ("research",)),
            ("Government/Public Sector", ("public",)),
            ("", ()),
        ],
    )
    def test_the_type_gives_the_role(self, kind, roles):
        assert dsi4eu.read_organisation(an_organisation(organisation_type={"id": 1, "name": kind})).roles == roles

    def test_place_year_and_texts_are_read(self):
        record = dsi4eu.read_organisation(
            an_organisation(
                country="Korea, Republic of", region="Seoul", latitude=37.5, longitude=127.0, startDate="1995-03-01",
                short_description="We make.", long_description="<p>We make.</p><p>Call us: +82 2 1234 5678</p>",
            )
        )  # fmt: skip
        assert (record.country, record.place, record.founded) == ("KR", "Seoul", 1995)
        assert record.summary == {"und": "We make.\nWe make.\nCall us: …"}
        assert not record.source.may_republish


class TestProjectsOfDsi4eu:
    def test_with_a_website_a_description_and_a_technology_it_is_a_solution(self):
        record = dsi4eu.read_project(a_project())
        assert isinstance(record, SolutionRecord)
        assert record.technology == ("internet-of-things",)
        assert record.sdgs == (3,)
        assert record.links == ("organisation/7",)

    @pytest.mark.parametrize(
        ("change", "lacks"),
        [
            ({"website": ""}, "a website"),
            ({"long_description": "Too short."}, "a description"),
            (
                {"technology": [{"id": "5", "name": "Taxi"}, {"id": "6", "name": "21"}]},
                "a technology that Tandem knows",
            ),
        ],
    )
    def test_without_one_of_them_it_is_a_project_of_its_organisations_or_refused(self, change, lacks):
        assert isinstance(dsi4eu.read_project(a_project(**change)), ProjectRecord)
        with pytest.raises(BadInput, match=lacks) as refused:
            dsi4eu.read_project(a_project(**change, linked_organisation_ids=[]))
        assert refused.value.place == ("linked_organisation_ids",)

    def test_without_organisation_it_can_still_be_a_solution(self):
        assert isinstance(dsi4eu.read_project(a_project(linked_organisation_ids=[])), SolutionRecord)


class TestDigitalPublicGoods:
    def test_a_good_keeps_its_goals_with_their_evidence(self):
        record = digital_public_goods.read(a_good())
        assert record.sdgs == (2,)
        assert record.sdg_evidence == {"2": {"text": "It feeds.", "address": "https://bank.example.org/sdg"}}
        assert (record.licence, record.kind) == ("GPL-3.0-only", "free-software")
        assert record.repository == "https://code.example.org/bank"
        assert record.summary == {"en": "Shares food."}

    def test_the_contacts_of_its_organisations_are_not_read(self):
        people = [
            {"name": "Bank", "org_type": "owner", "contact_name": "Jane Doe", "contact_email": "jane@example.org"}
        ]
        assert "Jane" not in repr(digital_public_goods.read(a_good(organizations=people)))

    @pytest.mark.parametrize(
        ("types", "licence", "kind"),
        [
            (["data"], "ODbL-1.0", "open-data"),
            (["content", "software"], "CC-BY-4.0", "open-content"),
            (["standard"], "CC0-1.0", "open-content"),
            (["content"], "CC-BY-NC-4.0", ""),
            (["software"], "Secret-1.0", ""),
        ],
    )
    def test_the_kind_needs_an_open_licence(self, types, licence, kind):
        assert digital_public_goods.read(a_good(type=types, license=[{"spdx": licence}])).kind == kind

    def test_several_licences_are_all_needed(self):
        both = [{"spdx": "MIT"}, {"spdx": "CC-BY-4.0"}, {"spdx": "Nonsense"}]
        fields = a_good(license=both)
        assert digital_public_goods.read(fields).licence == "MIT AND CC-BY-4.0"
        assert doubts(fields) == [("entry 1, license", "left out: “Nonsense” is no SPDX licence that Tandem knows")]

    def test_the_repository_stands_in_for_a_missing_website(self):
        assert digital_public_goods.read(a_good(website="")).website == "https://code.example.org/bank"

    @pytest.mark.parametrize("goal", [0, 18, "4", True, 2.5, None])
    def test_a_goal_outside_the_seventeen_is_left_out(self, goal):
        fields = a_good(SDGs=[{"SDGNumber": goal}, {"SDGNumber": 3}])
        assert digital_public_goods.read(fields).sdgs == (3,)
        assert [place for place, _ in doubts(fields)] == ["entry 1, SDGs"]

    @pytest.mark.parametrize("change", [{"name": ""}, {"description": None}, {"website": "", "repositories": None}])
    def test_without_name_description_or_address_it_is_refused(self, change):
        with pytest.raises(BadInput):
            digital_public_goods.read(a_good(**change))


class TestPubliccode:
    def test_a_file_becomes_free_software_with_its_texts_by_language(self):
        record = publiccode.read(a_publiccode())
        assert record.summary == {"nl": "Formulieren"}
        assert record.functions == {"nl": "Bouwen\nDelen"}
        assert record.languages == ("nl", "en")
        assert record.technology == ("collaboration",)
        assert record.tags == ("document management", "it development")
        assert (record.licence, record.kind) == ("EUPL-1.2", "free-software")
        assert not record.source.may_republish

    def test_nobody_who_is_named_in_it_is_read(self):
        record = publiccode.read(a_publiccode())
        assert "Jane" not in repr(record)
        assert "jane@" not in repr(record)

    @pytest.mark.parametrize(
        "address",
        ["https://Code.example.org/Forms", "http://code.example.org/forms.git", "https://www.code.example.org/forms/"],
    )
    def test_one_repository_is_one_solution_however_it_is_written(self, address):
        assert publiccode.read(a_publiccode(url=address)).external_id == "code.example.org/forms"

    def test_markdown_is_read_as_text(self):
        long = (
            "# Title\n\nA **bold** word,\nbroken [by\nwidth](https://example.org/x).\n\n* one\n* two\n\n```\ncode\n```"
        )
        texts = {"en": {"shortDescription": "null", "longDescription": long}}
        assert publiccode.read(a_publiccode(description=texts)).summary == {
            "en": "Title\nA bold word, broken by width.\n* one\n* two\ncode"
        }

    @pytest.mark.parametrize(
        ("change", "place"),
        [
            ({"name": "~~"}, ("name",)),
            ({"url": "git@code.example.org:forms.git"}, ("url",)),
            ({"url": "https://code.example.org/" + "a" * 400}, ("url",)),
            ({"description": {"xx": {"shortDescription": "?"}}}, ("description",)),
            ({"description": None}, ("description",)),
        ],
    )
    def test_without_name_repository_or_description_it_is_refused(self, change, place):
        with pytest.raises(BadInput) as refused:
            publiccode.read(a_publiccode(**change))
        assert refused.value.place == place

    def test_an_unknown_licence_is_named_and_left_out(self):
        fields = a_publiccode(legal={"license": "Free for all"})
        assert publiccode.read(fields).licence == ""
        assert doubts(fields) == [
            ("entry 1, legal, license", "left out: “Free for all” is no SPDX licence that Tandem knows")
        ]


def test_every_rule_leads_to_an_id_that_exists():
    assert {*susy.ROLES.values(), *dsi4eu.ROLES.values()} <= set(ROLES)
    assert {*dsi4eu.TECHNOLOGY.values(), *publiccode.TECHNOLOGY.values()} <= set(TECHNOLOGY)
    assert {*digital_public_goods.TECHNOLOGY_OF_TYPE.values()} <= set(TECHNOLOGY)
    assert {*digital_public_goods.TECHNOLOGY_OF_SECTOR.values()} <= set(TECHNOLOGY)
    assert {*dsi4eu.GOALS.values()} <= set(SDGS)


def test_the_fingerprint_follows_the_facts_and_not_their_place():
    record = susy.read(initiative())
    assert replace(record, file="other", where=("entry 2",)).content_hash() == record.content_hash()
    assert replace(record, place="Sofia").content_hash() != record.content_hash()
