"""Issued papers and the files that people send us."""

from usp.documents.models.documents import Document, DocumentState, random_name, usp_now
from usp.documents.models.uploads import FileType, Upload

__all__ = ["Document", "DocumentState", "FileType", "Upload", "random_name", "usp_now"]
