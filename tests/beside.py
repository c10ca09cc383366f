"""Two people at the same time: one acts, another presses on a connection of his own before the first has committed."""

from collections.abc import Callable
from threading import Thread
from typing import Any

from django.db import connection, transaction

from quantriet.kernel.errors import Refusal

PATIENCE = 60  # seconds until a test that hangs is given up

_IS_STOPPED = "select exists (select from pg_locks where pid = %s and not granted)"


class Beside:
    """An act on another connection. It begins with `go`, which returns once it is done or has to wait for ours."""

    def __init__(self, act: Callable[[], object]) -> None:
        self.act = act
        self.gave: object = None
        self.refusal: Refusal | None = None
        self.problem: BaseException | None = None
        self.number = 0
        self.thread = Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("select pg_backend_pid()")
                (self.number,) = cursor.fetchone()
            self.gave = self.act()
        except Refusal as refusal:
            self.refusal = refusal
        except BaseException as problem:  # told where the test can see it
            self.problem = problem
        finally:
            connection.close()

    def go(self, *_progress: int) -> None:
        """Begin, once; called as a sign of progress too, in the middle of what is acted here."""
        if self.thread.ident is not None:
            return
        self.thread.start()
        with connection.cursor() as cursor:
            while self.thread.is_alive():
                cursor.execute(_IS_STOPPED, [self.number])
                if cursor.fetchone() == (True,):
                    return
                self.thread.join(0.005)  # until one of the two has happened; PATIENCE ends a test, not this

    def end(self) -> "Beside":
        """Let it come to its end; whatever it met that is no refusal fails the test."""
        self.thread.join(PATIENCE)
        assert not self.thread.is_alive(), "it still waits"
        if self.problem is not None:
            raise self.problem
        return self


def overlapping(first: Callable[[], Any], second: Callable[[], Any]) -> Beside:
    """The second is pressed when the first has acted and not yet committed; gives how the second came out."""
    other = Beside(second)
    with transaction.atomic():
        first()
        other.go()
    return other.end()
