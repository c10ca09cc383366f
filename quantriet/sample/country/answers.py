"""How the units answered: whole cascades at once, in SQL, so that every promise of the one-by-one way still holds.

Each step is a move of its own, each answer a recorded fact, and what the obligation says is what its last move says.
Provinces differ in how quick they are; the figures follow from the numbers of the units: the same every time.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from quantriet.cascade.models import Cascade

RETURNED = "Đề nghị nêu rõ số đảng viên tham gia rồi gửi lại."
DONE = "Đã thực hiện xong ở đơn vị; văn bản lưu tại hồ sơ của cấp ủy."

# For each obligation the days, counted from its issue, on which it was accepted, answered, decided, answered again and
# decided again; the last day that has been is `today - 1`. One unit in sixteen had to answer twice.
_DAYS = """
    create temporary table told on commit drop as
    with units as (
        select o.id, o.partition_no, o.unit_id, o.due_on, o.assigned_at, v.name, v.level, c.issuing_unit_id,
               o.unit_id * 32 + q.place as seed,
               (o.assigned_at at time zone 'Asia/Ho_Chi_Minh')::date as began,
               case when pace.share < 0.2 then 0.4 else 0.6 + pace.share * 0.7 end
                   / case v.level when 'branch' then 1 when 'grassroots' then 1.1 when 'commune' then 1.25 else 1.4 end
                   as pace
          from cascade_obligation o
          join cascade_requirement q on q.id = o.requirement_id
          join cascade_cascade c on c.id = o.cascade_id
          join org_unitversion v on v.unit_id = o.unit_id and v.valid_during @> %(today)s::date
          cross join lateral (select (hashint8extended(coalesce(nullif(substr(o.path, 13, 11), ''), '0')::bigint, 7)
                                      & 1023) / 1024.0 as share) pace
         where o.cascade_id = any(%(cascades)s) and o.partition_no = %(partition)s and o.state = 'assigned'),
    chances as (
        select u.*, array(select (hashint8extended(u.seed, n) & 65535) / 65536.0 from generate_series(1, 5) n) as c
          from units u),
    first as (select *, 1 + floor(c[1] ^ 4 * 24 / pace)::int as accepted from chances),
    then_ as (
        select *, accepted + 1 + floor((0.1 + c[2]) * greatest(due_on - began, 4) * 0.85 / pace)::int as sent
          from first),
    after as (select *, sent + 1 + floor(c[3] * 3 / pace)::int as seen from then_)
    select id, partition_no, unit_id, issuing_unit_id, name, level, began, accepted, sent, seen,
           case when c[4] < 0.06 then seen + 2 + floor(c[5] * 12)::int end as again,
           case when c[4] < 0.06 then seen + 4 + floor(c[5] * 14)::int end as seen_again,
           c, (%(today)s::date - 1) - began as last
      from after
"""
_MOVES = """
    insert into cascade_move (obligation_id, step, state, due_on, at, actor_name, reason, facts)
    select t.id, 'moved', s.state, o.due_on,
           (t.began + s.day)::timestamp at time zone 'Asia/Ho_Chi_Minh'
               + interval '8 hours' + interval '1 minute' * floor(540 * t.c[s.number]),
           case when s.number in (3, 5) then 'Văn phòng ' || g.name
                when t.level = 'branch' then 'Bí thư ' || t.name
                else 'Văn phòng ' || t.name end,
           case when s.state = 'returned' then %(returned)s else '' end, '{}'
      from told t
      join cascade_obligation o on o.id = t.id and o.partition_no = t.partition_no
      join org_unitversion g on g.unit_id = t.issuing_unit_id and g.valid_during @> %(today)s::date
      cross join lateral (values (1, 'accepted', t.accepted), (2, 'submitted', t.sent),
                                 (3, case when t.again is null then 'approved' else 'returned' end, t.seen),
                                 (4, 'submitted', t.again), (5, 'approved', t.seen_again)) s (number, state, day)
     where s.day <= t.last and s.number <= %(steps)s
     order by t.id, s.number
"""
_FACTS = """
    insert into cascade_fulfilment (obligation_id, at, facts, shortfalls, source_type, note, file_name)
    select m.obligation_id, m.at,
           jsonb_build_object('text', %(done)s::text, 'day', (m.at at time zone 'Asia/Ho_Chi_Minh')::date::text),
           '[]', 'report', '', ''
      from cascade_move m
     where m.id > %(moved)s and m.state = 'submitted'
