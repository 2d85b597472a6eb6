"""What a print house would find wrong, found before: one file a check, and registries of them."""
