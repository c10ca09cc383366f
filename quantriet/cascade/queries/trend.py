"""How a branch came to stand where it stands: done, late and owed at the end of each day, told from the moves."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate

from django.db import connection
from django.db.backends.utils import CursorWrapper

from quantriet.cascade.models import Cascade
from quantriet.cascade.queries.national import figures
from quantriet.cascade.queries.sums import sums
from quantriet.cascade.rules.standing import Counts
from quantriet.kernel.clock import local_day

# Each stretch of days in which an obligation had a state and a deadline, its unit owed it and stood in the branch, is
# one up at its beginning and one down at its end. Equal, day by day, to cascade_standing_v4 as at the end of the day.
_CHANGES = """
    with placed as (
        select v.unit_id, v.path, lower(v.valid_during) as since,
               lead(lower(v.valid_during), 1, 'infinity') over (partition by v.unit_id order by v.valid_during) as until
          from org_unitversion v
         where v.unit_id in (select b.unit_id from org_unitversion b
                              where b.path >= %(top)s and b.path < %(top)s || '~')),
    inside as (select * from placed where path >= %(top)s and path < %(top)s || '~'),
    given as (
        select o.id, o.origin_unit_id, o.assigned_at, o.first_due_on
          from cascade_obligation o
         where o.root_cascade_id = %(root)s
           and o.partition_no = (select c.partition_no from cascade_cascade c where c.id = %(root)s)
           and (o.unit_id in (select unit_id from inside) or o.origin_unit_id in (select unit_id from inside)
                or o.id in (select m.obligation_id from cascade_move m
                             where m.unit_id in (select unit_id from inside)))),
    moved as (
        select m.id, m.obligation_id, (m.at at time zone 'Asia/Ho_Chi_Minh')::date as day, m.at, m.state, m.due_on,
               m.unit_id
          from cascade_move m where m.obligation_id in (select id from given) and m.at <= %(now)s),
    owning as (
        select obligation_id, unit_id, day as since,
               lead(day, 1, 'infinity') over (partition by obligation_id order by at, id) as until
          from (select id as obligation_id, origin_unit_id as unit_id, '-infinity'::date as day,
                       '-infinity'::timestamptz as at, 0 as id from given
                union all
                select obligation_id, unit_id, day, at, id from moved where unit_id is not null) owners),
    standing as (
        select obligation_id, state, due_on, day as since,
               lead(day, 1, 'infinity') over (partition by obligation_id order by at, id) as until
          from (select id as obligation_id, 'assigned' as state, first_due_on as due_on,
                       (assigned_at at time zone 'Asia/Ho_Chi_Minh')::date as day, assigned_at as at, 0 as id from given
                union all
                select obligation_id, state, due_on, day, at, id from moved) states
         where at <= %(now)s),
    stretches as (
        select s.state, s.due_on, greatest(s.since, w.since, v.since) as since,
               least(s.until, w.until, v.until) as until
          from standing s
          join owning w on w.obligation_id = s.obligation_id and w.since < s.until and s.since < w.until
          join inside v on v.unit_id = w.unit_id
         where s.state not in ('recalled', 'waived')),
    spans as (
        select since, until, 1 as owed, (state = 'approved')::int as done, 0 as late from stretches
        union all
        select greatest(since, due_on + 1), until, 0, 0, 1 from stretches
         where state not in ('approved', 'submitted')),
    edges as (
        select since as day, owed, done, late from spans where since < until
        union all
        select until, -owed, -done, -late from spans where since < until and until < 'infinity')
    select day, sum(owed), sum(done), sum(late) from edges group by day order by day
"""


@dataclass(frozen=True, slots=True)
class Point:
    """A branch at the end of a day."""

    day: date
    total: int
    done: int
    late: int

    def then(self, change: "Point") -> "Point":
        """The branch after one more day's changes."""
        return Point(change.day, self.total + change.total, self.done + change.done, self.late + change.late)


def changes(root_id: int, top: str, now: datetime) -> list[Point]:
    """The days on which a figure of the branch changed, with the figures at their end; a deadline may lie ahead."""
    with connection.cursor() as cursor:
        cursor.execute(_CHANGES, {"root": root_id, "top": top, "now": now})
        found = [Point(day, int(total), int(done), int(late)) for day, total, done, late in cursor.fetchall()]
    return list(accumulate(found, Point.then))


def on_days(found: list[Point], days: list[date]) -> list[Point]:
    """The figures at the end of given days."""
    points, last, left = [], Point(date.min, 0, 0, 0), list(found)
    for day in days:
        while left and left[0].day <= day:
            last = left.pop(0)
        points.append(Point(day, last.total, last.done, last.late))
    return points


