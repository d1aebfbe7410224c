// Collects the values of one statement while its text is being put together.

export interface Parameters {
  /** Takes a value and returns its placeholder, `$1` for the first. */
  add(value: unknown): string
  readonly values: readonly unknown[]
}

export function parameters(): Parameters {
  const values: unknown[] = []
  return { values, add: (value) => `$${values.push(value)}` }
}
