/**
 * Import this before `@medusajs/test-utils`, which reads DB_HOST while it loads and asks every server for TLS
 * whose name is not `localhost`. The tests' own Postgres has none, and the store would wait for it for ever.
 */
if (process.env.DB_HOST === "127.0.0.1") {
  process.env.DB_HOST = "localhost"
}
