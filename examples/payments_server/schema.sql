-- One row for each thing that a customer asked for. A row is in the hands of whoever claimed it last, until `due`.
create table if not exists operations (
    id              bigint generated always as identity primary key,
    kind            text not null check (kind in ('deposit', 'payout')),
    reference       text not null,                 -- the customer's own name of it
    request         text not null,                 -- what was asked; asking for something else under it is an error
    customer        text not null,
    wallet          text not null,
    state           text not null check (state in
                        ('accepted', 'quoted', 'executing', 'submitted', 'completed', 'failed')),
    due             timestamptz not null default now(),
    claims          integer not null default 0,    -- counts up with every claim: who holds an older number has lost it

    -- The price of a payout. Key and bytes are there before anything is sent, and never change while the quote lives.
    quotes          integer not null default 1,
    quote_key       text,
    quote_body      text,
    quote_id        text,
    quote_expires   timestamptz,

    -- The request that moves money: POST /transactions or POST /cash-ins.
    execute_key     text not null default gen_random_uuid()::text unique,
    execute_body    text,
    executing_since timestamptz,

    resource        text unique,                   -- what it became at OMS: txn_... or ci_...
    code            text,                          -- of a deposit: what the customer shows at the counter
    code_expires    text,                          -- and until when, as OMS wrote it
    outcome         text,                          -- why it failed
    effects         integer not null default 0,    -- how often its money was booked: 1 when completed, else 0
    created_at      timestamptz not null default now(),
    unique (kind, reference)
);
create index if not exists operations_due on operations (due) where state in ('accepted', 'quoted', 'executing');
create index if not exists operations_watched on operations (due)
    where state = 'submitted' or (outcome = 'expired' and resource is not null);

-- Deliveries of webhooks that have had their effect, each in the transaction of that effect. Their bodies, which hold
-- personal data, are not kept. Rows of more than 30 days may be deleted: OMS delivers for about three.
create table if not exists inbox (
    id          text primary key,
    name        text not null,
    resource    text,
    superseded  boolean not null default false,    -- a newer state of the resource was known
    received_at timestamptz not null default now()
);

-- The latest known state of what exists at OMS.
create table if not exists resources (
    id         text primary key,
    status     text not null,
    final      boolean not null,
    amount     numeric,                            -- what it moved, once that is final
    updated_at text,                               -- as OMS wrote it
    sequence   bigint,
    events     integer not null default 0          -- deliveries about it
);

-- Money, append-only: a wallet holds the sum of its lines. One line for each operation that completed. No constraint
-- says so, because a line is written by the same statement that ends the operation: a second one would be seen here.
create table if not exists ledger (
    id        bigint generated always as identity primary key,
    operation bigint not null references operations,
    wallet    text not null,
    amount    numeric not null,
    booked_at timestamptz not null default now()
);
create index if not exists ledger_operation on ledger (operation);
