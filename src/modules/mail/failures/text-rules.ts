/** Rules for servers that give no enhanced code or a vague one: first by their words, then by the basic code. */
import type { FailureRule } from "./rules"

export const TEXTS: FailureRule[] = [
  {
    samples: [
      "554 delivery error: dd Mailbox full (hanako@yahoo.example.jp) - mta501.mail.example",
      "552 Requested mail action aborted: exceeded storage allocation",
      "550 hanako@example.jp: quota exceeded",
    ],
    name: "full-text",
    class: "mailbox_full",
    text: /\bover ?quota|quota (?:is |was |has been )?exceeded|exceed\w* (?:\w+ ){0,2}(?:quota|storage)|mailbox (?:is )?full/i,
  },
  {
    samples: [
      "554 delivery error: dd This user's account is disabled (hanako@yahoo.example.jp)",
      "550 Mailbox suspended",
      "550 hanako@example.jp: this account is inactive",
    ],
    name: "inactive-text",
    class: "inactive",
    text: /\b(?:account|mailbox|user|recipient)\b.{0,40}\b(?:disabled|inactive|suspended|deactivated|expired|not active)\b/i,
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
      "550 5.0.0 <hanako@example.jp>... User unknown",
      "550 5.1.0 hanako@example.jp: address does not exist",
    ],
    name: "no-such-user-text",
    class: "address_invalid",
    text: /\bunknown (?:user|recipient|address|mailbox|account)\b|\b(?:user|recipient|address|mailbox|account) (?:unknown|not found|does(?:n't| not) exist|invalid)|\b(?:no such|invalid|nonexistent|non-existent) (?:user|recipient|address|mailbox|account|person)|doesn't have an? \S+ account|unrouteable address|not listed in|unknown or illegal alias/i,
  },
  {
    samples: ["552 Message size exceeds maximum permitted", "552 message too large", "500 Line too long"],
    name: "too-large-text",
    class: "our_fault",
    text: /\bmessage (?:size|length)\b|message (?:is )?too (?:large|big|long)|line too long/i,
  },
  {
    samples: [
      "550 Message rejected as spam",
      "554 Refused for policy reasons",
      "550 Administrative prohibition",
      "554 Your host has a poor reputation",
      "550 DMARC check failed",
    ],
    name: "policy-text",
    class: "policy",
    text: /\bspam|unsolicited|\bpolicy\b|reputation|\b(?:dmarc|spf|dkim)\b|prohibit|\bbanned\b|\bblocked\b|rate limit|access denied/i,
  },
]

export const BASIC: FailureRule[] = [
  {
    samples: ["501 <hanako@@example.jp>: malformed"],
    name: "malformed-recipient",
    class: "address_invalid",
    code: /^501$/,
    phase: "rcpt",
  },
  {
    samples: ["550 Requested action not taken: mailbox unavailable"],
    name: "mailbox-unavailable",
    class: "address_invalid",
    code: /^55[0-3]$/,
    text: /mailbox (?:name )?(?:unavailable|not allowed)/i,
    phase: "rcpt",
  },
  {
    samples: ["502 Command not implemented", "555 MAIL FROM/RCPT TO parameters not recognized"],
    name: "protocol",
    class: "our_fault",
    code: /^(?:50[0-4]|555)$/,
  },
]
