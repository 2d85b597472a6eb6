"""Any PDF read into plain data: what is painted on its pages, and what it says of itself."""
