use crate::Failure;
use serde::{Deserialize, Serialize};
use serde_json::{json, Value};
use std::hint::black_box;

/// The typed answer of an operation.
pub trait Answer: for<'a> Deserialize<'a> {
    /// Without what makes it useful, an answer is a failure.
    fn is_complete(&self) -> bool;

    /// As the harness compares it with what the server sent.
    fn fields(&self) -> Value;

    fn read(body: &[u8]) -> Result<Self, Failure> {
        let answer: Self = black_box(serde_json::from_slice(body)?); // also the fields that nobody reads
        if answer.is_complete() {
            Ok(answer)
        } else {
            Err("an answer without its first field".into())
        }
    }
}

/// GET /wallets/{walletId}/balance.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Balance {
    wallet_id: String,
    asset: String,
    chain: String,
    balance: String,
    estimated_balance: Option<String>,
    estimated_balance_currency_code: Option<String>,
}

impl Answer for Balance {
    fn is_complete(&self) -> bool {
        !self.balance.is_empty()
    }

    fn fields(&self) -> Value {
        json!({
            "walletId": self.wallet_id,
            "asset": self.asset,
            "chain": self.chain,
            "balance": self.balance,
            "estimatedBalance": self.estimated_balance,
            "estimatedBalanceCurrencyCode": self.estimated_balance_currency_code,
        })
    }
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct Fees {
    developer: String,
    gas: String,
    oms: String,
    total: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code)]
struct Source {
    wallet_id: String,
    asset: String,
    network: String,
    amount_gross: String,
    amount_net: String,
    fees_deducted: Fees,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code)]
struct WalletReference {
    blockchain_address: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code)]
struct Destination {
    asset: String,
    network: String,
    amount_gross: String,
    amount_net: String,
    fees_deducted: Fees,
    wallet: Option<WalletReference>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code)]
struct Rates {
    exchange_rate: String,
    effective_rate: String,
    pair: String,
}

/// POST /quotes.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code)]
pub struct Quote {
    id: String,
    customer_id: String,
    #[serde(rename = "type")]
    kind: String,
    status: String,
    source: Source,
    destination: Destination,
    fixed_amount_side: String,
    rates: Rates,
    sponsor_gas: Option<bool>,
    sponsor_gas_cost: Option<String>,
    created_at: String,
    expires_at: String,
}

impl Answer for Quote {
    fn is_complete(&self) -> bool {
        !self.id.is_empty()
    }

    fn fields(&self) -> Value {
        json!({
            "id": self.id,
            "status": self.status,
            "sourceAmountGross": self.source.amount_gross,
            "sourceAmountNet": self.source.amount_net,
            "sourceFees": self.source.fees_deducted.total,
            "destinationAmountGross": self.destination.amount_gross,
            "destinationAmountNet": self.destination.amount_net,
            "destinationFees": self.destination.fees_deducted.total,
            "expiresAt": self.expires_at,
        })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Order<'a> {
    customer_id: &'a str,
    source: OrderSource<'a>,
    destination: OrderDestination<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OrderSource<'a> {
    wallet_id: &'a str,
    asset: &'a str,
    network: &'a str,
    amount: &'a str,
}

#[derive(Serialize)]
struct OrderDestination<'a> {
    asset: &'a str,
    network: &'a str,
    wallet: OrderWallet<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OrderWallet<'a> {
    blockchain_address: &'a str,
}

/// The body of one POST /quotes.
pub fn write_order() -> Result<Vec<u8>, Failure> {
    let order = Order {
        customer_id: "cst_01H9Xa8F5dN6mP3q",
        source: OrderSource {
            wallet_id: crate::WALLET,
            asset: "usdc",
            network: "polygon",
            amount: "100.00",
        },
        destination: OrderDestination {
            asset: "usdc",
            network: "polygon",
            wallet: OrderWallet {
                blockchain_address: "0x20f26aaa9d070e73d6432c839a37ed1b24087c3a",
            },
        },
    };
    let mut body = Vec::with_capacity(384);
    serde_json::to_writer(&mut body, &order)?;
    Ok(body)
}
