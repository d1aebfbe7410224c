/**
 * How replies are told apart, as data. The first rule that fits decides, so the order is the reasoning:
 *
 * 1. What asks to try again later.
 * 2. Our own rights and limits, in words that are never said of a reader.
 * 3. The receiver does not want this mail or this sender.
 * 4. Other faults of ours.
 * 5. Words about the reader, from RCPT on. They outrank codes: "over quota (#5.1.1)" is a full mailbox.
 * 6. Codes (RFC 3463), then vague words, then basic codes.
 *
 * Every rule shows replies of the kind it is for; a test holds each rule to its samples.
 */
import { CODES, LAST } from "./code-rules"
import { OUR_RULES, OWN_RIGHTS } from "./our-rules"
import { POLICY_RULES, POLICY_WORD, VAGUE_POLICY } from "./policy-rules"
import { RECIPIENT_RULES, VAGUE_RECIPIENT } from "./recipient-rules"
import type { FailureRule } from "./rule"
import { TEMPORARY } from "./temporary-rules"

export const FAILURE_RULES: readonly FailureRule[] = [
  ...TEMPORARY,
  ...OWN_RIGHTS,
  ...POLICY_RULES,
  ...OUR_RULES,
  ...RECIPIENT_RULES,
  ...POLICY_WORD,
  ...VAGUE_RECIPIENT,
  ...CODES,
  ...VAGUE_POLICY,
  ...LAST,
]
