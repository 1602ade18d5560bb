//! The two ways a message travels.

use crate::text::words;

words! {
    /// The channel of a campaign or template.
    Channel {
        /// E-mail, by Brevo, SendGrid or SMTP.
        Email = "email",
        /// WhatsApp, by the Meta Cloud API or Twilio.
        Whatsapp = "whatsapp",
    }
}
