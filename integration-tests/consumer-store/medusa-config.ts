import { defineConfig, loadEnv } from "@medusajs/framework/utils"

import { bundledModules } from "./bundled-modules"

loadEnv(process.env.NODE_ENV || "development", process.cwd())

const { env } = process

module.exports = defineConfig({
  projectConfig: {
    databaseUrl: env.DATABASE_URL,
    databaseDriverOptions: env.DATABASE_CA ? { connection: { ssl: { ca: env.DATABASE_CA } } } : undefined,
    redisUrl: env.REDIS_URL,
    http: {
      storeCors: env.STORE_CORS!,
      adminCors: env.ADMIN_CORS!,
      authCors: env.AUTH_CORS!,
      jwtSecret: env.JWT_SECRET,
      cookieSecret: env.COOKIE_SECRET,
    },
  },
  admin: { vite: () => ({ plugins: [bundledModules] }) },
  plugins: [{ resolve: "medusa-plugin-mail-delivery", options: mailOptions() }],
  modules: [
    { resolve: "./src/modules/mail" },
    {
      resolve: "@medusajs/medusa/notification",
      dependencies: ["mailDelivery"],
      options: { providers: notificationProviders() },
    },
    ...(env.MEDUSA_FF_RBAC === "true" ? [{ resolve: "@medusajs/medusa/rbac" }] : []),
    ...(env.REDIS_URL ? distributed(env.REDIS_URL) : []),
  ],
})

function mailOptions() {
  return {
    ...(env.MAIL_OWN_TRANSPORT_URL
      ? { transport: ownTransport(env.MAIL_OWN_TRANSPORT_URL) }
      : { smtpUrl: env.MAIL_SMTP_URL }),
    ...(env.MAIL_PUBLIC_URL && { publicUrl: env.MAIL_PUBLIC_URL, secret: env.MAIL_SECRET }),
    ...(env.MAIL_TIMEZONE && { timezone: env.MAIL_TIMEZONE }),
    ...(env.MAIL_MONTHLY_QUOTA && { monthlyQuota: Number(env.MAIL_MONTHLY_QUOTA) }),
    ...(env.MAIL_EVENTS_SECRET && { events: { signed: env.MAIL_EVENTS_SECRET } }),
    ...(env.MAIL_DNS_SERVERS && { dns: { servers: env.MAIL_DNS_SERVERS.split(",") } }),
    ...(env.MAIL_RATE && { rate: Number(env.MAIL_RATE) }),
    ...(env.MAIL_TRANSPORTS && { transports: JSON.parse(env.MAIL_TRANSPORTS) as object[] }),
  }
}

function ownTransport(url: string) {
  return { resolve: "./src/mail/my-transport", options: { url, key: "only-for-the-installed-store" } }
}

/** Medusa's notices in the admin's bell, mail through ours, and somebody else's plugin that sends by nodemailer, over the same server. */
function notificationProviders() {
  const { hostname, port } = new URL(env.MAIL_SMTP_URL || "smtp://localhost:25")
  return [
    { resolve: "@medusajs/medusa/notification-local", id: "local", options: { channels: ["feed"] } },
    {
      resolve: "medusa-plugin-mail-delivery/providers/mail",
      id: "mail-delivery",
      options: { channels: ["email"] },
    },
    {
      resolve: "@perseidesjs/notification-nodemailer/providers/nodemailer",
      id: "nodemailer",
      options: { channels: ["letter"], from: "notices@consumer.test", host: hostname, port: Number(port) },
    },
  ]
}

function distributed(redisUrl: string) {
  const locking = { id: "locking-redis", is_default: true, options: { redisUrl } }
  return [
    { resolve: "@medusajs/medusa/event-bus-redis", options: { redisUrl } },
    { resolve: "@medusajs/medusa/workflow-engine-redis", options: { redis: { redisUrl } } },
    {
      resolve: "@medusajs/medusa/locking",
      options: { providers: [{ ...locking, resolve: "@medusajs/medusa/locking-redis" }] },
    },
  ]
}
