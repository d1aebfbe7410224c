/**
 * How much of everything is taken. Generous to people and closed to accidents: what is kept is read again with every
 * list and stands in every mail. Texts are counted in UTF-16 units, as JavaScript and HTML forms count them.
 */
import { LONGEST_GRACE } from "../words"

export const MOST = {
  id: 255,
  /** The bodies of requests end at 5 MB before this; it is the bound of those who call the module itself. */
  ids: 200_000,
  /** Documents whose data is gathered in one answer. */
  recipients: 500,
  /** Names of people, shops and templates; words of a source or key. */
  name: 200,
  /** Of a segment: it stands in lists to choose from. */
  segmentName: 100,
  /** An address with what people put around it; the address itself may have 254 octets. */
  address: 320,
  subject: 1_000,
  /** With its variables as they are written; inboxes show about 100 of what becomes of it. */
  preheader: 500,
  /** Of a draft, which may be wrong: a template that is to be sent has a lower limit of its own. */
  body: 1_000_000,
  signature: 200_000,
  /** The words that a member agreed to, the reason of a notice, an address on paper. */
  words: 5_000,
  reason: 1_000,
  /** Of a search: each word is looked for in every customer. */
  search: 200,
  searchWords: 10,
  groups: 1_000,
  metadataKeys: 20,
  /** Of one field, any of which will do. */
  metadataValues: 20,
  products: 1_000,
  countries: 300,
  orders: 1_000_000,
  /** In the currency's own unit. */
  money: 1_000_000_000_000,
  providers: 100,
  /** What another program brings for one mail, as JSON. */
  variables: 1_000_000,
  /** Attached to one mail. */
  files: 50,
  /** Of a mailing, those of single documents included. */
  mailingFiles: 1_000,
  /** Of one of them as base64: what the largest `attachmentMegabytes` comes to. */
  file: 140_000_000,
  /** What a newer version wrote into the settings and this one does not know, as JSON. */
  unknownSetting: 10_000,
  unknownSettings: 50,
  /** Entries of a list of words that may be chosen, repeated ones included. */
  choices: 200,
  page: 200,
  grace: LONGEST_GRACE,
  offset: 2_147_483_647,
} as const

/** How deep an input may nest; templates, settings and variables of mails need a fraction of it. */
export const DEEPEST = 32

/** JavaScript and Postgres disagree on what lies beyond; nobody's order does. */
export const EARLIEST = "1900-01-01T00:00:00.000Z"
export const LATEST = "2199-12-31T23:59:59.999Z"

/** A mailing is put on the schedule at most so far ahead. Years. */
export const LONGEST_AHEAD = 5
