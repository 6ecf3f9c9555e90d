"""Every sentence, number format, plural and cell address that a person reads. Nothing else in the program makes one."""