# What of the same the sums of the past know: for each day and deadline all, those done, and those that may be late.
_SUMMED = """
    select day, due_on, sum(assigned + accepted + submitted + returned + approved), sum(approved),
           sum(assigned + accepted + returned)
      from cascade_past
     where root_cascade_id = %(root)s and depth = length(%(top)s) / 12 and path = %(top)s and day <= %(until)s
     group by day, due_on
"""


def _summed(cursor: CursorWrapper, root_id: int, top: str, days: list[date]) -> list[Point]:
    """The same from the sums of past days, as far as these are kept."""
    cursor.execute("select kept_until from cascade_kept where root_cascade_id = %s", [root_id])
    until: date = next((day for (day,) in cursor.fetchall()), date.min)
    cursor.execute(_SUMMED, {"root": root_id, "top": top, "until": until})
    found = cursor.fetchall()
    edges = [Point(day, int(total), int(done), 0) for day, _, total, done, _ in found]
    edges += [Point(max(day, due_on + timedelta(days=1)), 0, 0, int(owed)) for day, due_on, _, _, owed in found]
    ordered = sorted(edges, key=lambda edge: edge.day)
    return on_days(list(accumulate(ordered, Point.then)), [day for day in days if day <= until])


def points(root_id: int, top: str, days: list[date], now: datetime) -> list[Point]:
    """The branch at the end of given days: past ones from the sums where they are kept, the last as they stand."""
    today = local_day(now)
    last = max((day for day in days if day < today), default=date.min)
    with connection.cursor() as cursor:
        if any(day > today for day in days) or not sums(cursor, [root_id], top, on=last, as_at=now, levels=0):
            return on_days(changes(root_id, top, now), days)
        found = _summed(cursor, root_id, top, [day for day in days if day < today])
    for day in days[len(found) :]:
        counts = figures([root_id], top, on=day, now=now)[root_id].get(top, Counts())
        found.append(Point(day, counts.total, counts.approved, counts.late))
    return found


POINTS = 40  # days drawn at most: more would not be told apart


def days_between(first: date, last: date, most: int = POINTS) -> list[date]:
    """Every day, or when these are too many evenly spread ones, the first and the last among them."""
    length = (last - first).days
    number = min(length + 1, most)
    if number <= 1:
        return [last]
    return [first + timedelta(days=round(n * length / (number - 1))) for n in range(number)]


def trend(root: Cascade, top: str, *, on: date, now: datetime) -> list[Point]:
    """The branch from the day of issue until a day."""
    if root.issued_at is None:
        return []
    first = min(local_day(root.issued_at), on)
    return points(root.pk, top, days_between(first, on), now)


def by_weeks(root: Cascade, top: str, *, weeks: int, now: datetime) -> list[Point | None]:
    """The branch so many weeks after the day of issue; None for what is still to come."""
    if root.issued_at is None:
        return [None] * (weeks + 1)
    first, today = local_day(root.issued_at), local_day(now)
    days = [first + timedelta(weeks=n) for n in range(weeks + 1)]
    told = points(root.pk, top, [day for day in days if day <= today], now)
    return [*told, *([None] * (len(days) - len(told)))]


@dataclass(frozen=True, slots=True)
class Chart:
    """The picture of a trend, drawn in a field of WIDE by HIGH."""

    done: str  # the points of the lines
    late: str
    total: int  # what the upper edge stands for
    deadlines: list[tuple[float, date]]  # where across they stand
    days: list[tuple[float, date]]  # the first, the middle and the last


WIDE, HIGH = 900, 220


def chart(points: list[Point], deadlines: list[date]) -> Chart | None:
    """Where the lines run; None when there is no line to draw."""
    if len(points) < 2:
        return None
    first, top = points[0].day, max(point.total for point in points)
    last = max([points[-1].day, *deadlines])
    length = (last - first).days or 1

    def across(day: date) -> float:
        return round(WIDE * (day - first).days / length, 1)

    def line(name: str) -> str:
        return " ".join(f"{across(p.day)},{round(HIGH - HIGH * getattr(p, name) / (top or 1), 1)}" for p in points)

    marked = [(across(day), day) for day in deadlines if day >= first]
    days = [(across(day), day) for day in sorted({first, points[-1].day, last})]
    return Chart(line("done"), line("late"), top, marked, days)


@dataclass(frozen=True, slots=True)
class Week:
    """Two cascades so many weeks after each was issued."""

    number: int
    one: Point | None
    other: Point | None


MOST_WEEKS = 26


def weeks_beside(one: Cascade, other: Cascade, top: str, *, now: datetime) -> list[Week]:
    """Two cascades week by week since each was issued, as far as the older of them has come."""
    began = [local_day(c.issued_at) for c in (one, other) if c.issued_at]
    weeks = min(max((local_day(now) - day).days // 7 for day in began), MOST_WEEKS)
    both = [by_weeks(c, top, weeks=weeks, now=now) for c in (one, other)]
    return [Week(n, *pair) for n, pair in enumerate(zip(*both, strict=True))]
