//! The table of operations: name, input, output, permission.
