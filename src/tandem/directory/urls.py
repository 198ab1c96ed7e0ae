from django.urls import path

from tandem.directory import views

urlpatterns = [
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/new/", views.new_organisation, name="organisation_new"),
    path("organisations/switch/", views.switch_organisation, name="organisation_switch"),
    path("organisations/<slug:slug>/", views.organisation, name="organisation"),
    path("organisations/<slug:slug>/edit/", views.edit_organisation, name="organisation_edit"),
    path("organisations/<slug:slug>/members/", views.members, name="organisation_members"),
    path("my-organisations/", views.my_organisations, name="my_organisations"),
    path("solutions/", views.solutions, name="solutions"),
    path("solutions/<slug:slug>/", views.solution, name="solution"),
    path("report/", views.report, name="report"),
    path("report/sent/", views.report_sent, name="report_sent"),
]
