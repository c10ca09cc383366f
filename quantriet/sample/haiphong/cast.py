"""The accounts that the sign-in page of the sample world offers."""

from dataclasses import dataclass

from quantriet.accounts.models import User
from quantriet.kernel.actor import SYSTEM, Actor
from quantriet.org import actions as org
from quantriet.org.models import Unit
from quantriet.org.rules import Role
from quantriet.sample import actions
from quantriet.sample.haiphong.tree import FOUNDED, SINCE, Tree

# Accounts are named after what they act for, never after a person.
_LINES = (
    ("vp.tu", "Văn phòng Thành ủy", "TU-HP", Role.OFFICE),
    ("bithu.tu", "Bí thư Thành ủy", "TU-HP", Role.HEAD),
    ("vp.quan", "Văn phòng Quận ủy Kiến An", "QU-KIEN-AN", Role.OFFICE),
    ("bithu.quan", "Bí thư Quận ủy Kiến An", "QU-KIEN-AN", Role.HEAD),
    ("vp.phuong", "Văn phòng Đảng ủy phường Bắc Sơn", "DU-KIEN-AN-BAC-SON", Role.OFFICE),
    ("bithu.phuong", "Bí thư Đảng ủy phường Bắc Sơn", "DU-KIEN-AN-BAC-SON", Role.HEAD),
    ("bithu.chibo", "Bí thư Chi bộ số 1 phường Bắc Sơn", "CB-KIEN-AN-BAC-SON-1", Role.HEAD),
    ("vp.khoi", "Văn phòng Đảng ủy Khối", "DUK-CQTP", Role.OFFICE),
    ("bithu.khoi", "Bí thư Đảng ủy Khối", "DUK-CQTP", Role.HEAD),
    ("vp.khac", "Văn phòng Tỉnh ủy Quảng Ninh", "TU-QN", Role.OFFICE),
)


@dataclass(frozen=True, slots=True)
class CastMember:
    """One account of the cast while the world is being told."""

    user: User
    actor: Actor
    unit: Unit
    role: Role


def call_cast(tree: Tree) -> dict[str, CastMember]:
    """Make the accounts and give each its mandate."""
    cast = {}
    for username, full_name, code, role in _LINES:
        user = actions.offer_account(actor=SYSTEM, username=username, full_name=full_name, at=FOUNDED)
        unit = tree.units[code]
        person = tree.heads[code] if role == Role.HEAD else None
        org.give_mandate(actor=SYSTEM, user_id=user.pk, unit=unit, role=role, person=person, since=SINCE, at=FOUNDED)
        cast[username] = CastMember(user, Actor(user.pk, full_name), unit, role)
    return cast
