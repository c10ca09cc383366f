"""The form of the gallery: one field of each shape."""

from django import forms
from django.utils.translation import gettext_lazy as _

from quantriet.web.fields import DayField


class GalleryForm(forms.Form):
    """Nothing is done with it; it shows what fields look like, wrong ones too."""

    subject = forms.CharField(label=_("Subject"), help_text=_("As it stands on the paper."), max_length=60)
    due_on = DayField(label=_("Due on"))
    form_of_meeting = forms.ChoiceField(
        label=_("Form of the meeting"), choices=[("hall", _("In the hall")), ("online", _("Online"))], required=False
    )
    scope = forms.ChoiceField(
        label=_("Scope"),
        choices=[("direct", _("Direct subordinates")), ("subtree", _("The whole subtree"))],
        widget=forms.RadioSelect,
    )
    head_in_person = forms.BooleanField(label=_("The head presents in person"), required=False)
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    paper = forms.FileField(label=_("File"), help_text=_("PDF, .docx or .txt, up to 20 MB"), required=False)
