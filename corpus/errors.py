"""Everything that can go wrong while reading disclosures, as one tree.

DisclosureError
├── UnreadableDocument      a file cannot be read at all (empty, binary, unknown kind, too large)
├── UnreadableQuantity      a printed number cannot be read exactly
├── BadVocabulary           a row of a data file under ``corpus/data`` is malformed
└── LibraryError            the library folder is missing, damaged, or of another version

Messages are Chinese sentences for the user: what happened, where, and the way out.
"""


class DisclosureError(Exception):
    """Base of every error that is meant to be shown to a person."""


class UnreadableDocument(DisclosureError):
    """A file cannot become a document; nothing of it entered the library."""


class UnreadableQuantity(DisclosureError):
    """A printed number has no exact reading; guessing is forbidden."""


class BadVocabulary(DisclosureError):
    """A vocabulary file has a malformed row."""


class LibraryError(DisclosureError):
    """The library folder cannot be used as it is."""
