/** Where mail leaves over a mail service's HTTP API, in the place of SMTP. */
import { z } from "@medusajs/framework/zod"

import { API_NAMES, apiServer } from "../mail-apis/options"
import { readBy } from "./fields"

const settings = z.strictObject({
  service: z.enum(API_NAMES),
  /** The API key or server token; Amazon SES has two keys instead. */
  key: z.string().optional(),
  region: z.string().optional(),
  accessKeyId: z.string().optional(),
  secretAccessKey: z.string().optional(),
  sessionToken: z.string().optional(),
  /** Postmark's message stream. */
  stream: z.string().optional(),
  /** In the place of the service's own address. */
  url: z.string().optional(),
})

export const API_OPTION_NAMES = Object.keys(settings.shape)

export const api = settings.transform(readBy(apiServer))
