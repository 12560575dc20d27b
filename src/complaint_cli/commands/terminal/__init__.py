"""The door: options, help, completion, questions."""
