//! The loopback and LAN door: the same operations over HTTP.
