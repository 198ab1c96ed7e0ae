from django.urls import path

from tandem.cooperation.views import framing, rooms

urlpatterns = [
    path("cooperations/", rooms.listing, name="cooperations"),
    path("cooperations/<str:reference>/", rooms.room, name="cooperation"),
    path("cooperations/<str:reference>/step/<slug:transition>/", rooms.take_step, name="cooperation_step"),
    path("cooperations/<str:reference>/framing/", framing.framing, name="framing"),
    path("cooperations/<str:reference>/framing/side/", framing.side, name="framing_side"),
    path("cooperations/<str:reference>/framing/goal/", framing.goal, name="framing_goal"),
    path("cooperations/<str:reference>/framing/agree/", framing.agree, name="framing_agree"),
]
