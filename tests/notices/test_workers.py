"""Several workers, and one that is killed: no letter goes twice."""

import os
import subprocess
import sys

import pytest

from quantriet.kernel import clock
from quantriet.notices.models import Notice
from quantriet.notices.rules import Mail, Mode
from tests.house.source import ROOT
from tests.notices.sink import Sink
from tests.notices.stories import NO_QUIET, local, mails, send, tell, wants
from tests.world import CAST, World


@pytest.fixture
def played(transactional_db: None, world: World) -> World:
    return world


def start_worker(sink: Sink, *how: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-m", "tests.notices.probe", str(sink.port), *how]
    return subprocess.Popen(command, cwd=ROOT, env=environment)


def test_a_worker_looks_for_what_is_due_without_being_asked(played: World, sink: Sink) -> None:
    wants(played.ward_office, Mode.DIGEST, digest_hour=13, **NO_QUIET)
    tell(played.ward_office, at=local(12, 12))  # held until 13:00, so that no job is queued for it
    worker = start_worker(sink, "--stay")
    assert sink.came.wait(30)
    worker.terminate()
    worker.wait(30)
    assert mails(played.ward_office) == ["sent"]


def test_a_worker_killed_in_the_middle_of_a_letter_leaves_it_uncertain(played: World, sink: Sink) -> None:
    wants(played.ward_office, **NO_QUIET)
    wants(played.ward_secretary, **NO_QUIET)
    tell(played.ward_office, played.ward_secretary)
    sink.may_answer.clear()
    killed = start_worker(sink)
    assert sink.came.wait(30)
    killed.kill()
    killed.wait()
    sink.may_answer.set()
    states = [*mails(played.ward_office), *mails(played.ward_secretary)]
    assert sorted(states) == ["sending", "waiting"]

    assert start_worker(sink).wait(30) == 0
    assert sorted([*mails(played.ward_office), *mails(played.ward_secretary)]) == ["sending", "sent"]
    later = clock.real_now().replace(year=clock.real_now().year + 1, day=1)
    send(later)
    assert sorted([*mails(played.ward_office), *mails(played.ward_secretary)]) == ["sent", "uncertain"]
    assert sorted(letter["To"] for letter in sink.letters) == ["head.ward-a@example.vn", "office.ward-a@example.vn"]


def test_three_workers_at_once_send_each_letter_once(played: World, sink: Sink) -> None:
    people = [played.member(name) for name in CAST]
    for member in people:
        wants(member, **NO_QUIET)
    for number in range(6):
        tell(*people, key=f"duty:{number}", title=f"Việc {number}")
    workers = [start_worker(sink) for _ in range(3)]
    assert [worker.wait(60) for worker in workers] == [0, 0, 0]
    sent = [(letter["To"], letter["Subject"]) for letter in sink.letters]
    assert len(sent) == len(set(sent)) == 6 * len(CAST)
    assert set(Notice.objects.values_list("mail", flat=True)) == {Mail.SENT}
