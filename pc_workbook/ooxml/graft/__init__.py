"""Put drawn sheets into a user's workbook, with every other part left as it is."""
