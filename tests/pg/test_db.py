import pytest
from django.db import connection


@pytest.mark.django_db
def test_vietnamese_letters_are_lowered_by_the_server():
    with connection.cursor() as cursor:
        cursor.execute("select lower('ĐẢNG ỦY')")
        assert cursor.fetchone() == ("đảng ủy",)
