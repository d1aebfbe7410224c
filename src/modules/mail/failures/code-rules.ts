/** By enhanced code (RFC 3463, RFC 7505, RFC 7293), and last by the basic one: for replies whose words say nothing. */
import { FULL, INACTIVE } from "./mailbox-state"
import { NO_SUCH_READER, NO_SUCH_READER_ABROAD } from "./missing-reader"
import { AT_RECIPIENT, BEFORE_CONTENT, BEFORE_RECIPIENT, type FailureRule } from "./rule"

export const CODES: FailureRule[] = [
  {
    // Whatever is said of users and mailboxes before RCPT is said of us.
    samples: ["550 User unknown", "552 5.2.2 Mailbox full", "550 5.7.13 Account disabled"],
    name: "said-of-us",
    class: "our_fault",
    fault: "sender",
    text: [NO_SUCH_READER, NO_SUCH_READER_ABROAD, INACTIVE, FULL],
    phases: BEFORE_RECIPIENT,
  },
  {
    samples: ["553 5.6.7 Not sent: this address needs SMTPUTF8, which the server lacks"],
    name: "needs-smtputf8",
    class: "unsupported",
    enhanced: /^5\.6\.7$/,
  },
  {
    samples: [
      "550 5.1.1 <hanako@example.jp>: no",
      "550 5.1.2 <hanako@example.jpp>: no",
      "553 5.1.3 <hanako@example..jp>: no",
      "551 5.1.6 <hanako@example.jp>: no",
      "550 5.4.4 <hanako@example.jp>: no route",
      "550 5.4.310 <hanako@example.jp>: no",
    ],
    name: "address-code",
    class: "address_invalid",
    enhanced: /^5\.(?:1\.(?:1|2|3|6|10|351)|4\.(?:4|310)|7\.1[78])$/,
    // Some give it with whatever they say no for
    unless:
      /\btoo many\b|\btemporar\w*|\btry (?:again|later)\b|\bfrom address\b|\bnot accept(?:ing|ed)? (?:[^ .]+ ){0,3}?(?:network|interface|connection)s?\b|\b(?:network|interface|connection)s? not accepted\b/,
    phases: AT_RECIPIENT,
  },
  {
    samples: ["550 5.2.1 <hanako@example.jp>: no", "525 5.7.13 <hanako@example.jp>: no"],
    name: "inactive-code",
    class: "inactive",
    // 521 is said by a server that takes no mail from us (RFC 7504), whatever stands beside it
    code: /^5(?!21)/,
    enhanced: /^5\.(?:2\.1|7\.13)$/,
    unless:
      /\bsender\b|\b(?:message|mail|email) (?:is |was |has been )?(?:rejected|refused|blocked)\b|\brate\b|\bservice (?:is )?(?:currently )?(?:unavailable|not available)\b/,
    phases: AT_RECIPIENT,
  },
  {
    samples: ["552 5.2.2 <hanako@example.jp>: no"],
    name: "full-code",
    class: "mailbox_full",
    enhanced: /^5\.2\.2$/,
    phases: AT_RECIPIENT,
  },
  {
    samples: ["552 5.3.4 Too much", "552 5.2.3 Too much for this reader", "554 5.6.0 No"],
    name: "message-code",
    class: "our_fault",
    fault: "message",
    enhanced: /^5\.(?:2\.3|3\.4|6\.\d+)$/,
  },
  {
    samples: ["503 5.5.1 Error: need MAIL command", "555 5.5.2 Syntax error"],
    name: "protocol-code",
    class: "our_fault",
    fault: "protocol",
    enhanced: /^5\.5\.\d+$/,
    unless: /\b(?:recipient|user|mailbox|address) (?:is |was )?(?:rejected|refused|denied)\b/,
  },
  {
    samples: ["550 5.7.1 No", "550 5.7.509 No"],
    name: "policy-code",
    class: "policy",
    enhanced: /^5\.7\.\d+$/,
  },
]

export const LAST: FailureRule[] = [
  {
    samples: ["501 <hanako@@example.jp>: no"],
    name: "malformed-recipient",
    class: "address_invalid",
    code: /^501$/,
    unless: /\b(?:server|relay|access|connections?|ip|host|sender|from)\b/,
    phases: ["rcpt"],
  },
  {
    samples: ["502 Command not implemented", "555 MAIL FROM/RCPT TO parameters not recognized"],
    name: "protocol",
    class: "our_fault",
    fault: "protocol",
    code: /^(?:50[0-4]|555)$/,
    phases: BEFORE_CONTENT,
  },
  {
    // The server has heard of nobody else.
    samples: [
      "550 Requested action not taken: mailbox unavailable",
      "552 5.2.2 No",
      "554 Transaction failed",
    ],
    name: "refused-before-the-reader",
    class: "our_fault",
    fault: "sender",
    phases: BEFORE_RECIPIENT,
  },
]
