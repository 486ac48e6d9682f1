"""Rules of our own for Partywall."""
