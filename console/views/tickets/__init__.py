"""After-sales tickets: the list, a ticket, its moves, its way in, the warehouse, reasons and slips."""
