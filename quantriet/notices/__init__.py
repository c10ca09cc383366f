"""Messages to people: in the product and by e-mail, as a digest, never in quiet hours, each one logged."""
