"""What defects and variants are made of."""
