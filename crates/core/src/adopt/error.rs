//! Why a row is not taken over. The codes stand in reports; each has a text.

use simpul_kernel::area_errors;

area_errors! {
    /// Why a user or profile of a router is not taken over.
    pub enum AdoptSkip {
        /// The router made it.
        Dynamic => "adopt_dynamic",
        /// It comes with the router.
        BuiltIn => "adopt_built_in",
        /// Somebody who tries the hotspot.
        Trial => "adopt_trial",
        /// It is switched off.
        Disabled => "adopt_disabled",
        /// Its name is no code.
        NameUnusable => "adopt_name_unusable",
        /// The router hides its password.
        PasswordHidden => "adopt_password_hidden",
        /// Another voucher has this code.
        CodeInUse => "adopt_code_in_use",
        /// Its profile is not taken over.
        ProfileSkipped => "adopt_profile_skipped",
        /// It was taken over before.
        Known => "adopt_known",
        /// A plan cannot hold the profile's speed.
        RateUnreadable => "adopt_rate_unreadable",
        /// The profile's name holds other signs than a plan's may.
        ProfileNameUnusable => "adopt_profile_name_unusable",
        /// A plan cannot hold the profile's number of devices.
        SharedUsersUnreadable => "adopt_shared_users_unreadable",
    }
}
