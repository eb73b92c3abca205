"""News about applications. Sent inside the verb's transaction, so that a receiver's rows come with it or not at all."""

from django.dispatch import Signal

# application: the Application that has just become completed, its scores written.
application_completed = Signal()
