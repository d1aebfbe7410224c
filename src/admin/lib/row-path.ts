/** Where a row of the dashboard's table leads. */

/**
 * The type of the table's `rowHref` says that it gets the row's data; what it gets (2.21) is the table's own row
 * around it, which has the id and nothing else of it.
 *
 * @param path - Of the data behind a row.
 */
export function rowPath<Data>(path: (data: Data) => string): (row: Data) => string {
  return (row) => path((row as { original?: Data }).original ?? row)
}
