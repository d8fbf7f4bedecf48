//! The struct.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Fields, LitStr};

use crate::column;

/// What `#[table(...)]` says.
#[derive(Default)]
struct Settings {
    name: Option<String>,
    schema: Option<String>,
    comment: Option<String>,
    checks: Vec<String>,
}

pub(crate) fn expand(input: &DeriveInput) -> syn::Result<TokenStream> {
    let Data::Struct(data) = &input.data else {
        return Err(syn::Error::new_spanned(&input.ident, "a table is described by a struct"));
    };
    let Fields::Named(fields) = &data.fields else {
        return Err(syn::Error::new_spanned(&input.ident, "the fields of a table have names"));
    };
    let settings = Settings::read(input)?;
    let columns = fields.named.iter().map(column::expand).collect::<syn::Result<Vec<_>>>()?;
    let checks = settings.checks.iter().map(|check| quote!(t.check(#check);));
    let comment = settings.comment.iter().map(|comment| quote!(t.comment(#comment);));
    let ident = &input.ident;
    let name = settings.name.unwrap_or_else(|| snake_case(&ident.to_string()));
    let name = settings.schema.map_or_else(|| quote!(#name), |schema| quote!((#schema, #name)));
    Ok(quote! {
        impl ::aludel_guest::target::Table for #ident {
            fn table() -> ::aludel_guest::schema::TableDef {
                let mut t = ::aludel_guest::schema::TableBuilder::default();
                #(#columns)*
                #(#checks)*
                #(#comment)*
                t.build(#name)
            }
        }
    })
}

impl Settings {
    fn read(input: &DeriveInput) -> syn::Result<Self> {
        let mut settings = Self::default();
        for attribute in input.attrs.iter().filter(|attribute| attribute.path().is_ident("table")) {
            attribute.parse_nested_meta(|meta| {
                let text = || -> syn::Result<String> { Ok(meta.value()?.parse::<LitStr>()?.value()) };
                match meta.path.get_ident().map(ToString::to_string).as_deref() {
                    Some("name") => settings.name = Some(text()?),
                    Some("schema") => settings.schema = Some(text()?),
                    Some("comment") => settings.comment = Some(text()?),
                    Some("check") => settings.checks.push(text()?),
                    _ => return Err(meta.error("a table has `name`, `schema`, `comment` and `check`")),
                }
                Ok(())
            })?;
        }
        Ok(settings)
    }
}

/// `OrderLine` as `order_line`.
fn snake_case(name: &str) -> String {
    let mut text = String::new();
    for (place, letter) in name.chars().enumerate() {
        if letter.is_uppercase() && place > 0 {
            text.push('_');
        }
        text.extend(letter.to_lowercase());
    }
    text
}