"""
_STATES = """
    update cascade_obligation o set state = m.state, state_at = m.at
      from (select distinct on (obligation_id) obligation_id, state, at from cascade_move where id > %(moved)s
             order by obligation_id, at desc) m
     where o.id = m.obligation_id and o.partition_no = %(partition)s
"""
_JOURNAL = """
    insert into audit_entry (at, actor_name, unit_id, verb, subject_type, subject_id, subject_name, facts)
    select m.at, m.actor_name, t.unit_id, 'cascade.obligation.' || m.state, 'obligation', m.obligation_id, q.title,
           jsonb_build_object('reason', m.reason)
      from cascade_move m
      join told t on t.id = m.obligation_id
      join cascade_obligation o on o.id = t.id and o.partition_no = t.partition_no
      join cascade_requirement q on q.id = o.requirement_id
     where m.id > %(moved)s and t.level in ('province', 'commune')
     order by m.at, m.id
"""
# What the guards would have refused row by row.
_BROKEN = """
    with steps as (
        select m.obligation_id, m.state, m.at, o.state as now, o.state_at, o.assigned_at,
               lag(m.state, 1, 'assigned') over w as before, lag(m.at, 1, o.assigned_at) over w as earlier,
               lead(m.id) over w is null as is_last
          from cascade_move m left join cascade_obligation o on o.id = m.obligation_id
         where m.id > %(moved)s window w as (partition by m.obligation_id order by m.at, m.id))
    select count(*) from steps
     where now is null or at < earlier or (is_last and (state, at) is distinct from (now, state_at))
        or (before, state) not in (('assigned', 'accepted'), ('accepted', 'submitted'), ('submitted', 'approved'),
                                   ('submitted', 'returned'), ('returned', 'submitted'))
"""
# The guards look at one row at a time and let a state go one step at a time: here they wait, and all is checked after.
_GUARDS = (
    ("cascade_obligation", "obligation_move_legal"),
    ("cascade_move", "obligation_exists"),
    ("cascade_fulfilment", "obligation_exists"),
)


def answer(
    cascades: Sequence[Cascade],
    today: date,
    *,
    only_accepted: bool = False,
    tell: Callable[[int], None] = lambda part: None,
) -> int:
    """Let all units to which cascades of one root were given answer, up to the evening before; gives the steps.

    `tell` hears how many percent are done.
    """
    root = cascades[0].root_pk
    partition = Cascade.objects.values_list("partition_no", flat=True).get(pk=root)
    values: dict[str, Any] = {
        "cascades": [cascade.pk for cascade in cascades], "partition": partition, "today": today,
        "returned": RETURNED, "done": DONE, "steps": 1 if only_accepted else 5,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("set local quantriet.roll = 'off'")
        cursor.execute("set local work_mem = '256MB'")
        cursor.execute("select coalesce(max(id), 0) from cascade_move")
        values["moved"] = cursor.fetchone()[0]
        cursor.execute("drop table if exists told")
        cursor.execute(_DAYS, values)
        cursor.execute("analyze told")
        tell(10)
        _guards(cursor, "disable")
        cursor.execute(_MOVES, values)
        moved = cursor.rowcount
        tell(45)
        cursor.execute(_FACTS, values)
        tell(60)
        cursor.execute(_STATES, values)
        _guards(cursor, "enable")
        tell(85)
        _check(cursor, values)
        cursor.execute(_JOURNAL, values)
        cursor.execute("select cascade_recount(%s)", [root])
        cursor.execute("set local quantriet.roll = 'on'")
    return int(moved)


def _check(cursor: CursorWrapper, values: dict[str, Any]) -> None:
    cursor.execute(_BROKEN, values)
    (broken,) = cursor.fetchone()
    if broken:
        raise RuntimeError(f"{broken} steps of the sample answers are none that a unit could take")


def _guards(cursor: CursorWrapper, how: str) -> None:
    cursor.execute("set constraints all immediate")  # nothing may wait for the end of a table that is changed
    for table, guard in _GUARDS:
        cursor.execute(f"alter table {table} {how} trigger {guard}")
    cursor.execute("set constraints all deferred")
