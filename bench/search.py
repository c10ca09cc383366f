"""How long a search of the registry takes: `python -m bench.search [documents]`, on a server of its own.

Each question is asked as the page asks it, and beside it as bare SQL on the same index: the ratio is what we add.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
os.environ.setdefault("PYTEST_XDIST_WORKER", "bench")

TODAY = date(2019, 7, 12)
DOCUMENTS = 20_000
# Texts of some 4,000 characters from 3,000 made-up words; one in a hundred speaks of resolution 45.
_FILL = """
    with words as (select array_agg('tu' || n) as list from generate_series(1, 3000) n)
    insert into documents_document (kind, number, suffix, issuer, issued_on, term, plenum, subject, text, file_name,
        media_type, intake_note, owner_unit_id, registered_at, is_stub, created_at, version, search_text, search_name)
    select (array['plan','resolution','report','notice'])[1 + n % 4], n::text, 'KH/TU', 'Thành ủy Cảng',
           date '2010-01-01' + (n % 3500), '', '', 'công tác năm ' || n, body, '', '', '', {unit}, now(), false, now(),
           1, 'ke hoach ' || n || ' kh tu thanh uy cang cong tac nam ' || n || ' ' || body,
           'ke hoach ' || n || ' kh tu thanh uy cang cong tac nam ' || n
      from generate_series(1, {documents}) n, words,
           lateral (select string_agg(list[1 + floor(random() * 3000)::int + 0 * k], ' ')
                           || case when n % 100 = 0 then ' nghi quyet 45' else '' end as body
                      from generate_series(1, 600 + n % 7) k) t
"""
_BARE = """
    select id from documents_document
     where text_vector @@ to_tsquery('simple', %s)
     order by coalesce(registered_at, created_at) desc, id desc limit 25
"""
QUESTIONS = {"nghi quyet 45": "one in a hundred", "cong tac": "in every document", "15000": "one number"}


def median(work: Callable[[], object], times: int = 9) -> float:
    """The middle of the times in milliseconds, after one that is not counted."""
    work()
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - begin))
    return statistics.median(taken)


def ask() -> None:
    """The list as its page asks it, and the bare index."""
    from django.db import connection

    from quantriet.documents import permissions
    from quantriet.documents.queries.registry import Wanted, listing, search_documents
    from quantriet.org.models import UnitVersion
    from quantriet.org.queries import Acting

    unit = UnitVersion.objects.get(parent=None)
    acting = Acting(0, 0, unit.unit_id, unit.name, unit.path, "office", None)
    for words, how_many in QUESTIONS.items():

        def bare(words: str = words) -> object:
            with connection.cursor() as cursor:
                cursor.execute(_BARE, [" & ".join(f"{word}:*" for word in words.split())])
                return cursor.fetchall()

        def page(words: str = words) -> object:
            return listing(permissions.visible(acting, TODAY), Wanted(words=words), TODAY)

        def palette(words: str = words) -> object:
            return search_documents(words, acting, TODAY)

        alone, listed, offered = median(bare), median(page), median(palette)
        print(
            f"{words:16} {how_many:18} bare SQL {alone:7.1f} ms   list {listed:7.1f} ms ({listed / alone:4.1f} times)"
            f"   search box {offered:7.1f} ms",
            flush=True,
        )


def build(documents: int) -> None:
    """One unit that holds them all."""
    from django.db import connection

    from quantriet.kernel import clock
    from quantriet.kernel.actor import SYSTEM
    from quantriet.org import actions
    from quantriet.org.actions import UnitFacts

    unit = actions.found_unit(
        actor=SYSTEM,
        code="B",
        facts=UnitFacts("Thành ủy Cảng", "thành ủy", "province"),
        parent=None,
        since=date(2010, 1, 1),
        at=clock.now(),
    )
    with connection.cursor() as cursor:
        cursor.execute(_FILL.format(unit=unit.pk, documents=documents))
        cursor.execute("vacuum analyze documents_document")


def main(documents: int) -> None:
    """A fresh database, filled and asked."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from quantriet.config.settings import DATA_DIR
    from quantriet.pg.embedded import Cluster

    cluster = Cluster(DATA_DIR)
    cluster.use()
    try:
        connection.settings_dict["NAME"] = "bench_search"
        with cluster.connect() as server:
            server.execute("create database bench_search")
        call_command("migrate", interactive=False, verbosity=0)
        build(documents)
        print(f"{documents} documents", flush=True)
        ask()
    finally:
        connection.close()
        cluster.leave()
        shutil.rmtree(DATA_DIR, ignore_errors=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENTS)
