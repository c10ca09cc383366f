"""Addresses of the reorganisation."""

from django.urls import path

from quantriet.reorganisation.views import decide, draft, sheet

app_name = "reorganisation"
urlpatterns = [
    path("", decide.reorganisation_list, name="reorganisation-list"),
    path("new/", draft.new, name="reorganisation-new"),
    path("import/", sheet.import_page, name="reorganisation-import"),
    path("import/form/", sheet.empty_form, name="reorganisation-form"),
    path("<int:pk>/", decide.reorganisation_page, name="reorganisation-page"),
    path("<int:pk>/edit/", draft.edit, name="reorganisation-edit"),
    path("<int:pk>/assign/", draft.assign, name="reorganisation-assign"),
    path("<int:pk>/discard/", draft.discard, name="reorganisation-discard"),
    path("<int:pk>/submit/", draft.submit, name="reorganisation-submit"),
    path("<int:pk>/take-back/", draft.take_back, name="reorganisation-take-back"),
    path("<int:pk>/file/", decide.decision_file, name="reorganisation-file"),
    path("<int:pk>/approve/", decide.approve, name="reorganisation-approve"),
    path("<int:pk>/send-back/", decide.send_back, name="reorganisation-send-back"),
    path("<int:pk>/undo/", decide.undo, name="reorganisation-undo"),
    path("<int:pk>/<slug:what>/", decide.rows, name="reorganisation-rows"),
]
