from django.urls import path

from tandem.questionnaires import views

urlpatterns = [
    path("", views.kinds, name="contents"),
    path("<slug:kind>/", views.entries, name="content_entries"),
    path("<slug:kind>/new/", views.edit, name="content_new"),
    path("<slug:kind>/entry/<slug:entry>/", views.edit, name="content_edit"),
    path("<slug:kind>/entry/<slug:entry>/take-up/<int:number>/", views.take_up, name="content_take_up"),
]
