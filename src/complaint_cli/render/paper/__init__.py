"""What is printed and signed; knows the office libraries, never the database."""
