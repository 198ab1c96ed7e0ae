from django.urls import path

from tandem.cooperation import views

urlpatterns = [path("cooperations/<str:reference>/", views.room, name="cooperation")]
