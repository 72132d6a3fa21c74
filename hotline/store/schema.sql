-- The live record: private, changed every second. Portable subset: text, integer, real; ids made in
-- Python; times are UTC ISO-8601 text; columns named *_sealed hold AES-256-GCM of a number or text.

create table if not exists about (
  key text primary key,             -- data_key: a value that only the right data key opens
                                    -- index_keys: those of earlier data keys, see Vault
                                    -- trail_head, trail_base: where the audit trail ends, begins
  value text not null
);

create table if not exists person (
  person text primary key,          -- blind index of the number
  language text,
  opted_out_at text,
  seen_at text not null
);

create table if not exists session (
  key text primary key,             -- a person, or a keyed hash of a call
  person text,
  state_sealed text not null,
  updated_at text not null
);
create index if not exists session_person on session (person);

create table if not exists inbound (
  id text primary key,              -- keyed hash of the provider's id: the same id, the same reply
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
  slot text not null default '',    -- two digits: who of those who share the telephone
  number_sealed text,
  written integer not null default 0, -- 1: by SMS, so an SMS about it surprises nobody
  typed integer not null default 0, -- 1: keyed by a caller with a hidden number, so perhaps anyone's
  topic text not null,
  team text not null,
  language text not null,
  time_of_day text not null,        -- morning, afternoon, evening, any
  first integer not null default 0, -- 1: nobody took this person's call; before the others
  voicemail text not null,          -- no, yes, discreet
  state text not null,              -- requested, claimed, reached, no_answer, closed, cancelled
  claimed_by text,
  attempts integer not null default 0,
  not_before text,                  -- rests until then
  promised_from text,
  promised_until text,
  delays integer not null default 0, -- how often the person was told that it takes longer
  follow_up integer not null default 0,
  created_at text not null,
  closed_at text
);
drop index if exists callback_open; -- it knew no slot
create unique index if not exists callback_once on callback_request (person, topic, slot)
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

create table if not exists callback_undo (
  callback text primary key,        -- the last thing staff did to it, for some seconds
  staff text not null,
  what text not null,
  at text not null,
  before text not null              -- columns of callback_request
);

create table if not exists facts (
  id text primary key,              -- a record of facts: what happened to somebody
  callback text,                    -- the request it was opened from; null: none, or it has gone
  person text,                      -- who asked, from their own number; null: nobody knows
  stays integer not null default 0, -- 1: their FORGET does not erase it
  created_at text not null
);
create index if not exists facts_person on facts (person);
create index if not exists facts_callback on facts (callback);

create table if not exists facts_version (
  id text primary key,              -- its record, "-", its number: none is ever written over
  facts text not null,
  number integer not null,
  at text not null,
  staff text not null,
  statement_sealed text not null    -- all of it, every time
);
create unique index if not exists facts_version_of on facts_version (facts, number);

create table if not exists facts_step (
  id text primary key,
  facts text not null,
  due_on text not null,             -- a day here
  done_on text,                     -- null: still to be done
  staff text not null,
  told integer not null default 0,  -- 1: staff were reminded by the digest
  step_sealed text not null         -- which kind, and in what words
);
create index if not exists facts_step_of on facts_step (facts);

create table if not exists bridge (
  id text primary key,              -- a staff member is being rung, to be put through
  callback text not null,
  staff text not null,
  at text not null,
  state text not null               -- ringing, connected, ended
);
create index if not exists bridge_of on bridge (callback, at);

create table if not exists duty (
  id text primary key,
  staff text not null,              -- whose telephone rings
  team text not null,
  hours text not null,              -- every week, written as opening hours; empty: once
  begins text,                      -- once: from then
  until text,                       -- until then
  languages text not null,          -- codes parted by spaces; empty: those of the account
  gender text not null,             -- f, m; empty: not told
  made_at text not null
);

create table if not exists duty_off (
  staff text primary key,           -- on duty at no hour, whoever says so
  until text not null
);

