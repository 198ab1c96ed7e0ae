from django.urls import path

from tandem.directory import views

urlpatterns = [path("report/", views.report, name="report")]
