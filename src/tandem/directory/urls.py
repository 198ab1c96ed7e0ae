from django.urls import path

from tandem.directory.views import lists, members, pages, reports, writing

urlpatterns = [
    path("organisations/", lists.organisations, name="organisations"),
    path("organisations/new/", writing.new_organisation, name="organisation_new"),
    path("organisations/switch/", members.switch_organisation, name="organisation_switch"),
    path("organisations/<slug:slug>/", pages.organisation, name="organisation"),
    path("organisations/<slug:slug>/edit/", writing.edit_organisation, name="organisation_edit"),
    path("organisations/<slug:slug>/members/", members.members, name="organisation_members"),
    path("my-organisations/", members.my_organisations, name="my_organisations"),
    path("solutions/", lists.solutions, name="solutions"),
    path("solutions/<slug:slug>/", pages.solution, name="solution"),
    path("report/", reports.report, name="report"),
    path("report/sent/", reports.report_sent, name="report_sent"),
]
