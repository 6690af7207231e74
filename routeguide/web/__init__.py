"""Pages and API: parse, call, translate errors. Flask only here, in app and in cli."""
