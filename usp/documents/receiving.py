"""Taking a file in without letting it fill disk or memory (Django's upload handlers)."""

import logging
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from usp.documents.uploads import MAX_BODY_BYTES, MAX_BYTES

logger = logging.getLogger(__name__)


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """A temporary file that stops growing at the limit.

    What comes after is counted, not kept, so the form gets everything else that was typed and one file whose size
    says that it is too large. A request that announces more than all files together may have is refused (413) before
    a byte of it is read. A full disk marks the file as broken instead of ending the request.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 -- Django's name
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        """Refuse what is too large before reading it."""
        if content_length > MAX_BODY_BYTES:
            raise RequestDataTooBig(f"a request of {content_length} bytes")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep what fits."""
        if start > MAX_BYTES or getattr(self.file, "is_broken", False):
            return
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError as error:
            self._note(error)

    def file_complete(self, file_size: int) -> Any:
        """Write the last bytes, for which there may be no room either."""
        try:
            return super().file_complete(file_size)
        except OSError as error:
            self._note(error)
            self.file.size = file_size
            return self.file

    def _note(self, error: OSError) -> None:
        logger.error("uploads: a file could not be taken in: %s", error)
        self.file.is_broken = True  # type: ignore[attr-defined]
