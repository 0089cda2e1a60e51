"""What a person should know about their program: rules that see the run, not only the text."""
