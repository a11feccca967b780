"""The document: amended, adapted, and what is known of its errors."""
