"""The database that is measured: migrated, with reference data and the demo season in its offer weeks."""

from django.conf import settings
from django.core.management import call_command

from usp.portal.demo.scenario import enter_stage


def prepare() -> None:
    """Fill the empty database and run its clock to the offer weeks."""
    settings.USP_DEMO = True
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    call_command("demo")
    enter_stage("offers")
