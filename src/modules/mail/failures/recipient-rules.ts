/** What is wrong with the reader's mailbox or address, by the server's words; from RCPT on. */
import { COMES_BACK, FULL, INACTIVE, PERHAPS_GONE, SYSTEM_STORAGE } from "./mailbox-state"
import {
  NO_SUCH_DOMAIN,
  NO_SUCH_READER,
  NO_SUCH_READER_ABROAD,
  OTHER_DOMAIN,
  SOME_READER_AND_NO,
  SOMETHING_ELSE,
  UNKNOWN_FAULT,
} from "./missing-reader"
import { AT_CONTENT, AT_RECIPIENT, type FailureRule } from "./rule"
import * as languages from "./rules-by-language"
import { any } from "./vocabulary"

/** The message has come by here before. */
const LOOP = /\bloop(?:s|ing)?\b|\btoo many hops\b|\bhop count\b/

/** A server that only tried to find out. */
const UNSURE =
  /\bunverified address\b(?!.{0,80}\b(?:unknown|not exist|no such)\b)|\bverification in progress\b|\bunable to verify\b|\bverify (?:the )?(?:recipient|address) (?:at this time|right now)\b/

export const RECIPIENT_RULES: FailureRule[] = [
  {
    samples: ["554 5.4.6 Mail loop: host unknown here", "554 5.4.14 Hop count exceeded"],
    name: "loop",
    class: "unknown",
    text: LOOP,
    phases: AT_RECIPIENT,
  },
  {
    samples: [
      "550 5.1.1 <hanako@example.jp>: Recipient address rejected: unverified address: connect to mx.example.jp: timed out",
    ],
    name: "not-sure",
    class: "unknown",
    text: UNSURE,
    unless: /\b(?:mailbox|user|recipient|account) (?:does not exist|not found|unknown)\b/,
    phases: AT_RECIPIENT,
  },
  {
    samples: [
      "550 5.2.1 The user you are writing to receives mail at a rate that prevents more",
      "550 5.2.122 The recipient has exceeded their limit for the number of messages they can receive per hour",
    ],
    name: "receives-too-much",
    class: "unknown",
    text: /\breceiv\w*(?: [^ ]+){0,3}? (?:at a rate|too (?:fast|quickly|many))|\breceive per (?:hour|day)\b|\bexceed\w* (?:[^ .]+ ){0,3}?receiving (?:limits?|rate)\b|\breceiving rate\b/,
    phases: AT_RECIPIENT,
  },
  {
    samples: [
      "554 delivery error: dd Mailbox full (hanako@yahoo.example.jp) - mta501.mail.example",
      "552 Requested mail action aborted: exceeded storage allocation",
      "552 sorry, mailbox hanako@example.jp is over quota temporarily (#5.1.1)",
      "552 5.1.1 Boite du destinataire pleine. Recipient overquota.",
      "550 hanako@example.jp: quota exceeded",
    ],
    name: "full-text",
    class: "mailbox_full",
    text: FULL,
    unless: SYSTEM_STORAGE,
    phases: AT_RECIPIENT,
  },
  {
    samples: [
      "554 delivery error: dd This user's account is disabled (hanako@yahoo.example.jp)",
      "550 Mailbox suspended",
      "550 hanako@example.jp: this account is inactive",
      "550 5.5.0 Le compte du destinataire est bloque. The recipient account is blocked.",
      "550 5.1.1 <hanako@example.jp>: inactive email address",
      "554 5.7.1 The mailbox hanako@example.jp can not receive mail",
    ],
    name: "inactive-text",
    class: "inactive",
    text: INACTIVE,
    unless: any(PERHAPS_GONE, COMES_BACK),
    phases: AT_RECIPIENT,
  },
  {
    // Japanese carriers say this of readers who do not take mail from this sender; of others they say it at RCPT.
    samples: [
      "550 : User unknown",
      "550 Unknown user hanako@docomo.example.jp",
      "550 Invalid recipient: <hanako@softbank.example.jp>",
    ],
    name: "carrier-filter",
    class: "policy",
    enhanced: /^$|^5\.[02]\.0$/,
    text: /^(?:@ )?(?:\. )?(?:user unknown|unknown user|invalid recipient)(?: \.)?(?: @)?(?: \.)?$/,
    phases: AT_CONTENT,
  },
  {
    samples: [
      // NTT docomo's way
      "550 Unknown user hanako@docomo.example.jp",
      // au's way
      "550 <hanako@ezweb.example.jp>: User unknown",
      // SoftBank's way
      "550 Invalid recipient: <hanako@softbank.example.jp>",
      // Yahoo! JAPAN's way
      "554 delivery error: dd This user doesn't have a yahoo.example.jp account (hanako@yahoo.example.jp) [0]",
      // Domino's way
      "550 hanako@example.jp... not listed in Domino Directory",
      // Exim's ways
      "550 Unrouteable address",
      "550 No such user here",
      // With codes that say something else
      "550 5.7.1 <hanako@example.jp>... User unknown",
      "550 5.2.1 User unknown",
      "550 5.5.0 Adresse d au moins un destinataire invalide. Invalid recipient. LPN007_416",
      "550 Not our user",
      "550 No forwarding entry for this recipient",
      "550 will not accept user",
      "550 This recipient is not one of our hosting clients",
    ],
    name: "no-such-user-text",
    class: "address_invalid",
    text: NO_SUCH_READER,
    unless: UNKNOWN_FAULT,
    phases: AT_RECIPIENT,
  },
  {
    samples: ["550 用户不存在", "550 Utilisateur inconnu"],
    name: "no-such-user-abroad",
    class: "address_invalid",
    text: NO_SUCH_READER_ABROAD,
    unless: UNKNOWN_FAULT,
    phases: AT_RECIPIENT,
  },
  {
    samples: [
      "550 Host unknown",
      "550 5.4.310 DNS domain example.jpp does not exist",
      "550 5.4.4 Unable to route: no mail hosts for domain",
      "550 Domain example.jp does not accept mail (nullMX)",
    ],
    name: "no-such-domain-text",
    class: "address_invalid",
    text: NO_SUCH_DOMAIN,
    unless: OTHER_DOMAIN,
    phases: AT_RECIPIENT,
  },
  {
    // At the end it is a host in our mail, or ours: theirs was asked for at RCPT
    samples: ["550 mx.example.jpp does not exist", "521 example.jp does not accept mail"],
    name: "no-such-host",
    class: "address_invalid",
    text: /(?:^|\. )~ does not (?:exist|accept mail(?! from))\b/,
    unless: OTHER_DOMAIN,
    phases: ["rcpt"],
  },
  {
    samples: [
      "504 5.5.2 <hanako@localdomain>: Recipient address rejected: need fully-qualified address",
      "553 <hanako>... Domain name required",
    ],
    name: "no-whole-address",
    class: "address_invalid",
    text: /\bneed fully qualified address\b|\b(?:domain|host) ?name required\b|\baddress (?:[^ ]+ ){0,2}?syntax\b|\bsyntax(?: [^ ]+){0,3}? address\b|\bmalformed (?:[^ ]+ ){0,2}?(?:address|recipient|mailbox)\b|(?:@|\baddress|\brecipient)(?: (?!\. [^m])[^ ]+){0,3}? malformed\b/,
    unless: /\bhelo\b/,
    phases: ["rcpt"],
  },
  {
    samples: [
      "550 5.4.1 Recipient address rejected: Access denied. [TY2JPN01FT003.eop-jpn01.prod.protection.example]",
      "550 5.4.1 [hanako@example.jp]: Recipient address rejected: Access denied",
      "550 5.4.1 All recipient addresses rejected : Access denied",
    ],
    name: "outlook-no-such-recipient",
    class: "address_invalid",
    enhanced: /^5\.4\.1$/,
    text: /\baccess denied\b/,
    phases: AT_RECIPIENT,
  },
]

