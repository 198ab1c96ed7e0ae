from django.urls import path

from tandem.ui import views

urlpatterns = [path("", views.components, name="ui")]
