"""Addresses of the cascade."""

from django.urls import path

from quantriet.cascade.views import answers, board, draft, obligation, reminders

app_name = "cascade"
urlpatterns = [
    path("", board.cascade_list, name="cascade-list"),
    path("from-document/<int:pk>/", draft.draft_from_document, name="cascade-draft-from-document"),
    path("<int:pk>/", board.cascade_page, name="cascade-page"),
    path("<int:pk>/rows/", board.cascade_rows, name="cascade-rows"),
    path("<int:pk>/pass-down/", draft.pass_down, name="cascade-pass-down"),
    path("<int:pk>/draft/", draft.draft_page, name="draft-page"),
    path("<int:pk>/plan/", draft.plan, name="draft-plan"),
    path("<int:pk>/approve/", draft.approve, name="cascade-approve"),
    path("<int:pk>/send-back/", draft.send_back, name="cascade-send-back"),
    path("<int:pk>/progress/", draft.progress, name="cascade-progress"),
    path("obligations/<int:pk>/", obligation.obligation_page, name="obligation-page"),
    path("obligations/<int:pk>/accept/", obligation.accept, name="obligation-accept"),
    path("obligations/<int:pk>/report/", answers.report, name="report-record"),
    path("obligations/<int:pk>/on-behalf/", answers.on_behalf, name="report-on-behalf"),
    path("obligations/<int:pk>/send/", answers.send, name="obligation-send"),
    path("obligations/<int:pk>/hand-over/", answers.hand_over, name="obligation-hand-over"),
    path("obligations/<int:pk>/note/", answers.note, name="obligation-note"),
    path("obligations/<int:pk>/waive/", answers.waive, name="obligation-waive"),
    path("obligations/<int:pk>/approve/", obligation.approve, name="obligation-approve"),
    path("obligations/<int:pk>/return/", obligation.return_for_more, name="obligation-return"),
    path("reminders/", reminders.preview, name="reminder-preview"),
    path("<int:pk>/reminders/", reminders.log, name="reminder-log"),
    path("evidence/<int:pk>/", obligation.evidence_file, name="evidence-file"),
]
