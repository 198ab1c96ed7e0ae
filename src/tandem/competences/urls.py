from django.urls import path

from tandem.competences import views

urlpatterns = [
    path("", views.index, name="competences"),
    path("esco/skill/", views.concept, name="concept"),
    path("tandem/new/", views.add, name="competence_new"),
    path("<str:framework>/", views.framework, name="framework"),
    path("<str:framework>/<str:code>/", views.competence, name="competence"),
    path("<str:framework>/<str:code>/edit/", views.edit, name="competence_edit"),
]
