//! What goes over the wire, and that reading it back gives what was meant.
