"""The kill matrix: which clause catches which defect, and how it is told."""
