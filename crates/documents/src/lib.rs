//! Paper: view structs in, PDF or ESC/POS bytes out.
