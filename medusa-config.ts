/**
 * The store that this repository is, for the demo, the tests and the benchmarks. Only the module is listed:
 * Medusa loads the rest of the plugin from `src/` by itself, and a second time if it were listed as a plugin.
 */
import { defineConfig, loadEnv } from "@medusajs/framework/utils"

loadEnv(process.env.NODE_ENV || "development", process.cwd())

const { env } = process
const redisUrl = env.REDIS_URL || undefined

/** Loaded when a body is first edited; found only then, Vite would reload the page under whoever writes. */
const EDITOR = [
  "@codemirror/commands",
  "@codemirror/lang-html",
  "@codemirror/language",
  "@codemirror/lint",
  "@codemirror/state",
  "@codemirror/view",
  "@lezer/highlight",
]

module.exports = defineConfig({
  projectConfig: {
    databaseUrl: env.DATABASE_URL,
    redisUrl,
    databaseDriverOptions: { connection: { ssl: false } },
    http: {
      storeCors: env.STORE_CORS || "http://localhost:8000",
      adminCors: env.ADMIN_CORS || "http://localhost:9000",
      authCors: env.AUTH_CORS || "http://localhost:9000",
      jwtSecret: env.JWT_SECRET || "only-for-development",
      cookieSecret: env.COOKIE_SECRET || "only-for-development",
    },
  },
  admin: {
    disable: env.DISABLE_MEDUSA_ADMIN === "true",
    vite: () => ({ optimizeDeps: { include: EDITOR } }),
  },
  modules: [
    { resolve: "./src/modules/mail", options: mailOptions() },
    // Every other mail of the store goes through the plugin too.
    {
      resolve: "@medusajs/medusa/notification",
      dependencies: ["mailDelivery"],
      options: {
        providers: [
          { resolve: "@medusajs/medusa/notification-local", id: "local", options: { channels: ["feed"] } },
          { resolve: "./src/providers/mail", id: "mail-delivery", options: { channels: ["email"] } },
        ],
      },
    },
    // Medusa reads this configuration before it knows its own flags.
    ...(env.MEDUSA_FF_RBAC === "true" ? [{ resolve: "@medusajs/medusa/rbac" }] : []),
    ...(redisUrl ? distributed(redisUrl) : []),
  ],
})

/** Empty means not set, to the module too; half of a key is refused by name. */
function mailOptions() {
  return {
    smtpUrl: env.MAIL_SMTP_URL,
    connections: env.MAIL_CONNECTIONS,
    rate: env.MAIL_RATE,
    monthlyQuota: env.MAIL_MONTHLY_QUOTA,
    retentionMonths: env.MAIL_RETENTION_MONTHS,
    timezone: env.MAIL_TIMEZONE,
    publicUrl: env.MAIL_PUBLIC_URL,
    secret: env.MAIL_SECRET,
    dkim: { domain: env.MAIL_DKIM_DOMAIN, selector: env.MAIL_DKIM_SELECTOR, privateKey: env.MAIL_DKIM_KEY },
    dns: { servers: env.MAIL_DNS_SERVERS?.split(",") },
    bounces: {
      address: env.MAIL_BOUNCE_ADDRESS,
      flag: env.MAIL_BOUNCE_FLAG,
      mailbox: {
        host: env.MAIL_BOUNCE_MAILBOX_HOST,
        port: env.MAIL_BOUNCE_MAILBOX_PORT,
        user: env.MAIL_BOUNCE_MAILBOX_USER,
        password: env.MAIL_BOUNCE_MAILBOX_PASSWORD,
      },
    },
    events: {
      signed: env.MAIL_EVENTS_SECRET,
      ses: { topics: env.MAIL_EVENTS_SES_TOPICS?.split(",") },
      sendgrid: env.MAIL_EVENTS_SENDGRID_KEY,
      postmark: env.MAIL_EVENTS_POSTMARK_PASSWORD,
      mailgun: env.MAIL_EVENTS_MAILGUN_KEY,
      brevo: env.MAIL_EVENTS_BREVO_TOKEN,
      resend: env.MAIL_EVENTS_RESEND_SECRET,
    },
    retrySeconds: env.MAIL_RETRY_SECONDS?.split(","),
    // A list, as JSON.
    transports: env.MAIL_TRANSPORTS && (JSON.parse(env.MAIL_TRANSPORTS) as object[]),
  }
}

/** With Redis, events, workflows and locks are shared by all processes of the store. */
function distributed(url: string) {
  return [
    { resolve: "@medusajs/medusa/event-bus-redis", options: { redisUrl: url } },
    { resolve: "@medusajs/medusa/workflow-engine-redis", options: { redis: { redisUrl: url } } },
    {
      resolve: "@medusajs/medusa/locking",
      options: {
        providers: [
          {
            id: "locking-redis",
            resolve: "@medusajs/medusa/locking-redis",
            is_default: true,
            options: { redisUrl: url },
          },
        ],
      },
    },
  ]
}
