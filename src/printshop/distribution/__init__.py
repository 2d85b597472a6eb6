"""Who gets how many copies: lists of recipients, parcels, and what is printed for them."""
