"""What was found, told: in lines, as data, as a page for the browser."""
