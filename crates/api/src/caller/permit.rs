//! Permissions as types, for handler signatures: `caller: Caller<CampaignsWrite>`.

use domain::Permission;

/// What a route asks of its caller.
pub trait Permit: 'static {
    /// The permission, or none where any good token will do.
    const PERMISSION: Option<Permission>;
}

macro_rules! permits {
    ($($name:ident),+ $(,)?) => {
        $(
            #[doc = concat!("Asks for [`Permission::", stringify!($name), "`].")]
            #[derive(Debug, Clone, Copy)]
            pub struct $name;

            impl Permit for $name {
                const PERMISSION: Option<Permission> = Some(Permission::$name);
            }
        )+
    };
}

permits!(CampaignsRead, CampaignsWrite, CampaignsSend, TemplatesRead, TemplatesWrite);
permits!(PeopleRead, ConsentRead, ConsentWrite, SuppressionRead, SuppressionWrite);
permits!(ConversationsRead, ConversationsReply);
permits!(ReportsRead, ReportsExport, SettingsRead, SettingsWrite);

/// Asks for nothing but a good token.
#[derive(Debug, Clone, Copy)]
pub struct Anyone;

impl Permit for Anyone {
    const PERMISSION: Option<Permission> = None;
}
