"""News about people and organisations that travels upward inside the same transaction (docs/architecture.md)."""

from django.dispatch import Signal

# Sent with ``employer`` (and ``reason``) right after its status was written.
employer_approved = Signal()
employer_suspended = Signal()
employer_rejected = Signal()
employer_revoked = Signal()
# Sent with ``employer`` right after it came before the operators: registered with a proven address, or corrected.
employer_waits = Signal()
# Sent with ``change`` right after a manager asked for it, or an operator decided.
employer_change_asked = Signal()
employer_change_decided = Signal()
# Sent with ``membership`` and ``by`` right after a role at an employer was changed.
employer_role_changed = Signal()
# Sent with ``invitation`` right after somebody took the role it offers.
employer_invitation_accepted = Signal()
# Sent with ``membership`` before it ends: receivers answer with what the person still looks after, as sentences.
employer_membership_holds = Signal()

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
