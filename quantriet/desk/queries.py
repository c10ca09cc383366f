"""What lies on a unit's desk; every figure is the length of the list that it opens."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from quantriet.audit.models import Entry
from quantriet.audit.rules import sentence
from quantriet.cascade.models import Cascade, Obligation, Requirement
from quantriet.cascade.permissions import visible_cascades
from quantriet.cascade.queries import desk as cascade
from quantriet.cascade.queries.desk import Owed, PassedDown, ToApprove, ToReview
from quantriet.cascade.queries.proposals import changes_above_count
from quantriet.cascade.queries.rollup import Row, RowFilter, Slice, rows
from quantriet.cascade.rules.states import ANSWERABLE, EDITABLE, CascadeState, State
from quantriet.conference.models import Conference
from quantriet.desk.rules import AHEAD, NEWS, is_soon
from quantriet.documents.models import Document
from quantriet.documents.queries import Hit, label_of, search_documents
from quantriet.kernel.text import fold
from quantriet.org import permissions as org_permissions
from quantriet.org import queries as org
from quantriet.org.models import UnitVersion
from quantriet.org.queries import Acting
from quantriet.org.rules import depth
from quantriet.reorganisation.models import Reorganisation
from quantriet.reorganisation.rules.kinds import State as Stage

FOUND = 8  # results of each kind in the search
LATEST = 6  # acts among the news
UPCOMING = 8  # lines of the calendar
SHOWN = 5  # lines of a part of the desk
LISTED = 100  # lines of one list; a longer one ends with a link to the whole
_OPEN = (State.ASSIGNED, *ANSWERABLE)


@dataclass(frozen=True, slots=True)
class Upcoming:
    """Something in the calendar of the coming days; `pk` is of what its kind names."""

    kind: str  # obligation, cascade, conference
    pk: int
    day: date
    title: str


@dataclass(frozen=True, slots=True)
class News:
    """A recent act that concerns the unit."""

    at: datetime
    actor: str
    what: str
    unit_name: str  # the unit below that it concerns, if any
    kind: str  # of the thing it was done to, as its model is called
    pk: int


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything the first page shows."""

    owed: list[Owed]
    due_soon: list[Owed]
    late: list[Owed]
    to_approve: list[ToApprove]
    to_review: list[ToReview]  # the first few
    waiting: int  # answers that wait for this unit, all of them
    drafts: list[Cascade]
    changes: list[Reorganisation]  # of the tree, that the unit is still writing
    to_settle: list[Reorganisation]  # those that were sent to this head
    moved_above: int  # deadlines that the superior has moved and on which the unit has not decided
    passed_down: list[PassedDown]
    new_documents: int
    upcoming: list[Upcoming]
    news: list[News]
    has_superior: bool
    has_subordinates: bool

    @property
    def to_decide(self) -> int:
        return len(self.to_approve) + len(self.to_settle) + self.waiting

    @property
    def late_below(self) -> int:
        return sum(c.counts.late for c in _once_per_root(self.passed_down))


def desk_of(acting: Acting, on: date, now: datetime) -> Desk:
    """The desk of the unit for which somebody acts."""
    owed = cascade.owed(acting.unit_id, on)
    first = cascade.to_review(acting.unit_id, on, SHOWN)
    undecided = reorganisations(acting)
    return Desk(
        owed=owed,
        due_soon=_soon(owed, on),
        late=[o for o in owed if o.due_on < on],
        to_approve=to_approve(acting),
        to_review=first,
        waiting=len(first) if len(first) < SHOWN else cascade.to_review_count(acting.unit_id),
        drafts=drafts(acting.unit_id),
        changes=[r for r in undecided if r.state == Stage.DRAFT],
        to_settle=to_settle(acting, undecided),
        moved_above=changes_above_count(acting.unit_id),
        passed_down=cascade.passed_down(acting.unit_id, acting.path, on, now),
        new_documents=new_documents(acting).count(),
        upcoming=_upcoming(acting, owed, on),
        news=_news(acting, on),
        has_superior=depth(acting.path) > 1,
        has_subordinates=org.children(acting.unit_id, on).exists(),
    )


