//! The program as people start it: processes, exit codes, files and signals.

mod call;
mod join;
mod kill;
mod migrate;
mod program;
mod selftest;
mod serve;
