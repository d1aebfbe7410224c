/**
 * How replies are told apart, as data. The first rule that fits decides: a few texts that outrank any code,
 * then enhanced codes (RFC 3463), then texts for servers that give none or a vague one, then basic codes.
 * Every rule shows a reply of the kind it is for; a test holds each rule to its samples.
 */
import type { SmtpPhase } from "../dispatch/transport"
import type { FailureClass } from "./classes"
import { BASIC, TEXTS } from "./text-rules"

export interface FailureRule {
  /** Replies that this rule, and no earlier one, must catch. */
  samples: string[]
  name: string
  class: FailureClass
  /** All that are given must fit. */
  code?: RegExp
  enhanced?: RegExp
  text?: RegExp
  /** Where the reply must have been given; samples are taken as given there, else at RCPT. */
  phase?: SmtpPhase
}

const TEMPORARY: FailureRule[] = [
  {
    samples: [
      "452 4.2.2 <hanako@example.jp>: Mailbox full",
      "450-4.2.2 The inbox of this person is out of storage space.\n450 4.2.2 Ask them to make room.",
    ],
    name: "full-for-now",
    class: "mailbox_full",
    code: /^4/,
    enhanced: /^[45]\.2\.2$/,
  },
  {
    samples: ["452 hanako@example.jp over quota", "422 Mailbox of recipient exceeds its storage quota"],
    name: "full-for-now-text",
    class: "mailbox_full",
    code: /^4/,
    text: /\b(?:over ?quota|quota (?:is )?exceeded|exceed\w* (?:\w+ ){0,2}(?:quota|storage)|mailbox (?:is )?full)\b/i,
  },
  {
    samples: [
      "450 4.7.1 <hanako@example.jp>: Recipient address rejected: Greylisted, see you in 300 seconds",
      "421 4.7.0 [TS01] Messages from 192.0.2.1 temporarily deferred",
      "451 Temporary local problem - please try later",
      "450 4.1.1 <hanako@example.jp>: Recipient address rejected: unverified address",
    ],
    name: "temporary",
    class: "transient",
    code: /^4/,
  },
]

const OUTRANKING_TEXTS: FailureRule[] = [
  {
    samples: [
      "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org",
      "550 5.1.1 Mail from 192.0.2.1 refused, see our RBL",
      "550 192.0.2.1 is listed at bl.example.net",
    ],
    name: "block-list",
    class: "policy",
    text: /spamhaus|spamcop|barracuda|\bsorbs\b|\b(?:block|black|deny) ?list|\b(?:rbl|dnsbl|surbl)\b|blocked using|(?<!not )\blisted (?:at|in|on|by)\b/i,
  },
  {
    samples: [
      "553 5.7.1 <shop@shop.example>: Sender address rejected: not owned by user relay",
      "550 5.1.0 <shop@shop.example>: Sender address rejected: User unknown in virtual mailbox table",
      "550 Sender verify failed",
    ],
    name: "sender-refused",
    class: "our_fault",
    text: /\bsender (?:address |domain )?(?:rejected|refused|verif\w+ failed|not allowed|unknown)/i,
  },
  {
    samples: [
      "554 5.7.1 <hanako@example.jp>: Relay access denied",
      "550 relay not permitted",
      "550 5.7.1 Unable to relay for hanako@example.jp",
    ],
    name: "relaying-refused",
    class: "our_fault",
    text: /\brelay(?:ing)? (?:access )?(?:denied|not (?:permitted|allowed))|unable to relay/i,
  },
  {
    samples: [
      "550 5.4.1 Recipient address rejected: Access denied. [TY2JPN01FT003.eop-jpn01.prod.protection.example]",
      "550 5.4.1 [hanako@example.jp]: Recipient address rejected: Access denied",
    ],
    name: "outlook-no-such-recipient",
    class: "address_invalid",
    enhanced: /^5\.4\.1$/,
    text: /access denied/i,
  },
  {
    samples: ["550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302)."],
    name: "hotmail-no-such-recipient",
    class: "address_invalid",
    enhanced: /^5\.5\.0$/,
    text: /mailbox unavailable/i,
  },
  {
    samples: ["550 5.2.1 The user you are writing to receives mail at a rate that prevents more"],
    name: "receives-too-much",
    class: "unknown",
    enhanced: /^5\.2\.1$/,
    text: /\brate\b|too (?:fast|quickly|many)/i,
  },
]

const ENHANCED: FailureRule[] = [
  {
    samples: ["530 5.7.0 Authentication required", "535 5.7.8 Error: authentication failed"],
    name: "login",
    class: "our_fault",
    code: /^53[0458]$/,
  },
  {
    samples: ["550 5.1.2 <shop@shop.example>: that domain does not exist"],
    name: "sender-code",
    class: "our_fault",
    enhanced: /^5\.1\./,
    phase: "mail",
  },
  {
    samples: ["553 5.6.7 Not sent: this address needs SMTPUTF8, which the server lacks"],
    name: "needs-smtputf8",
    class: "unsupported",
    enhanced: /^5\.6\.7$/,
  },
  {
    samples: [
      "550 5.1.1 <hanako@example.jp>: Recipient address rejected: User unknown in local recipient table",
      "550-5.1.1 The account that you wrote to does not exist.\n550 5.1.1 Check it for typing errors",
      "550 5.1.1 unknown or illegal alias: hanako@i.example.jp",
      "550 5.1.2 Bad destination host 'example.jpp'",
      "501 5.1.3 Bad recipient address syntax",
      "551 5.1.6 Mailbox has moved, no new address",
      "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient hanako@example.jp not found by lookup",
    ],
    name: "address-code",
    class: "address_invalid",
    enhanced: /^5\.1\.(?:1|2|3|6|10)$/,
  },
  {
    samples: [
      "550 5.2.1 The account that you wrote to is disabled",
      "550 5.7.13 STOREDRV; this mailbox is disabled, hanako@example.jp",
    ],
    name: "inactive-code",
    class: "inactive",
    enhanced: /^5\.(?:2\.1|7\.13)$/,
  },
  {
    samples: ["552 5.2.2 <hanako@example.jp>: user is over quota"],
    name: "full-code",
    class: "mailbox_full",
    enhanced: /^5\.2\.2$/,
  },
  {
    samples: [
      "553 5.1.7 Not sent: the sender's address is not one e-mail address",
      "550 5.1.8 <shop@shop.invalid>: Domain not found",
      "552 5.3.4 Message size exceeds fixed limit",
      "503 5.5.1 Error: need MAIL command",
      "554 5.6.0 Message has no Date header",
    ],
    name: "our-fault-code",
    class: "our_fault",
    enhanced: /^5\.(?:1\.[78]|3\.4|5\.\d+|6\.\d+)$/,
  },
  {
    samples: [
      "550 5.7.1 Our system has found that this message is likely unsolicited mail",
      "550-5.7.26 This mail was refused because the sender is not authenticated.\n550 5.7.26 Set up SPF or DKIM",
      "550 5.7.606 Access denied, banned sending IP [192.0.2.1]",
    ],
    name: "policy-code",
    class: "policy",
    enhanced: /^5\.7\.\d+$/,
  },
]

export const FAILURE_RULES: readonly FailureRule[] = [
  ...TEMPORARY,
  ...OUTRANKING_TEXTS,
  ...ENHANCED,
  ...TEXTS,
  ...BASIC,
]
