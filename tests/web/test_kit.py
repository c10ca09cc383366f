"""The tags of the kit, rendered."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.template import Context, Template
from django.utils import translation

from quantriet.web.forms import GalleryForm
from quantriet.web.templatetags import kit

TODAY = date(2019, 7, 12)


@dataclass
class Counts:
    total: int = 41
    approved: int = 24
    submitted: int = 0
    open: int = 9
    late: int = 4
    returned: int = 2


def render(source: str, **context) -> str:
    with translation.override("vi"):
        return Template("{% load kit %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("left", "words", "tone"),
    [
        (-1200, "chậm 1.200 ngày", "red"),
        (-2, "chậm 2 ngày", "red"),
        (-1, "chậm 1 ngày", "red"),
        (0, "hôm nay", "amber"),
        (1, "còn 1 ngày", "amber"),
        (7, "còn 7 ngày", "amber"),
        (8, "còn 8 ngày", "blue"),
        (19, "còn 19 ngày", "blue"),
    ],
)
def test_a_due_day_says_how_long_there_is_left(left, words, tone):
    html = render("{% due_pill due today %}", due=TODAY + timedelta(days=left), today=TODAY)
    assert f"tone-{tone}" in html
    assert f"</svg>{words}</span>" in html


def test_what_is_done_or_has_no_due_day_is_never_late():
    assert "hoàn thành" in render("{% due_pill due today True %}", due=date(2019, 1, 1), today=TODAY)
    assert "chưa có hạn" in render("{% due_pill None today %}", today=TODAY)


def test_days_are_counted_in_english_too():
    with translation.override("en"):
        assert kit.due_pill(TODAY - timedelta(days=1), TODAY)["label"] == "1 day late"
        assert kit.due_pill(TODAY - timedelta(days=2), TODAY)["label"] == "2 days late"


def test_a_bar_says_its_counts_in_words():
    html = render("{% bar counts %}", counts=Counts())
    assert 'role="img"' in html
    assert 'aria-label="Tổng số 41: 24 hoàn thành, 9 đang làm, 2 bị trả lại, 4 chậm"' in html
    assert "bar-submitted" not in html  # nothing of it, no sliver
    assert 'style="flex: 2 0 0"></span></div>' in html  # what is none of these stays empty


def test_a_bar_may_lead_to_its_rows():
    html = render("{% bar counts links=links %}", counts=Counts(), links={"late": "/late/?a=1&b=2"})
    assert 'role="group"' in html
    assert 'href="/late/?a=1&amp;b=2" title="4 chậm" aria-label="4 chậm"' in html


def test_a_bar_of_nothing_is_empty():
    html = render("{% bar counts caption=True %}", counts=Counts(0, 0, 0, 0, 0, 0))
    assert 'aria-label="Tổng số 0: –"' in html
    assert "bar-part" not in html


def test_progress_names_its_denominator():
    html = render("{% progress 5812 6240 label %}", label="Đã học")
    assert "5.812 / 6.240" in html
    assert "93,1" in html
    assert 'style="width: 93.14%"' in html
    assert "width: 0.00%" in render("{% progress 0 0 'x' %}")


def test_a_counter_opens_the_rows_it_counts():
    assert '<a class="card" href="/late/">' in render("{% counter 'Chậm' 1063 href='/late/' tone='red' %}")
    assert "1.063" in render("{% counter 'Chậm' 1063 %}")
    assert "href" not in render("{% counter 'Chậm' 0 %}")


def test_what_stands_in_a_block_is_escaped_once():
    html = render("{% card title=title %}{{ words }}<b>ok</b>{% endcard %}", title="<i>", words="<script>")
    assert "&lt;i&gt;" in html
    assert "&lt;script&gt;<b>ok</b>" in html
    assert "<i>" not in html


def test_an_urgent_message_is_an_alert():
    assert 'role="alert"' in render("{% alert tone='red' title='Lỗi' %}x{% endalert %}")
    assert 'role="status"' in render("{% alert tone='green' %}x{% endalert %}")


def test_a_field_is_tied_to_its_label_help_and_error():
    html = render("{% field form.subject %}", form=GalleryForm({"subject": ""}))
    assert '<label class="form-label" for="id_subject">Trích yếu</label>' in html
    assert 'aria-describedby="id_subject_helptext id_subject_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_subject_helptext"' in html
    assert 'id="id_subject_error"' in html


def test_a_field_that_may_be_left_out_says_so():
    assert "(không bắt buộc)" in render("{% field form.note %}", form=GalleryForm())
    assert "(không bắt buộc)" not in render("{% field form.subject %}", form=GalleryForm())


def test_choices_stand_in_a_group_with_a_legend():
    html = render("{% field form.scope %}", form=GalleryForm())
    assert "<legend" in html
    assert html.count('type="radio"') == 2
    assert html.count('<label class="form-check">') == 2


def test_the_errors_of_a_form_lead_to_its_fields():
    html = render("{% form_errors form %}", form=GalleryForm({"due_on": "31.2.2019"}))
    assert '<a href="#id_due_on">' in html
    assert "31/07/2019" in html  # an example of how to write it


def test_a_day_is_typed_as_it_is_written():
    form = GalleryForm({"subject": "x", "due_on": "31/07/2019", "scope": "direct"})
    assert form.is_valid()
    assert form.cleaned_data["due_on"] == date(2019, 7, 31)
    assert 'value="31/07/2019"' in render("{% field form.due_on %}", form=form)


def test_the_way_here_ends_at_the_present_page():
    html = render("{% breadcrumb 'Văn bản' '/documents/' '45-NQ/TW' %}")
    assert '<a href="/documents/">Văn bản</a>' in html
    assert '<li aria-current="page">45-NQ/TW</li>' in html


def test_an_icon_that_was_not_built_is_named():
    assert 'aria-hidden="true"' in render("{% icon 'home' %}")
    with pytest.raises(FileNotFoundError, match="no-such-icon"):
        kit.icon("no-such-icon")


def test_a_person_is_known_by_the_letter_of_the_given_name():
    assert [kit.initial(name) for name in ("Nguyễn Thị Hà", "đức", " ")] == ["H", "Đ", "?"]
