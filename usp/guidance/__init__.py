"""What people are told and may ask: announcements, official letters, questions to the adviser, problem reports."""
