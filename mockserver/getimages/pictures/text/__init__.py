"""Setting a line of any text: clusters, direction, fonts, wrapping, ink."""
