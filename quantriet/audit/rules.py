"""What each act is called when one reads the journal: a verb and its sentence, with places for the facts.

`%(subject)s` is what the act was done to; other places are facts of the line, a dash where a line has none.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "accounts.user.added": _("added the account of %(subject)s"),
    "accounts.user.signed_in": _("signed in"),
    "accounts.user.signed_out": _("signed out"),
    "accounts.sign_in.locked": _("was locked out after too many wrong passwords from %(address)s"),
    "org.unit.founded": _("founded the unit %(name)s"),
    "org.unit.changed": _("changed the unit %(name)s"),
    "org.position.created": _("created the position %(subject)s"),
    "org.person.registered": _("registered the person %(subject)s"),
    "org.person.appointed": _("appointed: %(subject)s"),
    "org.appointment.ended": _("ended the appointment: %(subject)s"),
    "org.mandate.given": _("gave a mandate: %(subject)s"),
    "org.mandate.handed_over": _("handed the accounts of ended units over to their successors"),
    "org.unit.placed": _("placed units below %(subject)s"),
    "org.unit.ended": _("ended the unit %(subject)s"),
    "org.unit.succeeded": _("named the successor of the unit %(subject)s"),
    "org.unit.put_back": _("put units back as they were before: %(subject)s"),
    "reorganisation.draft.begun": _("began the reorganisation “%(subject)s”"),
    "reorganisation.draft.saved": _("saved the draft of the reorganisation “%(subject)s”"),
    "reorganisation.draft.discarded": _("discarded the draft of the reorganisation “%(subject)s”"),
    "reorganisation.draft.submitted": _("sent the reorganisation “%(subject)s” for approval"),
    "reorganisation.draft.taken_back": _("took the reorganisation “%(subject)s” back to go on writing"),
    "reorganisation.decision.approved": _("approved the reorganisation “%(subject)s”"),
    "reorganisation.decision.sent_back": _("sent the reorganisation “%(subject)s” back to its author"),
    "reorganisation.decision.applied": _("put the reorganisation “%(subject)s” in force"),
    "reorganisation.decision.undone": _("undid the reorganisation “%(subject)s”"),
    "documents.document.taken_in": _("took in the document %(subject)s"),
    "documents.document.registered": _("registered the document %(subject)s"),
    "documents.document.read_again": _("read the document %(subject)s again"),
    "documents.document.changed": _("changed the document %(subject)s"),
    "documents.reference.added": _("said how %(subject)s stands to another document"),
    "documents.reference.removed": _("took back how %(subject)s stands to another document"),
    "documents.batch.sent": _("sent %(files)s files"),
    "documents.secret.refused": _("refused a document marked secret, of which nothing is kept"),
    "documents.scan.recognised": _("recognised the scan %(subject)s"),
    "documents.scan.asked": _("asked to recognise the scan %(subject)s"),
    "documents.scan.corrected": _("corrected a recognised word of %(subject)s"),
    "documents.finding.accepted": _("accepted what was read: %(subject)s"),
    "documents.finding.corrected": _("corrected what was read: %(subject)s"),
    "documents.finding.rejected": _("rejected what was read: %(subject)s"),
    "documents.finding.reopened": _("reopened what was read: %(subject)s"),
    "documents.finding.accepted_together": _("accepted several readings of %(subject)s at once"),
    "documents.finding.linked": _("chose the document meant by: %(subject)s"),
    "cascade.cascade.drafted": _("drafted the cascade “%(subject)s”"),
    "cascade.cascade.changed": _("changed the draft “%(subject)s”"),
    "cascade.cascade.discarded": _("discarded the draft of the cascade “%(subject)s”"),
    "cascade.cascade.submitted": _("sent the cascade “%(subject)s” for approval"),
    "cascade.cascade.returned": _("returned the cascade “%(subject)s” to its author: %(reason)s"),
    "cascade.cascade.approved": _("approved the cascade “%(subject)s”"),
    "cascade.cascade.issued": _("issued the cascade “%(subject)s” to %(units)s units"),
    "cascade.cascade.recalled": _("recalled the cascade “%(subject)s”: %(reason)s"),
    "cascade.cascade.deadline_changed": _("moved a deadline of “%(subject)s” from %(old)s to %(new)s: %(reason)s"),
    "cascade.obligation.inherited": _("handed the open duties of ended units to their successors"),
    "cascade.obligation.noted": _("noted the progress of “%(subject)s”"),
    "cascade.obligation.handed_over": _("handed “%(subject)s” to another responsible person"),
    "cascade.obligation.waived": _("waived “%(subject)s”: %(reason)s"),
    "cascade.obligation.recalled": _("recalled the duty “%(subject)s”: %(reason)s"),
    "cascade.template.saved": _("kept a cascade as the template “%(subject)s”"),
    "cascade.template.deleted": _("deleted the template “%(subject)s”"),
    "cascade.view.saved": _("kept the view “%(subject)s”"),
    "cascade.view.deleted": _("deleted the view “%(subject)s”"),
    "cascade.obligation.accepted": _("accepted the duty “%(subject)s”"),
    "cascade.obligation.recorded": _("recorded what was done for “%(subject)s”"),
    "cascade.obligation.submitted": _("sent “%(subject)s” to the superior"),
    "cascade.obligation.returned": _("returned “%(subject)s” for more: %(reason)s"),
    "cascade.obligation.approved": _("approved “%(subject)s” as done"),
    "conference.conference.recorded": _("recorded the conference of %(day)s, presented by %(presenter)s"),
    "study.count.recorded": _("recorded that %(studied)s of %(obliged)s obliged members had studied on %(day)s"),
    "notices.notice.sent": _("told %(people)s people: %(subject)s"),
    "notices.preference.changed": _("chose how to get e-mail"),
    "sample.world.loaded": _("loaded the sample world"),
    "sample.clock.moved": _("moved the clock of the sample world to %(to)s"),
    "sample.account.offered": _("offered the sample account of %(subject)s"),
    "sample.session.opened": _("signed in as one of the sample cast"),
}

FAMILIES = {
    "cascade": _("Cascades"),
    "documents": _("Documents"),
    "conference": _("Conferences"),
    "study": _("Study"),
    "org": _("Organisation"),
    "reorganisation": _("Reorganisations"),
    "accounts": _("Accounts"),
    "notices": _("Messages"),
    "sample": _("Sample world"),
}


def family_of(verb: str) -> str:
    """The first part of a verb: the room in which the act is done."""
    return verb.partition(".")[0]


def sentence(verb: str, subject: str, facts: Mapping[str, Any]) -> str:
    """The act in the reader's words; an act without a sentence shows its verb."""
    places = defaultdict(lambda: "–", {**facts, "subject": subject})
    return str(SENTENCES[verb]) % places if verb in SENTENCES else verb
