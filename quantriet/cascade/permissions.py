"""Which cascades and obligations an account may see, answer, review; hidden and absent look alike."""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from quantriet.cascade.models import Cascade, Fulfilment, Obligation, Requirement, SavedView, Template
from quantriet.cascade.rules.requirement import type_of
from quantriet.cascade.rules.states import EDITABLE, CascadeState
from quantriet.documents.models import StoredFile
from quantriet.kernel.errors import NotAllowed, NotFound
from quantriet.org import queries as org
from quantriet.org.models import UnitVersion
from quantriet.org.permissions import has_inherited
from quantriet.org.queries import Acting
from quantriet.org.rules import ancestor_ids, is_within

Row = TypeVar("Row", bound=Model)
_ISSUED = (CascadeState.ISSUED, CascadeState.RECALLED)


def branch_of(acting: Acting, on: date) -> "QuerySet[Any, Any]":
    """The numbers of the units of one's own branch, as a subquery."""
    return org.subtree(acting.path, on).order_by().values("unit_id")


def visible_cascades(acting: Acting | None, on: date) -> QuerySet[Cascade]:
    """What one's own unit drafts; and, once issued, what one's branch issued or was given."""
    if acting is None:
        return Cascade.objects.none()
    # Each asked of one cascade at a time, by an index: a branch may hold a million obligations.
    issuing = UnitVersion.objects.as_at(on).within(acting.path).filter(unit_id=OuterRef("issuing_unit_id"))
    below = Obligation.objects.filter(path__startswith=acting.path)
    reached = Q(root=None) & Exists(below.filter(root_cascade_id=OuterRef("pk")))
    from_above = Q(issuing_unit_id__in=ancestor_ids(acting.path)) & Exists(
        below.filter(root_cascade_id=OuterRef("root_id"), cascade_id=OuterRef("pk"))
    )
    given = Exists(Obligation.objects.filter(unit_id=acting.unit_id, cascade_id=OuterRef("pk")))
    issued = Q(state__in=_ISSUED) & (Q(Exists(issuing)) | reached | from_above | Q(given))
    return Cascade.objects.filter(Q(unit_in_charge_id=acting.unit_id) | issued)


def cascade_to_see(acting: Acting | None, pk: int, on: date) -> Cascade:
    """The cascade, if it is one's own or reached one's branch."""
    return _or_404(visible_cascades(acting, on).filter(pk=pk))


def issued_root_to_see(acting: Acting | None, pk: int, on: date) -> Cascade:
    """The root of an issued cascade that one may see: what figures are counted under."""
    cascade = cascade_to_see(acting, pk, on)
    root = cascade.root or cascade
    if root.issued_at is None:
        raise NotFound
    return root


def cascade_issued_in_branch(acting: Acting | None, pk: int, on: date) -> Cascade:
    """An issued root cascade of one's own unit, or of one below."""
    root = issued_root_to_see(acting, pk, on)
    issuing = org.unit(root.issuing_unit_id, on) or org.latest_unit(root.issuing_unit_id)
    if issuing is None or acting is None or not is_within(issuing.path, acting.path):
        raise NotFound
    return root


def unit_of_branch(acting: Acting | None, unit_id: int, on: date) -> UnitVersion:
    """The unit as at a day, or as it last was, if it is one's own or below: figures are shown downwards only."""
    versions = UnitVersion.objects.filter(unit_id=unit_id, valid_during__startswith__lte=on)
    unit = versions.order_by("-valid_during").first()
    if unit is None or acting is None or not is_within(unit.path, acting.path):
        raise NotFound
    return unit


def branch_in_view(acting: Acting | None, cascade: Cascade, on: date) -> UnitVersion:
    """Where an account enters a cascade: at the issuing unit if that is in one's branch, else at one's own unit."""
    issuing = org.unit(cascade.issuing_unit_id, on)
    if acting is None:
        raise NotFound
    is_below = issuing is not None and is_within(issuing.path, acting.path)
    return unit_of_branch(acting, cascade.issuing_unit_id if is_below else acting.unit_id, on)


def cascade_to_edit(acting: Acting | None, pk: int, on: date) -> Cascade:
    """The cascade of one's own unit."""
    return _or_404(visible_cascades(acting, on).filter(pk=pk, unit_in_charge_id=_unit(acting)))


def cascade_to_approve(acting: Acting | None, pk: int, on: date) -> Cascade:
    """The cascade of one's own unit, for the head to decide on."""
    cascade = cascade_to_edit(acting, pk, on)
    if acting is None or not acting.is_head:
        raise NotAllowed
    return cascade


def cascade_to_pass_down(acting: Acting | None, pk: int, on: date) -> Cascade:
    """An issued cascade by which one's own unit is bound."""
    bound = Obligation.objects.filter(unit_id=_unit(acting)).values("cascade_id")
    return _or_404(Cascade.objects.filter(pk__in=bound, pk=pk, state=CascadeState.ISSUED))


