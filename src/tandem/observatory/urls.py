from django.urls import path

from tandem.observatory.views import answering, report, sample, surveys, tables

urlpatterns = [
    path("observatory/", surveys.home, name="observatory"),
    path("observatory/new/", surveys.new, name="survey_new"),
    path("observatory/<slug:slug>/", surveys.overview, name="survey"),
    path("observatory/<slug:slug>/edit/", surveys.edit, name="survey_edit"),
    path("observatory/<slug:slug>/questionnaire/", surveys.questionnaire, name="survey_questionnaire"),
    path("observatory/<slug:slug>/questionnaire/<int:number>/", surveys.preview, name="survey_preview"),
    path("observatory/<slug:slug>/waves/new/", surveys.new_wave, name="survey_wave_new"),
    path("observatory/<slug:slug>/waves/<int:pk>/", surveys.wave, name="survey_wave"),
    path("observatory/<slug:slug>/waves/<int:pk>/quota/<str:question>/", surveys.quota, name="survey_quota"),
    path("observatory/<slug:slug>/waves/<int:pk>/codes/", surveys.invite, name="survey_invite"),
    path("observatory/<slug:slug>/waves/<int:pk>/close/", surveys.close, name="survey_wave_close"),
    path("observatory/<slug:slug>/results/", tables.results, name="survey_results"),
    path("observatory/<slug:slug>/sample/", sample.sample, name="survey_sample"),
    path("observatory/<slug:slug>/sample/load/", sample.load, name="survey_margins_load"),
    path("observatory/<slug:slug>/sample/weights/", sample.settings, name="survey_trim"),
    path("observatory/<slug:slug>/sample/of/<str:question>/", sample.margin, name="survey_margin"),
    path("observatory/<slug:slug>/screening/", sample.screen, name="survey_screening"),
    path("observatory/<slug:slug>/plan/", report.plan, name="survey_plan"),
    path("observatory/<slug:slug>/plan/<int:pk>/drop/", report.drop, name="survey_plan_drop"),
    path("observatory/<slug:slug>/report/", report.read, name="survey_report"),
    path("observatory/<slug:slug>/report/write/", report.write, name="survey_report_write"),
    path("observatory/<slug:slug>/report/publish/", report.publish, name="survey_publish"),
    path("observatory/<slug:slug>/report/file.<slug:kind>", report.download, name="survey_report_file"),
    path("answers/<str:token>/", answering.start, name="answer_start"),
    path("answers/<str:token>/<int:number>/", answering.screen, name="answer"),
    path("answers/<str:token>/end/", answering.end, name="answer_end"),
    path("answers/<slug:slug>/thanks/<slug:how>/", answering.thanks, name="answer_thanks"),
]
