from django.urls import path

from tandem.cooperation.views import framing, milestones, rooms, session, talk, transfer

urlpatterns = [
    path("cooperations/", rooms.listing, name="cooperations"),
    path("cooperations/<str:reference>/", rooms.room, name="cooperation"),
    path("cooperations/<str:reference>/step/<slug:transition>/", rooms.take_step, name="cooperation_step"),
    path("cooperations/<str:reference>/time/", session.propose, name="session_time"),
    path("cooperations/<str:reference>/time/<int:pk>/", session.confirm, name="session_confirm"),
    path("cooperations/<str:reference>/calendar.ics", session.calendar, name="session_calendar"),
    path("cooperations/<str:reference>/questions/", session.answer, name="session_answer"),
    path("cooperations/<str:reference>/further/", session.further, name="session_further"),
    path("cooperations/<str:reference>/messages/", talk.notes, name="notes"),
    path("cooperations/<str:reference>/milestones/", milestones.milestones, name="milestones"),
    path("cooperations/<str:reference>/milestones/<int:pk>/", milestones.change, name="milestone"),
    path("cooperations/<str:reference>/hours/", talk.hours, name="hours"),
    path("cooperations/<str:reference>/hours/ledger.jsonl", talk.ledger, name="ledger"),
    path("cooperations/<str:reference>/hours/<int:number>/confirm/", talk.confirm_hours, name="hours_confirm"),
    path("cooperations/<str:reference>/hours/<int:number>/back/", talk.take_hours_back, name="hours_back"),
    path("cooperations/<str:reference>/framing/", framing.framing, name="framing"),
    path("cooperations/<str:reference>/framing/side/", framing.side, name="framing_side"),
    path("cooperations/<str:reference>/framing/goal/", framing.goal, name="framing_goal"),
    path("cooperations/<str:reference>/framing/agree/", framing.agree, name="framing_agree"),
    path("cooperations/<str:reference>/transfer/", transfer.plan, name="transfer"),
    path("cooperations/<str:reference>/transfer/competences/", transfer.add, name="transfer_competences"),
    path("cooperations/<str:reference>/transfer/nothing/", transfer.nothing, name="transfer_nothing"),
    path("cooperations/<str:reference>/transfer/<int:pk>/", transfer.line, name="transfer_line"),
    path("cooperations/<str:reference>/transfer/step/<slug:name>/", transfer.autonomy, name="autonomy_step"),
]
