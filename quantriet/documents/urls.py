"""The registry's pages."""

from django.urls import path

from quantriet.documents.views import batch, intake, registry, relations, review, scans

app_name = "documents"
urlpatterns = [
    path("", registry.document_list, name="document-list"),
    path("add/", intake.document_add, name="document-add"),
    path("batches/<int:pk>/", batch.batch_page, name="batch-page"),
    path("batches/<int:pk>/rows/", batch.batch_rows, name="batch-rows"),
    path("batches/files/<int:pk>/", batch.batch_decide, name="batch-decide"),
    path("<int:pk>/recognition/", scans.recognition, name="recognition"),
    path("<int:pk>/recognise/", scans.recognise, name="recognise"),
    path("<int:pk>/word/", scans.word_correct, name="word-correct"),
    path("<int:pk>/", review.document_page, name="document-page"),
    path("<int:pk>/file/", registry.document_file, name="document-file"),
    path("<int:pk>/register/", review.document_register, name="document-register"),
    path("<int:pk>/check/", review.document_check, name="document-check"),
    path("<int:pk>/read-again/", review.document_read_again, name="document-read-again"),
    path("readings.jsonl", registry.readings, name="readings"),
    path("<int:pk>/accept-certain/", review.findings_accept, name="findings-accept"),
    path("<int:pk>/relations/add/", relations.reference_add, name="reference-add"),
    path("<int:pk>/relations/remove/", relations.reference_remove, name="reference-remove"),
    path("findings/<int:pk>/", review.finding_card, name="finding-card"),
    path("findings/<int:pk>/decide/", review.finding_decide, name="finding-decide"),
    path("findings/<int:pk>/correct/", review.finding_correct, name="finding-correct"),
    path("findings/<int:pk>/link/", review.finding_link, name="finding-link"),
]
