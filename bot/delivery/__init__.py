"""Owes, plans and sends: the ledger of deliveries and the port to the chat platforms."""
