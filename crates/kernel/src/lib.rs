//! Ids, money, time, errors, permissions: the words every other crate speaks. No IO.
