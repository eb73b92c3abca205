"""The one table of the core: how far the demo's clock is ahead."""

import datetime as dt

from django.db import models


class SeasonClock(models.Model):
    """The demo clock's shift against the real one. Production has no row and its usp_now() never looks here."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    shift = models.DurationField(default=dt.timedelta())

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="core_seasonclock_one_row")]

    def __str__(self) -> str:
        return str(self.shift)
