"""News about applications. Sent inside the verb's transaction, so that a receiver's rows come with it or not at all."""

from django.dispatch import Signal

# application: the Application that has just become completed, its scores written.
application_completed = Signal()

# application: a completed Application whose provinces or districts have just changed (allowed until the deadline).
preferences_changed = Signal()

# application: an Application whose ranked windows have just changed (allowed until ``offers_close_at``).
windows_changed = Signal()
