//! One field.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::{Field, LitInt, LitStr};

/// What `#[column(...)]` says.
#[derive(Default)]
struct Settings {
    name: Option<String>,
    data_type: Option<TokenStream>,
    references: Option<(String, String)>,
    on_delete: Option<Ident>,
    /// Calls on the column, in order.
    calls: Vec<TokenStream>,
    is_skipped: bool,
}

pub(crate) fn expand(field: &Field) -> syn::Result<TokenStream> {
    let Some(ident) = &field.ident else { return Err(syn::Error::new_spanned(field, "a column has a name")) };
    let settings = Settings::read(field)?;
    if settings.is_skipped {
        return Ok(TokenStream::new());
    }
    let name = settings.name.unwrap_or_else(|| ident.to_string().trim_start_matches("r#").to_owned());
    let value = &field.ty;
    let data_type =
        settings.data_type.unwrap_or_else(|| quote!(<#value as ::aludel_guest::target::ColumnValue>::data_type()));
    let calls = &settings.calls;
    let foreign_key = settings.references.map(|(table, column)| {
        let on_delete =
            settings.on_delete.map(|action| quote!(.on_delete(::aludel_guest::schema::ReferentialAction::#action)));
        quote!(column.references(#table, #column) #on_delete;)
    });
    Ok(quote! {
        {
            let column = t.column(#name, #data_type);
            if !<#value as ::aludel_guest::target::ColumnValue>::NULLABLE {
                column.not_null();
            }
            #(column #calls;)*
            #foreign_key
        }
    })
}

impl Settings {
    fn read(field: &Field) -> syn::Result<Self> {
        let mut settings = Self::default();
        for attribute in field.attrs.iter().filter(|attribute| attribute.path().is_ident("column")) {
            attribute.parse_nested_meta(|meta| settings.take(&meta))?;
        }
        Ok(settings)
    }

    fn take(&mut self, meta: &syn::meta::ParseNestedMeta<'_>) -> syn::Result<()> {
        let text = || -> syn::Result<String> { Ok(meta.value()?.parse::<LitStr>()?.value()) };
        let word = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
        match word.as_str() {
            "skip" => self.is_skipped = true,
            "name" => self.name = Some(text()?),
            "length" => {
                let length: LitInt = meta.value()?.parse()?;
                self.data_type = Some(quote!(::aludel_guest::schema::data_type::varchar(#length)));
            }
            "type" => {
                let custom = text()?;
                self.data_type = Some(quote!(::aludel_guest::schema::data_type::custom(#custom)));
            }
            "references" => self.references = Some(reference(meta, &text()?)?),
            "on_delete" => self.on_delete = Some(action(meta, &text()?)?),
            "primary_key" | "autoincrement" | "unique" | "index" => {
                let call = Ident::new(&word, Span::call_site());
                self.calls.push(quote!(.#call()));
            }
            "default" | "default_sql" | "check" | "comment" | "collation" | "computed" | "computed_stored" => {
                let call = Ident::new(&word, Span::call_site());
                let value: syn::Lit = meta.value()?.parse()?;
                self.calls.push(quote!(.#call(#value)));
            }
            _ => {
                let words = "a column has `name`, `primary_key`, `autoincrement`, `unique`, `index`, `length`, `type`, \
                             `default`, `default_sql`, `check`, `references`, `on_delete`, `comment`, `collation`, \
                             `computed`, `computed_stored` and `skip`";
                return Err(meta.error(words));
            }
        }
        Ok(())
    }
}

fn reference(meta: &syn::meta::ParseNestedMeta<'_>, text: &str) -> syn::Result<(String, String)> {
    match text.rsplit_once('.') {
        Some((table, column)) => Ok((table.to_owned(), column.to_owned())),
        None => Err(meta.error("a column points at `table.column`")),
    }
}

fn action(meta: &syn::meta::ParseNestedMeta<'_>, text: &str) -> syn::Result<Ident> {
    let action = match text {
        "cascade" => "Cascade",
        "restrict" => "Restrict",
        "set_null" => "SetNull",
        "set_default" => "SetDefault",
        "no_action" => "NoAction",
        _ => return Err(meta.error("it can `cascade`, `restrict`, `set_null`, `set_default`, or take `no_action`")),
    };
    Ok(Ident::new(action, Span::call_site()))
}