/** Said of readers and of much else: only where nothing else is named. */
export const VAGUE_RECIPIENT: FailureRule[] = [
  {
    samples: [
      "550 #5.1.0 Address rejected.",
      "550 <hanako@example.jp>: Recipient address rejected",
      "550 We could not deliver mail for hanako@example.jp",
      "550 Cannot route to hanako@example.jp",
    ],
    name: "address-rejected",
    class: "address_invalid",
    text: /\b(?:can not|could not|unable to|failed to|fails to) (?:be )?(?:deliver|route|forward)(?:ed)?(?: (?:(?:your|the|this) )?(?:mail|email|messages?))? (?:to|for) (?:(?:this|that|the) )?(?:@|address|recipient|mailbox|user)(?: @)?(?: \.)?$|\b(?:address(?:es)?|recipients?)(?: @)? (?:rejected|fail(?:ed)?)(?: \.)?(?: @)?(?: \.)?$|\brejected (?:the )?recipients?(?: \.)?$|\bno valid recipients\b/,
    phases: ["rcpt"],
  },
  {
    samples: [
      "550 Requested action not taken: mailbox unavailable",
      "550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302).",
      "553 Mailbox name not allowed",
    ],
    name: "mailbox-unavailable",
    class: "address_invalid",
    code: /^55/,
    text: any(
      /\b(?:mailbox|recipient|account)(?: name| (?!not )[^ .]+)?(?: is)? (?:currently )?(?:unavail?able|not available|not allowed(?! (?:to|without|unless|until|by|from|because|due)\b))\b|\bunavailable (?:mailbox|recipient|user|account)\b/,
      ...languages.UNAVAILABLE
    ),
    // Some say both when we send too fast
    unless: any(COMES_BACK, languages.FOR_A_WHILE),
    phases: ["rcpt"],
  },
  {
    // Whatever a server says: a reader is named, and a no, and nothing else that it could be about
    samples: [
      "550 hanako@example.jp has not been seen in this house",
      "550 The mailbox is vacant",
      "550 この宛先にはどなたもいません",
    ],
    name: "reader-and-a-no",
    class: "address_invalid",
    code: /^5/,
    text: SOME_READER_AND_NO,
    unless: SOMETHING_ELSE,
    phases: ["rcpt"],
  },
]
