"""Messages to people, and how each person wants to be told."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from quantriet.notices.rules import Mail, Mode, Wish

USUAL = Wish()


class Notice(models.Model):
    """One message to one person: always in the product, by e-mail when the person wants that."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=60)  # the sender's own word, for example cascade.due_soon
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)  # shown in the product only, never in an e-mail
    path = models.CharField(max_length=500)  # where it leads, within the product
    key = models.CharField(max_length=200)  # the same message to the same person has the same key
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mail = models.CharField(max_length=10, default=Mail.NONE)
    hold_until = models.DateTimeField(null=True)  # the e-mail goes at this instant at the earliest
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True)  # the letter it went with, which is in its Message-ID
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)  # what the mail server said

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipient", "key"], name="notice_once_per_key"),
            models.CheckConstraint(condition=Q(path__regex=r"^/([^/\\]|$)"), name="notice_path_is_ours"),
            models.CheckConstraint(condition=Q(mail__in=Mail.values), name="notice_mail_known"),
            models.CheckConstraint(
                condition=~Q(mail=Mail.WAITING) | Q(hold_until__isnull=False), name="notice_waits_for_an_instant"
            ),
            models.CheckConstraint(
                condition=~Q(mail__in=[Mail.SENDING, Mail.UNCERTAIN])
                | Q(claim__isnull=False, claimed_at__isnull=False),
                name="notice_on_its_way_is_claimed",
            ),
            models.CheckConstraint(
                condition=Q(mail=Mail.SENT, sent_at__isnull=False) | (~Q(mail=Mail.SENT) & Q(sent_at__isnull=True)),
                name="notice_sent_has_instant",
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notice_of_recipient"),  # one's own list
            models.Index(fields=["recipient"], name="notice_unread", condition=Q(read_at__isnull=True)),  # the bell
            models.Index(fields=["hold_until"], name="notice_waiting", condition=Q(mail=Mail.WAITING)),  # what is due
            models.Index(fields=["claim"], name="notice_of_claim", condition=Q(claim__isnull=False)),
            models.Index(fields=["key"], name="notice_key_begins", opclasses=["varchar_pattern_ops"]),  # the log
        ]

    def __str__(self) -> str:
        return self.title


class Preference(models.Model):
    """How one person wants e-mail. Whoever has none gets messages in the product only."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notice_preference")
    mode = models.CharField(max_length=10, default=USUAL.mode)
    address = models.EmailField(blank=True)
    digest_hour = models.PositiveSmallIntegerField(default=USUAL.digest_hour)
    quiet_from = models.TimeField(default=USUAL.quiet_from)
    quiet_until = models.TimeField(default=USUAL.quiet_until)  # the same as quiet_from: no quiet hours
    working_days_only = models.BooleanField(default=USUAL.working_days_only)
    digest_on = models.DateField(null=True)  # the day of the latest digest: one a day

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(mode__in=Mode.values), name="preference_mode_known"),
            models.CheckConstraint(condition=Q(mode=Mode.NONE) | ~Q(address=""), name="preference_mail_has_address"),
            models.CheckConstraint(condition=Q(digest_hour__lte=23), name="preference_digest_hour_of_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.mode}"
