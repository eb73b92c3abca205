"""System checks of the channels."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def sms_url_names_the_phone(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """usp.E010: the SMS address is a folder, or an Apprise URL that says where the phone number goes."""
    url = settings.USP_SMS_URL
    if url.startswith("file:///") or "{phone}" in url:
        return []
    return [
        Error(
            "SMS_URL must be file:///folder or an Apprise URL with {phone} where the number goes",
            hint="For example twilio://ACCOUNT:TOKEN@FROM/{phone}",
            id="usp.E010",
        )
    ]
