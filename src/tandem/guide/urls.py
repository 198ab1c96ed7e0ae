from django.urls import path

from tandem.guide import views

urlpatterns = [
    path("", views.index, name="guide"),
    path("words/", views.glossary, name="glossary"),
    path("learn/", views.resources, name="resources"),
    path("<slug:page>/", views.page, name="guide_page"),
]
