//! Who may do what: permissions, and the roles that bundle them (words.md "Permissions").

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::text::words;

words! {
    /// One right. A route names the one it needs in its signature.
    Permission {
        /// See campaigns.
        CampaignsRead = "campaigns:read",
        /// Create and edit campaigns.
        CampaignsWrite = "campaigns:write",
        /// Launch, pause, resume and cancel.
        CampaignsSend = "campaigns:send",
        /// Approve what another person prepared.
        CampaignsApprove = "campaigns:approve",
        /// See templates.
        TemplatesRead = "templates:read",
        /// Create and edit templates.
        TemplatesWrite = "templates:write",
        /// See people and their addresses.
        PeopleRead = "people:read",
        /// Import and edit people.
        PeopleWrite = "people:write",
        /// Erase a person (GDPR article 17).
        PeopleErase = "people:erase",
        /// Read the consent ledger.
        ConsentRead = "consent:read",
        /// Record consent with its evidence.
        ConsentWrite = "consent:write",
        /// See suppressed addresses.
        SuppressionRead = "suppression:read",
        /// Suppress an address, or lift a suppression.
        SuppressionWrite = "suppression:write",
        /// See reports.
        ReportsRead = "reports:read",
        /// Export figures and recipients.
        ReportsExport = "reports:export",
        /// Read conversations.
        ConversationsRead = "conversations:read",
        /// Answer in a conversation.
        ConversationsReply = "conversations:reply",
        /// See settings, providers and metrics.
        SettingsRead = "settings:read",
        /// Change settings and providers.
        SettingsWrite = "settings:write",
    }
}

words! {
    /// A named bundle of permissions.
    Role {
        /// Sees everything, changes nothing.
        Viewer = "viewer",
        /// Viewer, and writes, exports, replies.
        Marketer = "marketer",
        /// Marketer, and launches campaigns.
        Sender = "sender",
        /// Viewer, and approves campaigns.
        Approver = "approver",
        /// Everything.
        Admin = "admin",
    }
}

impl Role {
    /// The permissions that the role bundles.
    #[must_use]
    pub fn permissions(self) -> Permissions {
        Permissions(Permission::ALL.iter().copied().filter(|permission| self.grants(*permission)).collect())
    }

    fn grants(self, permission: Permission) -> bool {
        let verb = permission.verb();
        match self {
            Self::Viewer => verb == "read",
            Self::Marketer => ["read", "export", "reply"].contains(&verb) || permission.is_marketers_write(),
            Self::Sender => Self::Marketer.grants(permission) || permission == Permission::CampaignsSend,
            Self::Approver => Self::Viewer.grants(permission) || permission == Permission::CampaignsApprove,
            Self::Admin => true,
        }
    }
}

impl Permission {
    fn verb(self) -> &'static str {
        self.as_str().split_once(':').map_or("", |(_, verb)| verb)
    }

    /// "Write" in *viewer + write* means the marketer's own work; settings stay with the administrator.
    fn is_marketers_write(self) -> bool {
        self.verb() == "write" && self != Self::SettingsWrite
    }
}

/// The permissions a caller holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Permissions(BTreeSet<Permission>);

impl Permissions {
    /// Whether the permission is held.
    #[must_use]
    pub fn allow(&self, permission: Permission) -> bool {
        self.0.contains(&permission)
    }

    /// Adds one permission.
    pub fn insert(&mut self, permission: Permission) {
        self.0.insert(permission);
    }

    /// Adds all that the role bundles.
    pub fn extend_by(&mut self, role: Role) {
        self.0.extend(role.permissions().0);
    }

    /// The permissions, in the order of their definition.
    pub fn iter(&self) -> impl Iterator<Item = Permission> + '_ {
        self.0.iter().copied()
    }
}

impl FromIterator<Permission> for Permissions {
    fn from_iter<T: IntoIterator<Item = Permission>>(permissions: T) -> Self {
        Self(permissions.into_iter().collect())
    }
}

/// The caller, as the token tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    /// The caller's id in the suite.
    pub id: String,
    /// The name to show; the id where the token has none.
    pub name: String,
    /// What the caller may do.
    pub permissions: Permissions,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_viewer_may_read_everything_and_change_nothing() {
        let held = Role::Viewer.permissions();
        for permission in Permission::ALL {
            assert_eq!(held.allow(*permission), permission.as_str().ends_with(":read"), "{permission}");
        }
    }

    #[test]
    fn only_senders_and_administrators_may_launch() {
        let may: Vec<_> =
            Role::ALL.iter().filter(|role| role.permissions().allow(Permission::CampaignsSend)).collect();
        assert_eq!(may, [&Role::Sender, &Role::Admin]);
    }

    #[test]
    fn nobody_but_the_administrator_writes_settings_or_erases_people() {
        for role in Role::ALL.iter().filter(|role| **role != Role::Admin) {
            assert!(!role.permissions().allow(Permission::SettingsWrite), "{role}");
            assert!(!role.permissions().allow(Permission::PeopleErase), "{role}");
        }
    }
}
