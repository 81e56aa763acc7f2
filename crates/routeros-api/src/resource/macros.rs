/// Declares a menu's row: a struct of `Option`s with `id` and `extra`, its
/// `Resource` and a `Debug` that hides secrets. Properties under `write` are
/// sent by `add` and `set`, those under `read` are only read. `key` names what
/// no two rows share, `name` unless said otherwise.
macro_rules! resource {
    (
        $(#[$meta:meta])*
        $name:ident = $menu:literal $(key [$($key:literal),*])?
        write { $($(#[$wmeta:meta])* $wfield:ident: $wtype:ty = $wprop:literal,)* }
        read { $($(#[$rmeta:meta])* $rfield:ident: $rtype:ty = $rprop:literal,)* }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Default, PartialEq)]
        pub struct $name {
            /// The row's id; `None` before it was added, and in menus with a
            /// single row.
            pub id: Option<$crate::resource::Id>,
            $($(#[$wmeta])* pub $wfield: Option<$wtype>,)*
            $($(#[$rmeta])* pub $rfield: Option<$rtype>,)*
            /// Properties this type does not know, or whose value it could not
            /// read, in the order they came. Not written back.
            pub extra: Vec<(String, String)>,
        }

        impl $crate::resource::Resource for $name {
            const MENU: &'static str = $menu;
            const PROPERTIES: &'static [&'static str] = &[".id", $($wprop,)* $($rprop,)*];
            $(const KEYS: &'static [&'static str] = &[$($key),*];)?

            fn from_row(row: &$crate::protocol::Row, encoding: $crate::Encoding) -> Self {
                let mut this = Self::default();
                for (property, value) in row.iter() {
                    let value = encoding.decode(value);
                    let known = match property {
                        b".id" => {
                            this.id = Some(value.as_ref().into());
                            true
                        }
                        $(_ if property == $wprop.as_bytes() => {
                            this.$wfield = $crate::resource::Field::read(&value);
                            this.$wfield.is_some()
                        })*
                        $(_ if property == $rprop.as_bytes() => {
                            this.$rfield = $crate::resource::Field::read(&value);
                            this.$rfield.is_some()
                        })*
                        _ => false,
                    };
                    if !known {
                        let property = encoding.decode(property).into_owned();
                        this.extra.push((property, value.into_owned()));
                    }
                }
                this
            }

            fn id(&self) -> Option<&$crate::resource::Id> {
                self.id.as_ref()
            }

            #[allow(unused_mut, reason = "some menus have nothing to write")]
            fn arguments(&self) -> Vec<(&'static str, String)> {
                let mut arguments = Vec::new();
                $(if let Some(value) = &self.$wfield {
                    arguments.push(($wprop, $crate::resource::written($wprop, value)));
                })*
                arguments
            }
        }

        #[cfg(test)]
        impl $name {
            /// A row with something in every writable property.
            #[allow(clippy::needless_update, reason = "some menus have nothing to read")]
            pub(crate) fn filled() -> Self {
                Self { $($wfield: $crate::resource::Field::read("1")
                    .or_else(|| $crate::resource::Field::read("1/1"))
                    .or_else(|| $crate::resource::Field::read("yes")),)* ..Self::default() }
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let mut shown = f.debug_struct(stringify!($name));
                if let Some(id) = &self.id {
                    shown.field("id", &format_args!("{id}"));
                }
                $($crate::resource::show(&mut shown, stringify!($wfield), $wprop, &self.$wfield);)*
                $($crate::resource::show(&mut shown, stringify!($rfield), $rprop, &self.$rfield);)*
                for (property, value) in &self.extra {
                    $crate::resource::show(&mut shown, property, property, &Some(value));
                }
                shown.finish()
            }
        }
    };
}
