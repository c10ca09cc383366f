"""Who sees which message: everybody their own."""

from quantriet.kernel.actor import Actor
from quantriet.kernel.errors import NotFound
from quantriet.notices.models import Notice


def own_notice(actor: Actor, pk: int) -> Notice:
    """One of one's own messages."""
    found = Notice.objects.filter(recipient_id=actor.user_id, pk=pk).first()
    if found is None:
        raise NotFound
    return found