create table if not exists voicemail (
  id text primary key,
  callback text,                    -- null: nobody may hear it, it is only to be erased upstream
  channel text not null,
  recording text,                   -- the provider's name of it; null once it is erased there
  seconds integer not null,
  state text not null,              -- expected, kept, silent, lost
  sound_sealed text,                -- a WAV
  attempts integer not null default 0,
  due_at text not null,             -- when the provider is asked next
  created_at text not null
);
create index if not exists voicemail_of on voicemail (callback);
create index if not exists voicemail_due on voicemail (due_at) where recording is not null;

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

create table if not exists live_call (
  call text primary key,
  began_at text not null,
  seen_at text not null
);

create table if not exists take (
  id text primary key,              -- unguessable: until it is kept, its file has this name
  recording text not null,          -- the channel's own name for it
  channel text not null,
  language text not null,
  key text not null,
  words text not null,              -- what was read
  staff text not null,
  state text not null,              -- coming, good, or what is wrong with it; keep, kept, dropped, over
  held integer not null default 1,  -- 1: the channel may still hold it
  at text not null
);
create index if not exists take_at on take (at);

create table if not exists outbox (
  id text primary key,
  kind text not null,               -- a name in hotline/kinds.py
  priority integer not null,        -- 0 leaves first
  channel text not null,
  medium text not null,             -- sms, voice
  person text not null,
  recipient_sealed text,
  body_sealed text,
  language text not null,
  segments integer not null,
  offers text not null,             -- what a digit in the answer will mean
  asked integer not null,           -- 1: the person asked for it just now
  topic text not null,              -- of a subscription: a STOP to it holds
  due_at text not null,
  expires_at text not null,         -- of no use after that
  state text not null,              -- waiting, paused, sending, sent, delivered, undelivered, failed, refused, doubtful
  reason text not null default '',
  attempts integer not null default 0,
  lease_until text,
  maybe_sent integer not null default 0,
  asks integer not null default 0,  -- times the provider was asked about it, and could not say
  provider_id text,
  callback text,
  appointment text,
  campaign text,
  created_at text not null,
  sent_at text,
  ended_at text
);
create index if not exists outbox_due on outbox (state, priority, due_at);
create index if not exists outbox_lease on outbox (state, lease_until);
create index if not exists outbox_provider on outbox (provider_id);
create index if not exists outbox_person on outbox (person, sent_at);
create index if not exists outbox_campaign on outbox (campaign, state);
create index if not exists outbox_ended on outbox (ended_at);

create table if not exists departure (
  id text primary key,
  outbox text not null,
  at text not null,
  verdict text not null,            -- send, hold, refuse
  reason text not null,
  until text
);
create index if not exists departure_of on departure (outbox, at);

create table if not exists early_receipt (
  provider_id text not null,        -- overtook our own note that the message was sent
  channel text not null,
  state text not null,
  code text not null,
  at text not null
);
create index if not exists early_receipt_of on early_receipt (provider_id);

create table if not exists campaign (
  id text primary key,
  name text not null unique,
  state text not null,              -- running, paused, stopped
  created_at text not null
);

create table if not exists pace (
  channel text primary key,
  free_at text not null,            -- all that was let go will have left by then
  slowed_until text not null,
  throttled integer not null default 0
);

create table if not exists consent (
  person text not null,
  what text not null,               -- followup, unreached, reminder, news.<topic>
  given_at text not null,
  by text not null,                 -- which message, or which member of staff
  withdrawn_at text,
  primary key (person, what)
);

create table if not exists appointment (
  id text primary key,
  callback text not null,
  person text not null,
  at text not null,
  state text not null,              -- kept, cancelled (by staff), declined (by the person)
  staff text not null,              -- who made it, or moved it last
  created_at text not null
);
create unique index if not exists appointment_kept on appointment (callback) where state = 'kept';
create index if not exists appointment_person on appointment (person, at);

