"""Root addresses: every page stands under its language."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from tandem.accounts.views import openid_callback, openid_login
from tandem.config import views

urlpatterns = [
    # Outside the languages: the other server knows one address of ours.
    path("account/openid/<slug:provider_id>/", openid_login, name="openid_connect_login"),
    path("account/openid/<slug:provider_id>/callback/", openid_callback, name="openid_connect_callback"),
]
urlpatterns += i18n_patterns(
    path("", views.home, name="home"),
    path("legal/", views.legal, name="legal"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("eco-design/", views.ecodesign, name="ecodesign"),
    path("demo/people/", views.demo_people, name="demo_people"),
    path("demo/mailbox/", views.demo_mailbox, name="demo_mailbox"),
    path("ui/", include("tandem.ui.urls")),
    path("account/", include("tandem.accounts.urls")),
    path("competences/", include("tandem.competences.urls")),
    path("guide/", include("tandem.guide.urls")),
    path("steward/content/", include("tandem.questionnaires.urls")),
    path("", include("tandem.diagnosis.urls")),
    path("", include("tandem.directory.urls")),
    path("", include("tandem.matching.urls")),
    path("", include("tandem.cooperation.urls")),
    path("", include("tandem.observatory.urls")),
)

handler403 = "tandem.config.views.refused"
handler404 = "tandem.config.views.not_found"
handler500 = "tandem.config.views.broken"
