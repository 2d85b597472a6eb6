"""Article text and pictures: from what editors write to what layouts set."""
