"""The kill matrix as one HTML file."""
