//! `/user`: who may work on the router.

resource! {
    /// A person or program that may sign in: `/user`.
    User = "/user"
    write {
        /// Its name; `*` is not allowed in it.
        name: String = "name",
        /// Only ever written; never read back.
        password: String = "password",
        /// Exact name of a [`UserGroup`].
        group: String = "group",
        /// Networks it may come from.
        address: String = "address",
        /// Free text.
        comment: String = "comment",
        /// Whether it is locked.
        disabled: bool = "disabled",
    }
    read {
        /// Last login, in the router's way of writing dates.
        last_logged_in: String = "last-logged-in",
        /// Whether the password must be changed.
        expired: bool = "expired",
    }
}

resource! {
    /// What users may do: `/user/group`.
    UserGroup = "/user/group"
    write {
        /// Its name.
        name: String = "name",
        /// `api,read,write,!ftp,…`; see
        /// [`Policies`](crate::Policies).
        policy: String = "policy",
        /// Look of the web page.
        skin: String = "skin",
        /// Free text.
        comment: String = "comment",
    }
    read {}
}

resource! {
    /// Somebody who is signed in: `/user/active`.
    UserActive = "/user/active" key []
    write {}
    read {
        /// The user.
        name: String = "name",
        /// Since when, in the router's way of writing dates.
        when: String = "when",
        /// Where from.
        address: String = "address",
        /// `api`, `winbox`, `web`, `ssh`, …
        via: String = "via",
        /// Its group.
        group: String = "group",
        /// Whether RADIUS vouched for it.
        radius: bool = "radius",
    }
}
