/** Replies of many servers, what they mean, and when a deferred mail is tried again. */
import { parseReply } from "../../dispatch/smtp/reply"
import type { SmtpPhase } from "../../dispatch/transport"
import { CONSEQUENCES, FAILURE_CLASSES, type FailureClass } from "../classes"
import { classifyReply, isTemporary } from "../classify"
import { isGivenUp, nextAttemptDelay, RETRY_DELAYS } from "../retry"
import { FAILURE_RULES } from "../rules"

const classOf = (text: string, phase: SmtpPhase = "rcpt") => classifyReply(parseReply(text, phase)).class

describe("the rules", () => {
  const samples = FAILURE_RULES.flatMap((rule) =>
    rule.samples.map((sample) => ({ sample, rule: rule.name, phase: rule.phase ?? ("rcpt" as const) }))
  )

  it.each(samples)("let $rule catch: $sample", ({ sample, rule, phase }) => {
    expect(classifyReply(parseReply(sample, phase)).rule).toBe(rule)
  })

  it("have names of their own, and samples", () => {
    expect(new Set(FAILURE_RULES.map(({ name }) => name)).size).toBe(FAILURE_RULES.length)
    expect(FAILURE_RULES.filter((rule) => rule.samples.length === 0)).toEqual([])
  })
})

describe("the table of codes", () => {
  const table: [FailureClass, string][] = [
    ...["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"].map((code): [FailureClass, string] => [
      "address_invalid",
      `550 ${code} No`,
    ]),
    ["address_invalid", "550 5.4.1 Recipient address rejected: Access denied"],
    ["inactive", "550 5.2.1 No"],
    ["inactive", "550 5.7.13 No"],
    ["mailbox_full", "450 4.2.2 No"],
    ["mailbox_full", "550 5.2.2 No"],
    ["mailbox_full", "552 Over quota"],
    ["policy", "550 5.7.1 No"],
    ["policy", "550 5.7.509 No"],
    ["policy", "550 5.1.1 Refused: your host is on a blacklist"],
    ["our_fault", "550 5.1.7 No"],
    ["our_fault", "550 5.1.8 No"],
    ["our_fault", "550 5.5.4 No"],
    ["our_fault", "550 5.6.1 No"],
    ["our_fault", "550 5.3.4 No"],
    ["our_fault", "535 Wrong password"],
    ["transient", "450 4.0.0 No"],
    ["transient", "421 Later"],
    ["transient", "452 Out of memory"],
    ["transient", "451 5.1.1 Says both"],
    ["unsupported", "553 5.6.7 No"],
    ["unknown", "550 5.4.1 No"],
    ["unknown", "550 5.0.0 No"],
    ["unknown", "554 Transaction failed"],
    ["unknown", "550 No"],
  ]

  it.each(table)("%s: %s", (expected, text) => expect(classOf(text)).toBe(expected))

  it("never blames the recipient for what was said about the sender", () => {
    expect(classOf("550 5.1.1 No such user", "mail")).toBe("our_fault")
    expect(classOf("501 Syntax error", "mail")).toBe("our_fault")
  })

  it("offers a flag only where the address itself may be at fault", () => {
    const flagged = FAILURE_CLASSES.filter((name) => CONSEQUENCES[name].flagAfterMailings !== null)
    expect(flagged).toEqual(["address_invalid", "inactive", "mailbox_full"])
  })

  it("leaves it to the first digit whether to try again", () => {
    expect(isTemporary(parseReply("452 4.2.2 Full", "rcpt"))).toBe(true)
    expect(isTemporary(parseReply("552 5.2.2 Full", "rcpt"))).toBe(false)
  })
})

describe("a reply", () => {
  it.each([
    ["550 5.1.1 No", 550, "5.1.1"],
    ["550-5.1.1 No\n550 5.1.1 really", 550, "5.1.1"],
    ["550 No", 550, null],
    ["550 5.1.1.2 is no code", 550, null],
    ["250", 250, null],
    ["Thank you", 0, null],
  ])("%j is taken apart and kept", (text, code, enhanced) => {
    expect(parseReply(text, "rcpt")).toEqual({ code, enhanced, text, phase: "rcpt" })
  })
})

describe("a deferred mail", () => {
  it("waits longer each time, to the last delay", () => {
    const delays = [1, 2, 3, 4, 5, 6, 7, 8, 100].map((deferrals) => nextAttemptDelay(deferrals, 0))
    expect(delays).toEqual([...RETRY_DELAYS, RETRY_DELAYS.at(-1), RETRY_DELAYS.at(-1)])
    expect([...delays].sort((a, b) => a - b)).toEqual(delays)
  })

  it("does not come back together with all the others", () => {
    expect([0, 0.5, 1].map((jitter) => nextAttemptDelay(1, jitter))).toEqual([60, 66, 72])
  })

  it("waits as the shop says", () => {
    expect([1, 2, 3].map((deferrals) => nextAttemptDelay(deferrals, 0, [1, 5]))).toEqual([1, 5, 5])
    expect(() => nextAttemptDelay(0, 0)).toThrow(RangeError)
  })

  it("is given up after three days, or when the shop says", () => {
    const first = new Date("2026-11-01T00:00:00Z")
    expect(isGivenUp(first, new Date("2026-11-03T23:59:59Z"))).toBe(false)
    expect(isGivenUp(first, new Date("2026-11-04T00:00:00Z"))).toBe(true)
    expect(isGivenUp(first, new Date("2026-11-01T01:00:00Z"), 1)).toBe(true)
  })
})
