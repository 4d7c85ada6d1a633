"""What the app's pages share. Nothing here finds anything: that is :mod:`spe_search`'s work."""
