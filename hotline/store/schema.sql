-- The live record: private, changed every second. Portable subset: text, integer, real; ids made in
-- Python; times are UTC ISO-8601 text; columns named *_sealed hold AES-256-GCM of a number or text.

create table if not exists about (
  key text primary key,             -- data_key: a value that only the right data key opens
  value text not null
);

create table if not exists person (
  person text primary key,          -- blind index of the number
  language text,
  opted_out_at text,
  seen_at text not null
);

create table if not exists session (
  key text primary key,             -- a person, or a call
  person text,
  state_sealed text not null,
  updated_at text not null
);
create index if not exists session_person on session (person);

create table if not exists inbound (
  id text primary key,              -- channel and the provider's id: the same id, the same reply
  person text,
  echo text,                        -- keyed hash of sender and text: gateways repeat under new ids
  at text not null,
  reply_sealed text not null
);
create index if not exists inbound_person on inbound (person, at);

create table if not exists callback_request (
  id text primary key,
  reference text not null,
  person text not null,
  number_sealed text,
  typed integer not null default 0, -- 1: keyed by a caller with a hidden number, so perhaps anyone's
  topic text not null,
  team text not null,
  language text not null,
  time_of_day text not null,        -- morning, afternoon, evening, any
  voicemail text not null,          -- no, yes, discreet
  state text not null,              -- requested, claimed, reached, no_answer, closed, cancelled
  claimed_by text,
  attempts integer not null default 0,
  not_before text,                  -- no answer: rests until then
  follow_up integer not null default 0,
  created_at text not null,
  closed_at text
);
create unique index if not exists callback_open on callback_request (person, topic)
  where state not in ('closed', 'cancelled') and typed = 0;
create index if not exists callback_typed on callback_request (typed, created_at);
create unique index if not exists callback_reference on callback_request (reference)
  where state not in ('closed', 'cancelled');
create index if not exists callback_team on callback_request (team, state, created_at);

create view if not exists open_callback as
  select * from callback_request where state not in ('closed', 'cancelled');

create table if not exists callback_event (
  id text primary key,
  callback text not null,
  at text not null,
  staff text,
  what text not null,
  note_sealed text
);
create index if not exists callback_event_of on callback_event (callback, at);

create table if not exists listen_code (
  code text primary key,            -- three digits a hidden number keys to hear an answer
  person text not null,
  answer_sealed text not null,      -- language, topic, place, page
  until text not null
);

create table if not exists listen_failure (
  id text primary key,
  at text not null
);

create table if not exists outbox (
  id text primary key,
  kind text not null,               -- asked, confirmation, followup
  channel text not null,
  person text not null,
  recipient_sealed text,
  body_sealed text,
  language text not null,
  offers text not null,             -- what a digit in the answer will mean
  asked integer not null,           -- 1: the person asked for it just now
  due_at text not null,
  state text not null,              -- waiting, sending, sent, delivered, undelivered, failed, refused
  reason text not null default '',
  attempts integer not null default 0,
  lease_until text,
  provider_id text,
  callback text,
  created_at text not null,
  ended_at text
);
create index if not exists outbox_due on outbox (state, due_at);
create index if not exists outbox_provider on outbox (provider_id);
create index if not exists outbox_person on outbox (person);

create table if not exists staff (
  id text primary key,
  login text not null unique,
  name text not null,
  password text not null,           -- argon2id
  teams text not null,              -- ids parted by spaces
  role text not null,               -- member, administrator
  must_change integer not null default 0,
  created_at text not null
);

create table if not exists staff_session (
  id text primary key,              -- SHA-256 of the cookie's token
  staff text not null,
  created_at text not null,
  seen_at text not null
);

create table if not exists login_failure (
  key text not null,                -- keyed hash of a login or an address
  at text not null
);
create index if not exists login_failure_key on login_failure (key, at);

create table if not exists audit (
  id text primary key,
  at text not null,
  staff text,
  what text not null,
  subject text not null
);
create index if not exists audit_at on audit (at);
