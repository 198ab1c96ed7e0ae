from django.urls import path

from tandem.directory.views import lists, members, pages, reports, rights, writing

urlpatterns = [
    path("organisations/", lists.organisations, name="organisations"),
    path("organisations/new/", writing.new_organisation, name="organisation_new"),
    path("organisations/switch/", members.switch_organisation, name="organisation_switch"),
    path("organisations/<slug:slug>/", pages.organisation, name="organisation"),
    path("organisations/<slug:slug>/edit/", writing.edit_organisation, name="organisation_edit"),
    path("organisations/<slug:slug>/members/", members.members, name="organisation_members"),
    path("organisations/<slug:slug>/members/invite/", rights.invite, name="organisation_invite"),
    path("organisations/<slug:slug>/members/hand-over/", rights.hand_over, name="organisation_hand_over"),
    path("organisations/<slug:slug>/members/leave/", rights.leave, name="organisation_leave"),
    path("organisations/<slug:slug>/members/<int:pk>/", rights.member, name="organisation_member"),
    path("organisations/<slug:slug>/members/<int:pk>/remove/", rights.remove, name="organisation_member_remove"),
    path("organisations/<slug:slug>/invitations/<slug:reference>/revoke/", rights.revoke, name="invitation_revoke"),
    path("organisations/<slug:slug>/join/", rights.join, name="organisation_join"),
    path("organisations/<slug:slug>/requests/<int:pk>/", rights.answer_join, name="join_request"),
    path("organisations/<slug:slug>/close/", rights.close, name="organisation_close"),
    path("organisations/<slug:slug>/reopen/", rights.reopen, name="organisation_reopen"),
    path("invitation/<str:token>/", rights.invitation, name="invitation"),
    path("my-organisations/requests/<int:pk>/withdraw/", rights.withdraw_join, name="join_request_withdraw"),
    path("my-organisations/", members.my_organisations, name="my_organisations"),
    path("solutions/", lists.solutions, name="solutions"),
    path("solutions/<slug:slug>/", pages.solution, name="solution"),
    path("report/", reports.report, name="report"),
    path("report/sent/", reports.report_sent, name="report_sent"),
]
