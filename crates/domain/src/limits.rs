//! How much a field may hold; in characters, not bytes.

/// Longest name of a campaign or template.
pub const NAME_MAX: usize = 200;
/// Longest subject and preheader: RFC 5322 allows lines of 998 octets, and a character takes up to four.
pub const SUBJECT_MAX: usize = 240;
/// Most tags of one campaign.
pub const TAGS_MAX: usize = 20;
/// Longest tag.
pub const TAG_MAX: usize = 40;
/// Longest HTML part: far above the 102 KB at which Gmail clips, so that no newsletter is refused.
pub const HTML_MAX: usize = 500_000;
/// Longest plain-text part of an e-mail.
pub const TEXT_MAX: usize = 100_000;
/// Longest body of a WhatsApp template (Meta's limit).
pub const WHATSAPP_MAX: usize = 1_024;
/// Longest reason that came with a state.
pub const CODE_MAX: usize = 500;
/// Longest search.
pub const SEARCH_MAX: usize = 200;
/// Longest name of a sender (Brevo's limit, the strictest).
pub const SENDER_NAME_MAX: usize = 70;
