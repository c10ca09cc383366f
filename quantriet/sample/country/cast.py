"""The accounts that the sign-in page of the country offers: one way down from Central to a branch, and a stranger."""

from quantriet.accounts.models import User
from quantriet.kernel.actor import SYSTEM, Actor
from quantriet.org import actions as org
from quantriet.org.rules import Role
from quantriet.sample import actions
from quantriet.sample.country.tree import FOUNDED, HOME, HOME_PROVINCE, SINCE, TOP, Tree

BODY, BRANCH, ELSEWHERE = f"{HOME}-09", f"{HOME}-09-01", "TU-96"  # a neighbourhood, its first group, Cà Mau

# Accounts are named after what they act for, never after a person.
LINES = (
    ("vp.tw", "Văn phòng Trung ương Đảng", TOP, Role.OFFICE),
    ("lanhdao.tw", "Thường trực Ban Bí thư", TOP, Role.HEAD),
    ("vp.tinh", "Văn phòng Thành ủy Hải Phòng", HOME_PROVINCE, Role.OFFICE),
    ("bithu.tinh", "Bí thư Thành ủy Hải Phòng", HOME_PROVINCE, Role.HEAD),
    ("vp.xa", "Văn phòng Đảng ủy phường Kiến An", HOME, Role.OFFICE),
    ("bithu.xa", "Bí thư Đảng ủy phường Kiến An", HOME, Role.HEAD),
    ("bithu.coso", "Bí thư Đảng bộ Khu dân cư số 1", BODY, Role.HEAD),
    ("bithu.chibo", "Bí thư Chi bộ Tổ dân phố số 1", BRANCH, Role.HEAD),
    ("vp.khac", "Văn phòng Tỉnh ủy Cà Mau", ELSEWHERE, Role.OFFICE),
)


class Cast:
    """Who acts for a unit: its account in the cast, or a name without an account."""

    def __init__(self, tree: Tree) -> None:
        """Make the accounts and give each its mandate."""
        self._tree = tree
        self._actors: dict[tuple[str, Role], Actor] = {}
        for username, full_name, code, role in LINES:
            user = actions.offer_account(actor=SYSTEM, username=username, full_name=full_name, at=FOUNDED)
            self._mandate(user, code, role)
            self._actors[code, role] = Actor(user.pk, full_name)

    def _mandate(self, user: User, code: str, role: Role) -> None:
        person = self._tree.head(code) if role == Role.HEAD else None
        org.give_mandate(
            actor=SYSTEM, user_id=user.pk, unit=self._tree.unit(code), role=role, person=person, since=SINCE, at=FOUNDED
        )

    def office(self, code: str) -> Actor:
        return self._actors.get((code, Role.OFFICE)) or Actor(None, f"Văn phòng {self._tree.names[code]}")

    def head(self, code: str) -> Actor:
        return self._actors.get((code, Role.HEAD)) or Actor(None, f"Bí thư {self._tree.names[code]}")
