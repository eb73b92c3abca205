"""News about applications. Sent inside the verb's transaction, so that a receiver's rows come with it or not at all."""

from django.dispatch import Signal

# application: the Application that has just become completed, its scores written.
application_completed = Signal()
# application: the Application that an operator has just disqualified; actor: that operator. A receiver may refuse.
application_disqualified = Signal()
# windows: InternshipWindows. A receiver answers {window's key: how many offers stand in it}; nothing is written.
window_uses = Signal()
# season, field: a date of the season was moved forward.
season_date_moved = Signal()
