"""What always holds of a reorganisation, without any table."""
