"""A book made ready for a print house: inks, pictures, marks, cover, PDF/X. Works on a copy."""
