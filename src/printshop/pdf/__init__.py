"""What files of PDF are made of: objects of anybody's files, functions; and writing them."""
