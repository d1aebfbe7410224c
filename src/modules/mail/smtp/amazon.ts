/** What is to be known of Amazon SES, whichever way mail goes there. */

/** What Amazon calls its regions: `ap-northeast-1`, `us-gov-west-1`. One stands in the name of a host that is given secrets. */
export function isAwsRegion(text: string | undefined): text is string {
  return text !== undefined && /^[a-z]{2}(?:-[a-z]+)+-\d{1,2}$/.test(text)
}

/** Its SMTP endpoints, those within a network of one's own (VPC) included. */
const SES_HOST = /(?:^|\.)email-smtp(?:-fips)?\.[a-z0-9-]+(?:\.vpce)?\.amazonaws\.com\.?$/i

export function isSesHost(host: string): boolean {
  return SES_HOST.test(host)
}

/**
 * What it writes anew in every mail, so that a signature over it breaks on the way; and `Feedback-ID`, of which it puts one of
 * its own at the end of the head, where a signature is looked up first (RFC 6376, 5.4.2).
 * https://docs.aws.amazon.com/ses/latest/dg/send-email-authentication-dkim-manual.html
 */
export const SES_REWRITES: readonly string[] = [
  "Date",
  "Message-ID",
  "Return-Path",
  "Bounces-To",
  "Feedback-ID",
]
