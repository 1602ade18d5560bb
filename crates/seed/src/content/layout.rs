//! The frame of an e-mail: a table of 600 pixels, styles in the elements, a link to leave in every message.

use super::Email;

/// The HTML part.
pub(crate) fn email_html(email: &Email) -> String {
    let paragraphs: String = email
        .paragraphs
        .iter()
        .map(|paragraph| {
            format!(
                "          <p style=\"margin:0 0 16px;font-size:16px;line-height:24px\">{paragraph}</p>\n"
            )
        })
        .collect();
    format!(
        r#"<!doctype html>
<html lang="fr">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width,initial-scale=1">
  <title>{subject}</title>
</head>
<body style="margin:0;padding:0;background:#f4f6f8;color:#1c2733;font-family:Arial,Helvetica,sans-serif">
  <table role="presentation" width="100%" cellpadding="0" cellspacing="0">
    <tr><td align="center" style="padding:24px 12px">
      <table role="presentation" width="600" cellpadding="0" cellspacing="0" style="max-width:600px;background:#ffffff">
        <tr><td style="padding:24px 32px;background:#0b3d5c;color:#ffffff;font-size:18px"><strong>EB VISION</strong></td></tr>
        <tr><td style="padding:32px">
          <h1 style="margin:0 0 16px;font-size:24px;line-height:30px">{title}</h1>
          <p style="margin:0 0 16px;font-size:16px;line-height:24px">Bonjour {{{{ contact.nom | default('Madame, Monsieur') }}}},</p>
{paragraphs}          <p style="margin:24px 0"><a href="{link}" style="display:inline-block;padding:12px 24px;background:#c8541b;color:#ffffff;text-decoration:none">{button}</a></p>
          <p style="margin:0;font-size:16px;line-height:24px">L’équipe EB VISION</p>
        </td></tr>
        <tr><td style="padding:16px 32px;font-size:12px;line-height:18px;color:#5b6b7a">
          Vous recevez ce message au titre de {{{{ entreprise.nom | default('votre entreprise') }}}}.
          <a href="{{{{ lien.version_web }}}}">Version en ligne</a> ·
          <a href="{{{{ lien.preferences }}}}">Mes préférences</a> ·
          <a href="{{{{ lien.desinscription }}}}">Se désinscrire</a>
        </td></tr>
      </table>
    </td></tr>
  </table>
</body>
</html>
"#,
        subject = email.subject,
        title = email.title,
        link = email.link,
        button = email.button,
    )
}

/// The same as plain text.
pub(crate) fn email_text(email: &Email) -> String {
    format!(
        "Bonjour {{{{ contact.nom | default('Madame, Monsieur') }}}},\n\n{}\n\n{} : {}\n\nL’équipe EB VISION\n\n--\n\
         Mes préférences : {{{{ lien.preferences }}}}\nSe désinscrire : {{{{ lien.desinscription }}}}\n",
        email.paragraphs.join("\n\n"),
        email.button,
        email.link,
    )
}
