/** What can be found out about the domain of a sender: what stands in DNS, and what receivers make of it. */
export const SENDER_FINDINGS = [
  // Of any of them
  "unanswered",
  "not_public",
  // Where answers and returned mail go
  "mx_right",
  "mx_missing",
  "mx_refuses",
  // The record itself
  "spf_right",
  "spf_missing",
  "spf_several",
  "spf_syntax",
  "spf_lookups",
  "spf_void",
  "spf_include_missing",
  "spf_include_several",
  "spf_loop",
  "spf_everybody",
  // Whether it allows the way that mail takes
  "spf_service_right",
  "spf_service_missing",
  "spf_host_right",
  "spf_host_partly",
  "spf_host_missing",
  "spf_host_private",
  "spf_unclear",
  "spf_at_service",
  "no_way_out",
  // Signatures
  "dkim_right",
  "dkim_missing",
  "dkim_several",
  "dkim_malformed",
  "dkim_revoked",
  "dkim_other_key",
  "dkim_testing",
  "dkim_service_right",
  "dkim_at_service",
  "dkim_by_server",
  // The policy, and whether From goes with the rest
  "dmarc_right",
  "dmarc_inherited",
  "dmarc_missing",
  "dmarc_several",
  "dmarc_malformed",
  "aligned",
  "aligned_if_relaxed",
  "not_aligned",
  "alignment_open",
] as const

export type SenderFinding = (typeof SENDER_FINDINGS)[number]

/** Right; to be mended; or what could not be looked up, or cannot be known from here. */
export type SenderStatus = "right" | "mend" | "unknown"

/** What a line of the check is about, in the order in which they stand. */
export const SENDER_SUBJECTS = ["mx", "spf", "spf_sender", "dkim", "dmarc", "alignment"] as const
export type SenderSubject = (typeof SENDER_SUBJECTS)[number]
