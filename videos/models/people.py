"""What belongs to one person: favourites, budget, and what they want to be told."""

from django.conf import settings
from django.db import models
from django.db.models import Q, Value

from videos.models.choices import AvatarType


class FavouriteAvatar(models.Model):
    """An avatar that a person has marked, by Jogg's id: the mark outlives the catalogue's row."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="favourite_avatars")
    avatar_id = models.CharField(max_length=100)
    avatar_type = models.PositiveSmallIntegerField(choices=AvatarType)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "avatar_type", "avatar_id"], name="favourite_avatar_once"),
        ]

    def __str__(self) -> str:
        return self.avatar_id


class FavouriteVoice(models.Model):
    """A voice that a person has marked, by Jogg's id."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="favourite_voices")
    voice_id = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "voice_id"], name="favourite_voice_once")]

    def __str__(self) -> str:
        return self.voice_id


class Budget(models.Model):
    """The credits that may be spent in a calendar month: by one person, or, without an owner, by all together."""

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="video_budget"
    )
    credits = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(Value(1), condition=Q(owner=None), name="one_budget_for_all"),
        ]

    def __str__(self) -> str:
        return f"{self.credits} credits a month for {self.owner or 'everybody'}"


class Preferences(models.Model):
    """What a person wants to be told, and how.

    `mails_since` is when they asked for e-mails, so that nothing older is told. `test_asked_at` is set while a
    test mail is still to be sent; `mailed_at` is when the last mail was handed over, `mail_problem` why the
    last one wasn't.
    """

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="video_preferences")
    mails_results = models.BooleanField(default=False)
    mails_since = models.DateTimeField(null=True, blank=True)
    test_asked_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    mail_problem = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"Preferences of {self.owner}"
