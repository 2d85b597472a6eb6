"""Pages on sheets: which page goes where, as plain arithmetic; drawing comes after."""
