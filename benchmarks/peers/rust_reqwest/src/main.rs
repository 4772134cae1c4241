//! reqwest: one client, one task a connection, all on one thread.

mod make_client;

use make_client::make_client;
use reqwest::header::{HeaderValue, CONTENT_TYPE};
use reqwest::{Client, RequestBuilder, StatusCode, Url};
use rust_common::{
    fail, idempotency_key, write_order, Answer, Balance, Failure, Measurement, Operation, Options, Quote,
};
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use tokio::task::LocalSet;

async fn exchange<A: Answer>(request: RequestBuilder, expected: StatusCode) -> Result<A, Failure> {
    let answer = request.send().await?;
    if answer.status() != expected {
        return Err(format!("answered {}", answer.status()).into());
    }
    A::read(&answer.bytes().await?)
}

async fn get_balance(client: &Client, url: &Url) -> Result<Balance, Failure> {
    exchange(client.get(url.clone()), StatusCode::OK).await
}

async fn create_quote(client: &Client, url: &Url) -> Result<Quote, Failure> {
    let key: HeaderValue = HeaderValue::from_str(idempotency_key().encode_lower(&mut [0; 36]))?;
    let request = client
        .post(url.clone())
        .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
        .header("idempotency-key", key)
        .body(write_order()?);
    exchange(request, StatusCode::CREATED).await
}

/// What the workers share.
struct Work {
    client: Client,
    operation: Operation,
    url: Url,
    left: Cell<u64>,
    last: RefCell<Value>,
}

impl Work {
    fn take(&self) -> bool {
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        left > 0
    }

    async fn make_calls<A: Answer>(
        &self,
        call: impl AsyncFn(&Client, &Url) -> Result<A, Failure>,
    ) -> Result<(), Failure> {
        let mut last = None;
        while self.take() {
            last = Some(call(&self.client, &self.url).await?);
        }
        if let Some(answer) = last {
            self.last.replace(answer.fields());
        }
        Ok(())
    }
}

async fn worker(work: Rc<Work>) {
    let ended = match work.operation {
        Operation::Get => work.make_calls(get_balance).await,
        Operation::Post => work.make_calls(create_quote).await,
    };
    if let Err(why) = ended {
        fail(why)
    }
}

async fn make_calls(work: &Rc<Work>, workers: usize, calls: u64) {
    work.left.set(calls);
    let all = LocalSet::new();
    for _ in 0..workers {
        all.spawn_local(worker(work.clone()));
    }
    all.await;
}

async fn measure(options: Options) -> Result<(), Failure> {
    let url = match options.operation {
        Operation::Get => format!("{}/wallets/{}/balance", options.url, rust_common::WALLET),
        Operation::Post => format!("{}/quotes", options.url),
    };
    let work = Rc::new(Work {
        client: make_client(&options)?,
        operation: options.operation,
        url: url.parse()?,
        left: Cell::new(0),
        last: RefCell::new(Value::Null),
    });
    make_calls(&work, options.connections, options.warmup).await;
    let measurement = Measurement::begin();
    make_calls(&work, options.connections, options.calls).await;
    measurement.report("rust_reqwest", options.calls, work.last.take());
    Ok(())
}

fn main() {
    let options = Options::from_command_line();
    let ended = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Failure::from)
        .and_then(|runtime| runtime.block_on(measure(options)));
    if let Err(why) = ended {
        fail(why)
    }
}
