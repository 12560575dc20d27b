"""Plain text: what may be shown, laid out and hidden."""
