"""The least that a change of the tree must write, as bare SQL on a copy of the same rows with the same indexes."""

from __future__ import annotations

import time
from datetime import date

from bench.national.ground import Ground

_COPIED = "unit_id, parent_id, name, short_name, kind, level, members, place, search_text, sort_key"
_CLOSE = "update bare_version set valid_during = daterange(lower(valid_during), '{on}')"
_BEGIN = (
    f"insert into bare_version ({_COPIED}, path, valid_during, reference)"
    f" select {_COPIED}, {{path}}, daterange('{{on}}', null), 'QĐ' from bare_version where {{goes_on}}"
)
_PLACE = "update bare_obligation set path = {path}"


def rewrite(found: Ground, where: str, *, goes_on: str, path: str, on: date) -> tuple[float, int]:
    """Seconds to close versions, begin the next ones and place the obligations, and how many versions were written.

    `where` says which rows are concerned, `goes_on` which versions are followed by another, `path` where that stands.
    """
    words = {"goes_on": goes_on, "path": path, "on": on}
    with found.connect() as own:
        for table, source in (("bare_version", "org_unitversion"), ("bare_obligation", "cascade_obligation")):
            own.execute(f"create table {table} (like {source} including defaults including identity including indexes)")
            own.execute(f"insert into {table} overriding system value select * from {source} where {where}")
            own.execute(f"vacuum analyze {table}")
        own.execute("alter table bare_version alter id restart with 1000000000")
        begin = time.perf_counter()
        with own.transaction():
            closed, begun, _placed = [own.execute(s.format(**words)).rowcount for s in (_CLOSE, _BEGIN, _PLACE)]
        taken = time.perf_counter() - begin
        own.execute("drop table bare_version, bare_obligation")
    return taken, closed + begun
