from django.urls import path, register_converter
from django.urls.converters import StringConverter

from tandem.diagnosis.views import asking, door, plan, results, skills, support


class QuestionnaireConverter(StringConverter):
    """`diagnosis` or `readiness` in the address, `maturity` or `readiness` in the code."""

    regex = "diagnosis|readiness"

    def to_python(self, value: str) -> str:
        return "maturity" if value == "diagnosis" else value

    def to_url(self, value: str) -> str:
        return "diagnosis" if value == "maturity" else value


register_converter(QuestionnaireConverter, "questionnaire")

urlpatterns = [
    path("<questionnaire:kind>/", asking.start, name="diagnosis"),
    path("<questionnaire:kind>/new/", asking.new, name="diagnosis_new"),
    path("<questionnaire:kind>/<str:reference>/", results.result, name="diagnosis_result"),
    path("<questionnaire:kind>/<str:reference>/subjects/", asking.subjects, name="diagnosis_subjects"),
    path("<questionnaire:kind>/<str:reference>/keep/", results.keep, name="diagnosis_keep"),
    path("<questionnaire:kind>/<str:reference>/discard/", results.discard, name="diagnosis_discard"),
    path("<questionnaire:kind>/<str:reference>/result.pdf", results.pdf, name="diagnosis_pdf"),
    path("<questionnaire:kind>/<str:reference>/peers/", results.peers, name="diagnosis_peers"),
    path("<questionnaire:kind>/<str:reference>/plan/", plan.add, name="plan_add"),
    path("<questionnaire:kind>/<str:reference>/support/", support.support, name="diagnosis_support"),
    path("<questionnaire:kind>/<str:reference>/report/", support.report, name="diagnosis_report"),
    path("<questionnaire:kind>/<str:reference>/reading/<slug:question>/", support.reading, name="diagnosis_reading"),
    path("organisations/<slug:slug>/plan/", plan.plan, name="plan"),
    path("organisations/<slug:slug>/plan/<int:step>/", plan.move, name="plan_move"),
    path("organisations/<slug:slug>/plan/follow-up/", plan.follow_up, name="plan_follow_up"),
    path("plan/stop/<str:token>/", plan.stop, name="plan_stop"),
    path("organisations/<slug:slug>/door/", door.door, name="door"),
    path("organisations/<slug:slug>/skills/", skills.team, name="team_skills"),
    path("organisations/<slug:slug>/skills/mine/<slug:area>/", skills.rate, name="skills_rate"),
    path("organisations/<slug:slug>/skills/withdraw/", skills.withdraw, name="skills_withdraw"),
    path("organisations/<slug:slug>/skills/letter/", skills.write_to_all, name="skills_letter"),
    path("<questionnaire:kind>/<str:reference>/question/<slug:question>/", asking.question, name="diagnosis_question"),
]