def owed(acting: Acting, on: date, *, only_soon: bool) -> list[Owed]:
    """What the unit still owes, or only what is due within the next days."""
    everything = cascade.owed(acting.unit_id, on)
    return _soon(everything, on) if only_soon else everything


def _soon(lines: list[Owed], on: date) -> list[Owed]:
    return [line for line in lines if is_soon(line.due_on, on)]


def drafts(unit_id: int) -> list[Cascade]:
    """The cascades that the unit is still writing, those returned by its head among them."""
    return list(Cascade.objects.filter(unit_in_charge_id=unit_id, state__in=EDITABLE).order_by("-pk"))


def to_review(acting: Acting, on: date) -> tuple[list[ToReview], int]:
    """The answers of those below that wait for this unit, of many the longest waiting; and how many there are."""
    return cascade.to_review(acting.unit_id, on, LISTED), cascade.to_review_count(acting.unit_id)


def to_approve(acting: Acting) -> list[ToApprove]:
    """The unit's own cascades that wait for its head: nobody else finds them on the desk."""
    return cascade.to_approve(acting.unit_id) if acting.is_head else []


def reorganisations(acting: Acting) -> list[Reorganisation]:
    """The reorganisations of the unit that are not decided yet, the newest first."""
    found = Reorganisation.objects.filter(unit_id=acting.unit_id, state__in=[Stage.DRAFT, Stage.SUBMITTED])
    return list(found.select_related("drafted_by").order_by("-pk"))


def to_settle(acting: Acting, undecided: list[Reorganisation]) -> list[Reorganisation]:
    """Those of them that others have drafted and sent to this head."""
    sent = [r for r in undecided if acting.is_head and r.state == Stage.SUBMITTED]
    return [r for r in sent if acting.user_id not in (r.drafted_by_id, r.submitted_by_id)]


def new_documents(acting: Acting) -> QuerySet[Document]:
    """The unit's documents whose reading nobody has finished reviewing, the newest first."""
    mine = Document.objects.filter(owner_unit_id=acting.unit_id, is_stub=False, registered_at__isnull=True)
    return mine.defer("text", "search_text", "text_vector").order_by("-created_at", "-pk")


def late_below(acting: Acting, on: date, now: datetime) -> list[tuple[PassedDown, list[Row]]]:
    """What is late below the unit, under each cascade that it has passed down: of many the longest late."""
    only, part = RowFilter(standing="late", below=True), Slice(order="due", number=LISTED)
    late = [c for c in cascade.passed_down(acting.unit_id, acting.path, on, now) if c.counts.late]
    return [(c, rows(c.root_id, acting.path, on=on, now=now, only=only, part=part).rows) for c in _once_per_root(late)]


def _once_per_root(passed_down: list[PassedDown]) -> list[PassedDown]:
    """One cascade for each root: the figures are those of the root within the branch."""
    return list({c.root_id: c for c in reversed(passed_down)}.values())[::-1]


# --- the calendar and the news ---------------------------------------------------------------------------------------
def _upcoming(acting: Acting, owed: list[Owed], on: date) -> list[Upcoming]:
    until = on + timedelta(days=AHEAD)
    own = [Upcoming("obligation", o.obligation_id, o.due_on, o.title) for o in owed if on <= o.due_on <= until]
    below = _deadlines_below(acting.unit_id, on, until)
    return sorted(own + below + _conferences(acting, on, until), key=lambda u: u.day)[:UPCOMING]


def _deadlines_below(unit_id: int, on: date, until: date) -> list[Upcoming]:
    asked = Requirement.objects.filter(due_on__range=(on, until), cascade__unit_in_charge_id=unit_id)
    asked = asked.filter(cascade__state=CascadeState.ISSUED).select_related("cascade")
    root = Coalesce(OuterRef("cascade__root"), OuterRef("cascade"))
    still_open = Obligation.objects.filter(root_cascade=root, requirement=OuterRef("pk"), state__in=_OPEN)
    # The first one found will do: as a condition "exists", all of a country would be read. And so it would to find none
    # of what is all done, which the sums know before.
    asked = asked.annotate(of_root=Coalesce("root_id", "pk"))
    first = Case(When(of_root__in=cascade.open_anywhere(unit_id, on), then=Subquery(still_open.values("pk")[:1])))
    asked = asked.alias(open=first).filter(open__isnull=False)
    return [
        Upcoming("cascade", r.cascade.root_pk, r.due_on, r.title)
        for r in asked.order_by("due_on", "pk")[:UPCOMING]
        if r.due_on is not None
    ]


