"""Pages about people: the manager's list of officials, and invitations."""
