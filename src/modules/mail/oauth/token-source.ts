/**
 * The token of one mailbox: asked for when it is first needed, kept while it is good, replaced before it ends. However
 * many connections open at once, the endpoint is asked once.
 */
import type { OAuthClient } from "./client"
import { requestToken } from "./request"

/** It is replaced so long before its end, or at nine tenths of its life if that is later. Milliseconds. */
const BEFORE_ITS_END = 5 * 60_000

interface Kept {
  value: string
  /** By `performance.now()`: from when on a new one is asked for, and when it ends. */
  renewAt: number
  endsAt: number
}

export class TokenSource {
  private kept: Kept | null = null
  private asking: Promise<string> | null = null

  constructor(
    private client: OAuthClient,
    private readonly user: string
  ) {}

  /**
   * A token that is good for a login now.
   *
   * @throws NoTokenError, whose message is for people.
   */
  async accessToken(): Promise<string> {
    const now = performance.now()
    if (this.kept && now < this.kept.renewAt) {
      return this.kept.value
    }
    const stillGood = this.kept && now < this.kept.endsAt ? this.kept.value : null
    try {
      return await (this.asking ??= this.ask())
    } catch (error) {
      if (stillGood !== null) {
        return stillGood
      }
      throw error
    }
  }

  /** The server did not take this one: it is not used again. */
  refused(token: string): void {
    if (this.kept?.value === token) {
      this.kept = null
    }
  }

  private async ask(): Promise<string> {
    try {
      const asked = performance.now()
      const { value, life, refreshToken } = await requestToken(this.client, this.user)
      const milliseconds = life * 1000
      this.kept = {
        value,
        renewAt: asked + Math.max(milliseconds - BEFORE_ITS_END, milliseconds * 0.9),
        endsAt: asked + milliseconds,
      }
      this.rotate(refreshToken)
      return value
    } finally {
      this.asking = null
    }
  }

  /** Kept by this process alone: the one in the options must stay good, as it does at Microsoft and Google. */
  private rotate(refreshToken: string | null): void {
    const { grant } = this.client
    if (refreshToken && grant.type === "refresh_token") {
      this.client = { ...this.client, grant: { ...grant, refreshToken } }
    }
  }
}
