from django.urls import path

from tandem.accounts import views

urlpatterns = [path("", views.account, name="account")]
