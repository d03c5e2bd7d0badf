//! What several facts ask of the same things: the classes of a file, the parameters of a function. A file a thing.
