//! Who it comes from: one of the senders that the accounts have.

use domain::provider::{Account, AccountId, Sender};
use leptos::prelude::*;

use crate::{
    api::{Failure, use_api},
    editor::{Choice, Line},
    i18n::{t_string, use_i18n},
    pages::wizard::{
        Wizard,
        draft::{text, write},
    },
    remote::Remote,
    watch::watch,
};

/// A sender with the account that it belongs to.
type Offer = (AccountId, Sender);

fn offers(accounts: Vec<Account>, channel: domain::Channel) -> Vec<Offer> {
    let of_channel = accounts.into_iter().filter(|account| account.provider.channel() == channel);
    of_channel
        .flat_map(|Account { id, senders, .. }| senders.into_iter().map(move |sender| (id.clone(), sender)))
        .collect()
}

/// Sender and address for answers.
#[component]
pub(super) fn SenderFields(
    /// The wizard.
    wizard: Wizard,
) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let editor = wizard.editor;
    let form = editor.form();
    let channel = editor.draft.with_untracked(|draft| draft.channel);
    let offered = Remote::new(move || async move { Ok(offers(api.accounts().await?, channel)) });
    let take = move |(account, sender): Offer| {
        editor.draft.update(|draft| {
            (draft.edit.account, draft.edit.sender) = (Some(account), Some(sender));
        })
    };
    // Whoever has one sender need not choose it. It comes with the first change: looking at a draft must not save it.
    watch(move || {
        let wanted = editor.is_unsaved() && editor.draft.with(|draft| draft.edit.sender.is_none());
        if let Some(Ok(offers)) = offered.get()
            && offers.len() == 1
            && wanted
        {
            offers.into_iter().for_each(take);
        }
    });
    let choose = Callback::new(move |value: String| {
        let offers = offered.with(|offers| offers.clone().and_then(Result::ok)).unwrap_or_default();
        value.parse::<usize>().ok().and_then(|at| offers.into_iter().nth(at)).into_iter().for_each(take);
    });
    let present = Signal::derive(move || editor.draft.with(|draft| draft.edit.sender.clone()));
    let help = move || told(i18n, offered.get());
    view! {
        <Choice form pointer="/sender" label=move || t_string!(i18n, field.sender) help on_choice=choose>
            {move || options(offered.get().and_then(Result::ok).unwrap_or_default(), present.get())}
        </Choice>
        <Line form pointer="/reply_to" label=move || t_string!(i18n, field.reply_to) help=move || t_string!(i18n, content.reply_to_help)
            value=text(editor, |edit| &edit.reply_to) on_input=write(editor, |edit| &mut edit.reply_to)/>
    }
}

fn told(i18n: crate::i18n::Texts, offered: Option<Result<Vec<Offer>, Failure>>) -> String {
    match offered {
        Some(Ok(offers)) if offers.is_empty() => t_string!(i18n, content.no_account).to_owned(),
        Some(Err(_)) => t_string!(i18n, content.no_accounts_now).to_owned(),
        _ => t_string!(i18n, content.sender_help).to_owned(),
    }
}

/// The senders on offer, and the present one wherever it is.
fn options(offers: Vec<Offer>, present: Option<Sender>) -> Vec<AnyView> {
    let named = |sender: &Sender| format!("{} <{}>", sender.name, sender.email);
    let foreign = present.clone().filter(|present| offers.iter().all(|(_, sender)| sender != present));
    let other = match (&foreign, &present) {
        (Some(foreign), _) => Some(named(foreign)),
        (None, None) => Some(String::new()),
        (None, Some(_)) => None,
    };
    let first = other.map(|text| view! { <option value="" selected=true>{text}</option> }.into_any());
    let rest = offers.into_iter().enumerate().map(|(at, (_, sender))| {
        let selected = present.as_ref() == Some(&sender);
        view! { <option value=at.to_string() selected=selected>{named(&sender)}</option> }.into_any()
    });
    first.into_iter().chain(rest).collect()
}