def _conferences(acting: Acting, on: date, until: date) -> list[Upcoming]:
    """Conferences that are still to come; a later record of the same unit about the same papers replaces its plan."""
    planned = Conference.objects.filter(held_on__range=(on, until), unit_id__in=acting.branch_units(on))
    latest = {(c.unit_id, c.held_on): c for c in planned.order_by("recorded_at", "pk")}
    names = org.names({unit_id for unit_id, _ in latest}, on)
    return [Upcoming("conference", c.pk, c.held_on, names.get(c.unit_id, "")) for c in latest.values()]


def _news(acting: Acting, on: date) -> list[News]:
    near = UnitVersion.objects.as_at(on).filter(parent_id=acting.unit_id).values_list("unit_id", flat=True)
    entries = Entry.objects.filter(unit_id__in=[acting.unit_id, *near], verb__in=NEWS)  # all of them within the branch
    latest = list(entries.order_by("-pk")[:LATEST])
    documents = Document.objects.filter(pk__in=[e.subject_id for e in latest if e.subject_type == "document"])
    labels = {d.pk: label_of(d) for d in documents.defer("text", "search_text", "text_vector")}
    units = org.names({e.unit_id for e in latest if e.unit_id and e.unit_id != acting.unit_id}, on)
    return [_told(entry, labels, units.get(entry.unit_id or 0, "")) for entry in latest]


def _told(entry: Entry, labels: dict[int, str], unit_name: str) -> News:
    """The line in the reader's words; a document is called as it is called now, not as it was first stored."""
    subject = labels.get(entry.subject_id, "") if entry.subject_type == "document" else ""
    what = sentence(entry.verb, subject or entry.subject_name, entry.facts)
    return News(entry.at, entry.actor_name, what, unit_name, entry.subject_type, entry.subject_id)


# --- the search ------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class FoundCascade:
    """A cascade to offer in the search box."""

    pk: int
    title: str
    issuer: str


@dataclass(frozen=True, slots=True)
class Found:
    """What the words were found in."""

    documents: list[Hit]
    cascades: list[FoundCascade]
    units: list[UnitVersion]

    @property
    def total(self) -> int:
        return len(self.documents) + len(self.cascades) + len(self.units)


def found(acting: Acting | None, words: str, on: date) -> Found:
    """Documents, cascades and units that hold all the words, diacritics or not; nothing one may not see."""
    if not fold(words):
        return Found([], [], [])
    units = org.search_units(words, on, org_permissions.visible(acting), FOUND)
    return Found(_found_documents(acting, words, on), _found_cascades(acting, words, on), list(units))


def _found_documents(acting: Acting | None, words: str, on: date) -> list[Hit]:
    """Those that are called by the words come before those that only speak of them."""
    hits = search_documents(words, acting, on, 4 * FOUND)
    parts = fold(words).split()
    return sorted(hits, key=lambda hit: not all(part in fold(hit.label) for part in parts))[:FOUND]


def _found_cascades(acting: Acting | None, words: str, on: date) -> list[FoundCascade]:
    parts = fold(words).split()
    lines = visible_cascades(acting, on).order_by("-created_at", "-pk").values_list("pk", "title", "issuing_unit_id")
    # Titles are kept without a folded copy: an office sees hundreds of cascades, not millions.
    hits = [line for line in lines.distinct() if all(part in fold(line[1]) for part in parts)][:FOUND]
    names = org.names({unit_id for _, _, unit_id in hits}, on)
    return [FoundCascade(pk, title, names.get(unit_id, "")) for pk, title, unit_id in hits]
