"""What the company lays down: its edition, organisation, calendar and categories."""
