"""What the database promises about jobs, broken in SQL."""

import pytest
from django.db import IntegrityError, connection, transaction

from quantriet.jobs import progress


@pytest.mark.django_db
def test_no_more_is_done_than_there_is() -> None:
    with pytest.raises(IntegrityError, match="progress_within_total"), connection.cursor() as cursor:
        cursor.execute("insert into jobs_progress (topic, done, total) values ('cascade:1', 3, 2)")


@pytest.mark.django_db(transaction=True)
def test_progress_is_seen_before_the_work_is_committed_and_even_when_it_is_undone() -> None:
    with transaction.atomic(), progress.reporting("cascade:1") as report:
        report(1, 4)
        report(2, 4)
        transaction.set_rollback(True)
    seen = progress.of("cascade:1")
    assert seen is not None
    assert (seen.done, seen.total) == (2, 4)
    assert progress.of("cascade:2") is None
