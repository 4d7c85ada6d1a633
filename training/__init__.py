"""How the bundled encoder was made; see README.md."""
