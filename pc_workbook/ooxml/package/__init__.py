"""The workbook file as a package: parts, content types, relations and XML."""
