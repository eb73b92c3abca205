"""Parts of a batch joined into one file, by a process of its own that knows nothing of the portal.

The whole keeps every page's fonts and resources in memory until it is written: 0,22 MB a paper, which a worker that
joined them itself would keep for the rest of its life. Reads an order as JSON from its input.
"""

import json
import sys
from collections.abc import Sequence
from contextlib import ExitStack

import pikepdf


def join(parts: Sequence[str], bookmarks: Sequence[tuple[str, int]], result: str) -> None:
    """All parts one after the other, with a bookmark (title, page counted from 0) for each paper."""
    with ExitStack() as opened, pikepdf.new() as whole:
        for part in parts:
            whole.pages.extend(opened.enter_context(pikepdf.open(part)).pages)
        with whole.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(title, page) for title, page in bookmarks)
        whole.save(result, object_stream_mode=pikepdf.ObjectStreamMode.generate)


if __name__ == "__main__":
    join(**json.load(sys.stdin))
