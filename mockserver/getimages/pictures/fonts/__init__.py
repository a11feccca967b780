"""Finding fonts for the characters of a caption, without opening many of them."""
