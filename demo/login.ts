/** Who may enter the demo shop's admin. A password that everybody knows: the demo listens on this machine only. */
export const LOGIN = { email: "admin@example.com", password: "kitchen-demo" } as const
