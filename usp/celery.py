"""Background work. The settings import this module, so every process that reads them publishes to the same
broker.

Queueing never undoes or fails what was already committed: a broker that is away is logged, and the sweeps of
``CELERY_BEAT_SCHEDULE`` find the rows that were left behind.
"""

import os
from typing import Any

from celery import Celery
from celery.contrib.django.task import DjangoTask
from django.db import transaction

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "usp.settings.base")


class CommittedTask(DjangoTask):
    """A task whose publishing after a commit cannot raise into the request that committed."""

    abstract = True

    def delay_on_commit(self, *args: Any, **kwargs: Any) -> None:  # type: ignore[override]
        """``delay`` once the transaction is committed; trouble with the broker is logged, not raised."""

        def publish() -> None:
            self.delay(*args, **kwargs)

        transaction.on_commit(publish, robust=True)

    def apply_async_on_commit(self, *args: Any, **kwargs: Any) -> None:  # type: ignore[override]
        """``apply_async`` once the transaction is committed; trouble is logged, not raised."""

        def publish() -> None:
            self.apply_async(*args, **kwargs)

        transaction.on_commit(publish, robust=True)


app = Celery("usp", task_cls=CommittedTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
