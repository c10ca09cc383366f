"""Refusals of the registry.

Refusal
├── AlreadyKept            the same content is in the registry of this unit
├── RelatesToItself        a document stands in no relation to itself
├── NothingGiven           neither a file nor a text
├── EmptyFile, TooLarge, Encrypted, Damaged, WronglyNamed, ActiveContent, Unsupported   a file gives no text
├── MarkedSecret           a State secret: it may not be on a networked system
├── NotRead                reading failed for a reason of our own
└── ChangedMeanwhile
    └── AlreadyRegistered  somebody else has registered the document
"""

from quantriet.kernel.errors import ChangedMeanwhile, Refusal, _

LARGEST_MB = 20


class AlreadyKept(Refusal):
    """The same content is in the registry of this unit."""

    code = "already_kept"
    status = 409
    message = _("This content is already in the registry: %(label)s.")


class RelatesToItself(Refusal):
    """A document stands in no relation to itself."""

    code = "relates_to_itself"
    message = _("A document stands in no relation to itself. Choose another one.")


class NothingGiven(Refusal):
    """Neither a file nor a text."""

    code = "nothing_given"
    message = _("There is nothing to read yet. Paste a text or choose a file.")


class EmptyFile(Refusal):
    """No content."""

    code = "empty"
    message = _("The file “%(name)s” has no content. Check that it is the right file.")


class TooLarge(Refusal):
    """More than the limit."""

    code = "too_large"
    message = _("The file “%(name)s” is too large: at most %(limit)s MB. Scan it with fewer dots, or split it.")


class Encrypted(Refusal):
    """A password stands before the content."""

    code = "encrypted"
    message = _("The file “%(name)s” is protected by a password. Save it without the password, then send it again.")


class Damaged(Refusal):
    """The content cannot be made out."""

    code = "unreadable"
    message = _(
        "The file “%(name)s” is damaged, or written in an encoding that cannot be told with certainty. "
        "Open it in its own program, save it as .docx or as Unicode text, then send it again."
    )


class WronglyNamed(Refusal):
    """The ending promises another kind of content."""

    code = "wrong_name"
    message = _("The content of “%(name)s” is not what its ending says. Open it in its own program and save it again.")


class Unsupported(Refusal):
    """A type of file that is not read."""

    code = "unsupported"
    message = _("Files such as “%(name)s” cannot be read here. Save it as .docx, .pdf or .txt, then send it again.")


class ActiveContent(Refusal):
    """Something in the file would start, or be fetched, when it is opened."""

    code = "active"
    message = _(
        "The file “%(name)s” holds macros, scripts, embedded files or links that act when it is opened. "
        "Save it as .docx without macros, or print it to .pdf, then send it again."
    )


class MarkedSecret(Refusal):
    """A State secret: it may not be on a networked system."""

    code = "marked_secret"
    message = _(
        "This document is marked “%(level)s”. State secrets may not be kept on a system with a network, so nothing of "
        "it has been kept. Hand it to the clerk in charge of secret documents, and remove it from this computer as the "
        "rules require. If the mark is a mistake, have it cancelled on the document first."
    )


class NotRead(Refusal):
    """Reading failed for a reason of our own."""

    code = "not_read"
    message = _("The file “%(name)s” could not be read. Tell whoever runs the system, and send it again later.")


class AlreadyRegistered(ChangedMeanwhile):
    """Somebody else has registered the document."""

    code = "already_registered"


UNREADABLE: dict[str, type[Refusal]] = {
    refusal.code: refusal
    for refusal in (EmptyFile, TooLarge, Encrypted, Damaged, WronglyNamed, ActiveContent, Unsupported)
}
# Of a file in a batch the code and the facts are kept: together they give the message again.
REFUSED_FILES = UNREADABLE | {refusal.code: refusal for refusal in (MarkedSecret, NotRead)}
NAMELESS = frozenset({MarkedSecret.code})  # of these not even the name of the file is kept: it may tell the subject
