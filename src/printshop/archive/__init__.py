"""Editions kept for decades: bags, the catalogue of them, search, verification, export."""
