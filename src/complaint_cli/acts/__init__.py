"""What is done and what is asked, the same for terminal, batch, import and scenarios."""
