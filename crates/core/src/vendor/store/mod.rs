//! Every query of this area.

pub(super) mod code;
pub(super) mod document;
pub(super) mod person;
pub(super) mod statement;
pub(super) mod stock;
pub(super) mod vendor;
