/**
 * What Medusa reads while its packages load. Import this before any of them.
 *
 * `@medusajs/test-utils` asks every database server for TLS whose name is not `localhost`; the tests' own
 * Postgres has none, and the store would wait for it for ever.
 */
if (process.env.DB_HOST === "127.0.0.1") {
  process.env.DB_HOST = "localhost"
}
process.env.LOG_LEVEL ??= "error"
