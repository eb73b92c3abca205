"""News about people and organisations that travels upward inside the same transaction (design.md §2)."""

from django.dispatch import Signal

# Sent with ``employer`` (and ``reason``) right after its status was written.
employer_approved = Signal()
employer_suspended = Signal()

# Sent with ``student``, ``channel``, ``old`` and ``new`` (texts, ``old`` may be empty) and ``event`` (a name of this
# one change) right after a contact was written.
contact_changed = Signal()
# Sent with ``export`` once a file that was made in the background waits for its owner, or could not be made.
export_finished = Signal()
# Sent with ``membership`` and ``by`` (and ``reason``) right after a university role was written.
role_granted = Signal()
role_changed = Signal()
role_withdrawn = Signal()
# Sent with ``invitation`` right after somebody took the roles it offers.
invitation_accepted = Signal()
# Sent with ``adviser`` right after somebody was named for a department.
adviser_named = Signal()