create table if not exists subscriber (
  person text primary key,          -- what to, since when and by which message: consent
  number_sealed text not null,
  language text not null,
  since text not null
);

create table if not exists warned (
  callback text primary key,        -- staff were told that it waits too long
  at text not null
);

create table if not exists hush (
  person text primary key,          -- a robot that answers us
  since text not null,
  told integer not null default 0
);

create table if not exists newcomer (
  range text not null,              -- blind index of a number without its last three digits
  at text not null
);
create index if not exists newcomer_range on newcomer (range, at);

create table if not exists tally ( -- what statistics count is erased when its month is over
  name text not null,
  label text not null,
  n integer not null,
  primary key (name, label)
);

create table if not exists text_mark (
  id text primary key,
  version text not null,            -- the very words: the French and the translation; its last holds
  language text not null,
  key text not null,
  staff text not null,
  at text not null,
  wording_sealed text               -- what they would say instead; null: it is right
);
update text_mark set version = id where version = ''; -- each had one mark, and its id
create index if not exists text_mark_of on text_mark (version, at);

create table if not exists figure (
  month text not null,              -- 2026-11, over: merged and rounded, see small_cells.py
  chart text not null,
  cells text not null,              -- the kinds it stands for, parted by spaces
  n integer not null,
  primary key (month, chart, cells)
);

create table if not exists staff (
  id text primary key,
  login text not null unique,
  name text not null,
  password text not null,           -- argon2id; empty: invited, or closed
  teams text not null,              -- ids parted by spaces
  roles text not null,              -- names in hotline/roles.py parted by spaces
  languages text not null default '', -- codes parted by spaces: what they can call back in
  phone_sealed text,                -- rung to be put through; never shown
  factor_sealed text,               -- TOTP: its secret; null: none
  factor_at integer not null default 0, -- its last step that was used; 0: not yet confirmed
  created_at text not null
);

create table if not exists staff_session (
  id text primary key,              -- SHA-256 of the cookie's token
  staff text not null,
  half integer not null default 0,  -- 1: the password was given, the code not yet
  created_at text not null,
  seen_at text not null
);

create table if not exists staff_pin (
  staff text primary key,
  slot text not null unique,        -- its first two digits name the account
  pin text not null,                -- argon2id of a keyed hash of the other six
  created_at text not null
);

create table if not exists directory_edit (
  id text primary key,              -- what staff changed in the directory; only ever added to
  location text not null,           -- its id in locations.csv
  at text not null,
  staff text not null,
  cells text not null,              -- JSON: column to what it said before and says since
  undoes text                       -- the edit that this one takes back
);
create index if not exists directory_edit_of on directory_edit (location, at);

create table if not exists directory_cell (
  location text not null,           -- what lies over the city pack, for as long as it says `over`
  name text not null,
  value text not null,
  over text not null,
  primary key (location, name)
);

create table if not exists wrong_report (
  location text not null,           -- FAUX: what the line tells of it is wrong, this person says
  person text not null,
  at text not null,
  answered text,                    -- the edit that answers it; null: nobody has looked into it
  primary key (location, person)
);

create table if not exists invitation (
  id text primary key,              -- SHA-256 of the code
  staff text not null unique,
  until text not null
);

create table if not exists recovery_code (
  code text not null,               -- keyed hash of whose it is and of the code
  staff text not null
);

create table if not exists login_failure (
  key text not null,                -- keyed hash of a login or an address
  at text not null
);
create index if not exists login_failure_key on login_failure (key, at);

create table if not exists trail (
  seq integer primary key,          -- no number is ever left out
  at text not null,
  staff text,
  what text not null,
  subject text not null,
  mac text not null                 -- keyed hash of this entry and of the one before
);
create index if not exists trail_subject on trail (subject);
create index if not exists trail_at on trail (at);
