"""Tables and forms as they arrive."""
