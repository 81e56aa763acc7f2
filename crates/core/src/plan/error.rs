//! What can go wrong with plans.

use simpul_kernel::area_errors;

area_errors! {
    /// What can go wrong with plans.
    pub enum PlanError {
        /// No such plan, or not one the caller sees.
        NotFound => "plan_not_found",
        /// Another plan of the place that is still sold has this name.
        NameTaken => "plan_name_taken",
        /// Another plan of the place writes this profile.
        ProfileNameTaken => "plan_profile_name_taken",
        /// Another plan of the place has this key at the counter.
        ShortcutKeyTaken => "plan_shortcut_key_taken",
        /// A router is not in use, or not of the plan's place.
        RouterUnusable => "plan_router_unusable",
        /// No such place, or not one the caller sees.
        LocationUnusable => "plan_location_unusable",
    }
}
