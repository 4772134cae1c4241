//! hyper itself, without a pool: each task has one connection and keeps it. All on one thread.

mod connect;

use bytes::Bytes;
use connect::{connect, Origin};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::SendRequest;
use hyper::header::{HeaderName, HeaderValue, ACCEPT, AUTHORIZATION, CONTENT_TYPE, HOST, USER_AGENT};
use hyper::{Method, Request, StatusCode, Uri};
use rust_common::{
    fail, idempotency_key, write_order, Answer, Balance, Failure, Measurement, Operation, Options, Quote,
};
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use tokio::task::LocalSet;

type Connection = SendRequest<Full<Bytes>>;

/// What the workers share.
struct Work {
    operation: Operation,
    authority: HeaderValue,
    target: Uri,
    left: Cell<u64>,
    last: RefCell<Value>,
}

impl Work {
    fn of(operation: Operation, origin: &Origin) -> Result<Work, Failure> {
        let target = match operation {
            Operation::Get => format!("{}/wallets/{}/balance", origin.path, rust_common::WALLET),
            Operation::Post => format!("{}/quotes", origin.path),
        };
        Ok(Work {
            operation,
            authority: HeaderValue::from_str(&origin.authority)?,
            target: target.parse()?,
            left: Cell::new(0),
            last: RefCell::new(Value::Null),
        })
    }

    fn take(&self) -> bool {
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        left > 0
    }

    fn request(&self, method: Method, body: Bytes) -> Request<Full<Bytes>> {
        let mut request = Request::new(Full::new(body));
        *request.method_mut() = method;
        *request.uri_mut() = self.target.clone();
        let fields = request.headers_mut();
        fields.reserve(8);
        fields.insert(HOST, self.authority.clone());
        fields.insert(USER_AGENT, HeaderValue::from_static(rust_common::USER_AGENT));
        fields.insert(ACCEPT, HeaderValue::from_static("application/json"));
        fields.insert(AUTHORIZATION, HeaderValue::from_static(rust_common::AUTHORIZATION));
        request
    }

    async fn make_calls<A: Answer>(
        &self,
        connection: &mut Connection,
        call: impl AsyncFn(&Work, &mut Connection) -> Result<A, Failure>,
    ) -> Result<(), Failure> {
        let mut last = None;
        while self.take() {
            last = Some(call(self, connection).await?);
        }
        if let Some(answer) = last {
            self.last.replace(answer.fields());
        }
        Ok(())
    }
}

async fn exchange<A: Answer>(
    connection: &mut Connection,
    request: Request<Full<Bytes>>,
    expected: StatusCode,
) -> Result<A, Failure> {
    connection.ready().await?;
    let answer = connection.send_request(request).await?;
    if answer.status() != expected {
        return Err(format!("answered {}", answer.status()).into());
    }
    A::read(&answer.into_body().collect().await?.to_bytes())
}

async fn get_balance(work: &Work, connection: &mut Connection) -> Result<Balance, Failure> {
    exchange(connection, work.request(Method::GET, Bytes::new()), StatusCode::OK).await
}

async fn create_quote(work: &Work, connection: &mut Connection) -> Result<Quote, Failure> {
    let mut request = work.request(Method::POST, write_order()?.into());
    let key = HeaderValue::from_str(idempotency_key().encode_lower(&mut [0; 36]))?;
    let fields = request.headers_mut();
    fields.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    fields.insert(HeaderName::from_static("idempotency-key"), key);
    exchange(connection, request, StatusCode::CREATED).await
}

/// Makes calls as long as there are any left, and gives the connection back.
async fn worker(mut connection: Connection, work: Rc<Work>) -> Connection {
    let ended = match work.operation {
        Operation::Get => work.make_calls(&mut connection, get_balance).await,
        Operation::Post => work.make_calls(&mut connection, create_quote).await,
    };
    match ended {
        Ok(()) => connection,
        Err(why) => fail(why),
    }
}

async fn make_calls(connections: Vec<Connection>, work: &Rc<Work>, calls: u64) -> Result<Vec<Connection>, Failure> {
    work.left.set(calls);
    let mut workers = Vec::new();
    for connection in connections {
        workers.push(tokio::task::spawn_local(worker(connection, work.clone())));
    }
    let mut kept = Vec::new();
    for worker in workers {
        kept.push(worker.await?);
    }
    Ok(kept)
}

async fn measure(options: Options) -> Result<(), Failure> {
    let origin = Origin::of(&options)?;
    let mut connections = Vec::new();
    for _ in 0..options.connections {
        connections.push(connect(&origin).await?);
    }
    let work = Rc::new(Work::of(options.operation, &origin)?);
    let connections = make_calls(connections, &work, options.warmup).await?;
    let measurement = Measurement::begin();
    make_calls(connections, &work, options.calls).await?;
    measurement.report("rust_hyper", options.calls, work.last.take());
    Ok(())
}

fn main() {
    let options = Options::from_command_line();
    let ended = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Failure::from)
        .and_then(|runtime| LocalSet::new().block_on(&runtime, measure(options)));
    if let Err(why) = ended {
        fail(why)
    }
}
