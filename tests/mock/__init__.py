"""What a client sees of the whole mock, through HTTP."""
