/**
 * Why the mailbox cannot be read that returned mail arrives in.
 *
 * - `connect`: there is no conversation, or it broke off. Passes by itself most of the time.
 * - `tls`: it cannot be protected. `login`: user or password. `folder`: it is not there, or takes nothing.
 */
export const MAILBOX_FAULTS = ["connect", "tls", "login", "folder"] as const
export type MailboxFaultKind = (typeof MAILBOX_FAULTS)[number]
