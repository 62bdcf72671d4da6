//! What holds for every document, amount and text, tried on random ones. Not the examples: they
//! stand beside the code they are about.
