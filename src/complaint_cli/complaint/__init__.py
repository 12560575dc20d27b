"""One complaint: its facts, what follows from them, what is allowed."""