def _obligations() -> QuerySet[Obligation]:
    return Obligation.objects.select_related("cascade", "requirement", "root_cascade")


def obligation_to_see(acting: Acting | None, pk: int, on: date) -> Obligation:
    """An obligation of one's own branch, one that one's own unit gave, or one of a unit whose place it has taken."""
    obligation = _obligations().filter(pk=pk).first()
    if obligation is None or acting is None:
        raise NotFound
    unit = org.unit(obligation.unit_id, on) or org.latest_unit(obligation.unit_id)
    is_below = unit is not None and is_within(unit.path, acting.path)
    is_given = obligation.cascade.unit_in_charge_id == acting.unit_id
    if not (is_below or is_given or (unit is not None and has_inherited(acting, unit.path))):
        raise NotFound
    return obligation


def evidence_to_see(acting: Acting | None, pk: int, on: date) -> tuple[Fulfilment, StoredFile]:
    """Recorded facts and their file: for the unit, those above it, and the unit that gave the duty."""
    evidence = _or_404(Fulfilment.objects.select_related("file").filter(pk=pk))
    obligation_to_see(acting, evidence.obligation_id, on)
    if evidence.file is None:
        raise NotFound
    return evidence, evidence.file


def obligation_to_answer(acting: Acting | None, pk: int) -> Obligation:
    """An obligation of one's own unit."""
    return _or_404(_obligations().filter(pk=pk, unit_id=_unit(acting)))


def obligation_to_record(acting: Acting | None, pk: int) -> Obligation:
    """An obligation whose answer one's own unit may record: its own, or on behalf of the unit to which it gave it."""
    unit_id = _unit(acting)
    return _or_404(_obligations().filter(Q(unit_id=unit_id) | Q(cascade__unit_in_charge_id=unit_id), pk=pk))


def on_behalf(acting: Acting | None, obligation: Obligation) -> int | None:
    """The unit that acts for the owing one; None when that acts itself."""
    unit_id = _unit(acting)
    return None if unit_id == obligation.unit_id else unit_id


def obligation_to_answer_for(acting: Acting | None, pk: int) -> Obligation:
    """An obligation of a unit below whose answer one's own unit may record for it: it gave it, and no room sees it."""
    obligation = obligation_to_review(acting, pk)
    if obligation.unit_id == _unit(acting) or not type_of(obligation.requirement.type).fields:
        raise NotFound
    return obligation


def obligation_to_review(acting: Acting | None, pk: int) -> Obligation:
    """An obligation that one's own unit gave to another."""
    return _or_404(_obligations().filter(pk=pk, cascade__unit_in_charge_id=_unit(acting)))


def obligations_to_review(acting: Acting | None, root: Cascade, pks: Iterable[int]) -> QuerySet[Obligation]:
    """Of these, what one's own unit gave to others under a root."""
    return _obligations().filter(pk__in=list(pks), root_cascade=root, cascade__unit_in_charge_id=_unit(acting))


def root_given_from(acting: Acting | None, pk: int, on: date) -> Cascade:
    """The root of an issued cascade under which one's own unit has given something to others."""
    root = issued_root_to_see(acting, pk, on)
    if not has_given(acting, root):
        raise NotFound
    return root


def has_given(acting: Acting | None, root: Cascade) -> bool:
    """Whether one's own unit has issued the root, or passed it down."""
    own = Cascade.objects.filter(unit_in_charge_id=_unit(acting), issued_at__isnull=False)
    return own.filter(Q(pk=root.pk) | Q(root=root)).exists()


def draft_to_edit(acting: Acting | None, pk: int, on: date) -> Cascade:
    """A cascade of one's own unit that is still being written."""
    return _or_404(Cascade.objects.filter(pk=cascade_to_edit(acting, pk, on).pk, state__in=EDITABLE))


def requirement_to_change(acting: Acting | None, pk: int, on: date) -> Requirement:
    """A requirement of one's own cascade."""
    requirement = _or_404(Requirement.objects.select_related("cascade").filter(pk=pk))
    cascade_to_edit(acting, requirement.cascade_id, on)
    return requirement


def template_to_use(acting: Acting | None, pk: int) -> Template:
    """A template of one's own unit."""
    return _or_404(Template.objects.filter(pk=pk, unit_id=_unit(acting)))


def saved_view_of(user_id: int, pk: int) -> SavedView:
    """One of one's own kept pages."""
    return _or_404(SavedView.objects.filter(user_id=user_id, pk=pk))


def _unit(acting: Acting | None) -> int:
    if acting is None:
        raise NotFound
    return acting.unit_id


def _or_404(rows: "QuerySet[Row]") -> Row:
    found = rows.first()
    if found is None:
        raise NotFound
    return found
