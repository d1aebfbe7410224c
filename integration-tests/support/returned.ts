/** Messages that arrive where returned mail does. */
import { type ReturnOptions, returnPathOf, returnTokenOf } from "../../src/modules/mail/bounces/return-path"

/** The envelope sender that a mail of ours had. */
export function returnPathFor(options: ReturnOptions, deliveryId: string): string {
  return returnPathOf(options, returnTokenOf(options, deliveryId))!
}

const crlf = (text: string) => Buffer.from(text.replaceAll("\n", "\r\n"))

/** A report as Postfix writes it, about a mail of ours. */
export function reportTo(
  to: string,
  about: string,
  { recipient = "1@x.test", words = "550 5.1.1 User unknown", messageId = about, returned = "" } = {}
): Buffer {
  return crlf(`Return-Path: <>
From: MAILER-DAEMON@mx.shop.test (Mail Delivery System)
To: ${to}
Subject: Undelivered Mail Returned to Sender
Message-Id: <${messageId}.report@mx.shop.test>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It did not work out.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.shop.test

Final-Recipient: rfc822; ${recipient}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; ${words}

--b
Content-Type: message/rfc822

Message-ID: <${about}@shop.test>
X-Mail-Delivery-Id: ${about}

${returned}
--b--
`)
}

/** A program of the reader's that says when they are back. */
export const holidayNote = (to: string) =>
  crlf(`Return-Path: <>
From: Hanako <hanako@x.test>
To: ${to}
Subject: Automatic reply: News
Auto-Submitted: auto-replied

I am away. 550 5.1.1 User unknown is what I do not want to say.
`)

/** A person's letter. */
export const letter = (to: string) =>
  crlf(`From: Taro <taro@x.test>
To: ${to}
Subject: A question

Do you have it in blue?
`)
