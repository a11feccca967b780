"""What a run sends, one file per phase."""
