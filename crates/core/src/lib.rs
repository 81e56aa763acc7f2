//! Every business rule and every SQL statement of Simpul.
