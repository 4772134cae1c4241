// undici: one Pool, one loop a connection, body.json().
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Pool } from 'undici';
import { Balance, Quote, newOrder, walletId } from './model.js';
import { readOptions } from './options.js';
import { Measurement } from './usage.js';

const fields = {
  'user-agent': 'oms-cpp/0.1.0',
  accept: 'application/json',
  authorization: 'Bearer eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJleGFtcGxlIn0.c2lnbmF0dXJl',
};

function makePool(options) {
  const connect = options.ca ? { ca: readFileSync(options.ca), minVersion: 'TLSv1.3' } : {};
  return new Pool(options.url.origin, { connections: options.connections, pipelining: 1, connect });
}

async function exchange(pool, request, expected) {
  const { statusCode, body } = await pool.request(request);
  if (statusCode !== expected) throw new Error(`answered ${statusCode}`);
  return body.json();
}

async function getBalance(pool, path) {
  const request = { method: 'GET', path: `${path}/wallets/${walletId}/balance`, headers: fields };
  return new Balance(await exchange(pool, request, 200));
}

async function createQuote(pool, path) {
  const headers = { ...fields, 'content-type': 'application/json', 'idempotency-key': randomUUID() };
  const request = { method: 'POST', path: `${path}/quotes`, headers, body: JSON.stringify(newOrder()) };
  return new Quote(await exchange(pool, request, 201));
}

// So many calls in all, with one loop a connection; gives the answer that came last.
async function makeCalls(pool, options, calls) {
  const call = options.operation === 'get' ? getBalance : createQuote;
  const path = options.url.pathname.replace(/\/$/, '');
  let left = calls;
  let last;
  const worker = async () => {
    while (left-- > 0) last = await call(pool, path);
  };
  await Promise.all(Array.from({ length: options.connections }, worker));
  return last;
}

async function main() {
  const options = readOptions();
  const pool = makePool(options);
  await makeCalls(pool, options, options.warmup);
  const measurement = new Measurement();
  const last = await makeCalls(pool, options, options.calls);
  measurement.report('node_undici', options.calls, last.fields());
  await pool.close();
}

main().catch((why) => {
  console.error(`node_undici: ${why.message}`);
  process.exit(1);
});
