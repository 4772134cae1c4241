use reqwest::header::{HeaderMap, HeaderValue, ACCEPT, AUTHORIZATION};
use reqwest::{redirect, tls, Certificate, Client};
use rust_common::{Failure, Options};
use std::fs;

/// Keeps one connection a worker open, trusts the given certificates alone, and speaks HTTP/1.1.
pub fn make_client(options: &Options) -> Result<Client, Failure> {
    let mut fields = HeaderMap::new();
    fields.insert(ACCEPT, HeaderValue::from_static("application/json"));
    fields.insert(AUTHORIZATION, HeaderValue::from_static(rust_common::AUTHORIZATION));
    let mut builder = Client::builder()
        .user_agent(rust_common::USER_AGENT)
        .default_headers(fields)
        .http1_only()
        .no_proxy()
        .redirect(redirect::Policy::none())
        .pool_max_idle_per_host(options.connections);
    if let Some(file) = &options.ca {
        let trusted = Certificate::from_pem_bundle(&fs::read(file)?)?;
        builder = builder.tls_version_min(tls::Version::TLS_1_3).tls_certs_only(trusted);
    }
    Ok(builder.build()?)
}
