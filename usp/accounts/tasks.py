"""Background work of people and organisations. Thin: the services do it."""

from celery import shared_task


@shared_task(name="accounts.send_link")
def send_link(kind: str, pk: int) -> None:
    """Send one link's e-mail now: an invitation's, a registration's."""
    from usp.accounts.services import link_mail  # noqa: PLC0415 -- they queue us

    link_mail.send_link(kind, pk)


@shared_task(name="accounts.send_due_links")
def send_due_links() -> None:
    """Send the links that were left: the task got lost, or the mail server refused for a while."""
    from usp.accounts.services import link_mail  # noqa: PLC0415 -- they queue us

    link_mail.send_due_links()


@shared_task(name="accounts.make_export")
def make_export(export_id: int) -> None:
    """Make one person's data file."""
    from usp.accounts.services import exports  # noqa: PLC0415 -- they queue us

    exports.make_export(export_id)


@shared_task(name="accounts.sweep_exports")
def sweep_exports() -> None:
    """Make the data files that were left: the task got lost, or a worker died."""
    from usp.accounts.services import exports  # noqa: PLC0415 -- they queue us

    exports.sweep_exports()


@shared_task(name="accounts.purge")
def purge() -> None:
    """Remove dead codes, data files whose time is over, and registrations that nobody proved."""
    from usp.accounts.services import contact_cleanup, employer_registration, exports  # noqa: PLC0415 -- leaf

    contact_cleanup.purge_codes()
    exports.remove_expired()
    employer_registration.purge_registrations()
