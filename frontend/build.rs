//! Turns `locales/` into types, with the parts that `leptos_i18n_build` itself uses. That crate also brings an exporter of ICU
//! data with its HTTP and TLS stacks; the macro `load_locales!` cannot make texts with variables as strings, for attributes.

use std::{error::Error, fs, path::PathBuf};

use leptos_i18n_parser::parse_locales::{
    options::{Config, ParseOptions},
    parse_locales,
};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=locales");
    let options = ParseOptions::new().interpolate_display(true);
    let config = Config::new("fr")?.add_locale("en")?.parse_options(options);
    let texts = parse_locales(None, config)?;
    for warning in texts.diag.warnings().iter() {
        println!("cargo::warning={warning}");
    }
    for error in texts.diag.errors().iter() {
        println!("cargo::error={error}");
    }
    let code = leptos_i18n_codegen::gen_code(&texts, None, false, None, false)?;
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    fs::write(out.join("i18n.rs"), code.to_string())?;
    Ok(())
}
