//! What is a quantity, and what is none, by table.
