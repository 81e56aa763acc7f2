//! Every query of this area.

pub(super) mod make;
pub(super) mod view;
