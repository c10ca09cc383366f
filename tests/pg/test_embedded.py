"""The embedded server, with the settings users get, under the things that really happen to it."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from quantriet.pg.embedded import Cluster
from quantriet.pg.programs import Runner, ServerProblem
from quantriet.pg.version import require_recent
from tests.pg.folders import let_go, open_folder, said, start_user


@pytest.fixture
def server() -> Iterator[Cluster]:
    with open_folder() as folder:
        cluster = Cluster(folder)
        cluster.use()
        yield cluster
        cluster.leave()
        assert not cluster.is_up()


def postmaster(cluster: Cluster) -> int:
    return int((cluster.data / "postmaster.pid").read_text().split()[0])


def test_two_processes_that_start_together_share_one_server() -> None:
    with open_folder() as folder:
        users = [start_user(folder), start_user(folder)]
        assert [said(user) for user in users] == ["ready 1", "ready 1"]
        assert [let_go(user) for user in users] == [0, 0]
        assert not Cluster(folder).is_up()


def test_the_server_stays_while_somebody_uses_it(server: Cluster) -> None:
    other = start_user(server.folder)
    assert said(other) == "ready 1"
    let_go(other)
    assert server.is_up()


def test_a_user_killed_leaves_no_claim_behind() -> None:
    with open_folder() as folder:
        killed = start_user(folder)
        assert said(killed) == "ready 1"
        killed.kill()
        killed.communicate()
        cluster = Cluster(folder)
        assert cluster.is_up()  # nobody stopped it
        cluster.use()
        cluster.leave()
        assert not cluster.is_up()


def test_every_acknowledged_row_survives_a_kill_of_the_server(server: Cluster) -> None:
    acknowledged: list[int] = []
    with server.connect("quantriet") as connection:
        connection.execute("create table seen (n int)")
        with suppress(psycopg.OperationalError):
            for n in range(2000):
                connection.execute("insert into seen values (%s)", [n])
                acknowledged.append(n)
                if n == 300:
                    os.kill(postmaster(server), signal.SIGKILL)
                    os.kill(connection.info.backend_pid, signal.SIGKILL)
    server.use()
    with server.connect("quantriet") as connection:
        kept = {n for (n,) in connection.execute("select n from seen").fetchall()}
    assert 300 in acknowledged
    assert set(acknowledged) <= kept


def test_a_dead_server_whose_entry_nobody_clears_does_not_block_the_next(server: Cluster) -> None:
    runner = Runner()
    server.leave()
    ours = subprocess.Popen(
        [runner.programs / "postgres", "-D", server.data, "-k", server.socket_folder],
        cwd="/", stderr=subprocess.DEVNULL, user=runner.owner.pw_uid, group=runner.owner.pw_gid, extra_groups=[],
    ) if runner.is_root else subprocess.Popen(
        [runner.programs / "postgres", "-D", server.data, "-k", server.socket_folder],
        cwd="/", stderr=subprocess.DEVNULL,
    )  # fmt: skip
    while not server.is_up():
        assert ours.poll() is None
    ours.kill()
    os.waitid(os.P_PID, ours.pid, os.WEXITED | os.WNOWAIT)  # dead, and left a zombie
    server.use()
    assert server.is_up()
    ours.wait()


def test_a_folder_that_others_may_read_is_refused_and_left_as_it_is() -> None:
    with open_folder() as folder:
        (folder / "run").mkdir()
        (folder / "run").chmod(0o755)
        with pytest.raises(ServerProblem, match="rights were not touched"):
            Cluster(folder).use()
        assert (folder / "run").stat().st_mode & 0o777 == 0o755


def test_a_long_path_gets_a_short_private_socket() -> None:
    with open_folder() as folder:
        cluster = Cluster(folder / ("long-" * 20))
        try:
            cluster.use()
            assert len(os.fsencode(cluster.socket_folder)) < 60
            assert cluster.socket_folder.stat().st_mode & 0o077 == 0
            assert cluster.is_up()
        finally:
            cluster.leave()
            for left in cluster.socket_folder.iterdir():
                left.unlink()
            cluster.socket_folder.rmdir()


def test_the_server_listens_on_no_port_and_its_files_are_private(server: Cluster) -> None:
    with server.connect() as connection:
        assert connection.execute("show listen_addresses").fetchone() == ("",)
        assert connection.execute("show fsync").fetchone() == ("on",)
    assert server.data.stat().st_mode & 0o077 == 0
    assert "trust" not in [line.split()[-1] for line in hba(server.data) if line.startswith("host")]


def hba(data: Path) -> list[str]:
    return (data / "pg_hba.conf").read_text().splitlines()


def test_an_older_server_is_refused_in_a_sentence(cluster: Cluster) -> None:
    require_recent(cluster.url("postgres"))
    with pytest.raises(ServerProblem, match="PostgreSQL 18; Quán triệt needs 19 or newer"):
        require_recent(cluster.url("postgres"), oldest=19)


def test_a_server_that_does_not_answer_is_said_in_a_sentence() -> None:
    with pytest.raises(ServerProblem, match="does not answer"):
        require_recent("postgresql:///nothing?host=/nowhere")
