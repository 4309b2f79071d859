"""After a crash: what was not saved is offered again."""
