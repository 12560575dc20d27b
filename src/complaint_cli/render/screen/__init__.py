"""What is shown on a terminal; knows rich, never the database."""
