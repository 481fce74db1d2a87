"""After-sales tickets 售后工单 (C): what a case is, the way it goes, who may do what, and how much money it is about.

Everything here is a table or a pure function; `desk/store/tickets.py` writes it down."""
