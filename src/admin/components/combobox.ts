/**
 * For the `onFocus` of Medusa's Combobox, which else opens as soon as Tab reaches it and covers what stands below. It
 * still opens by a click, the arrow keys and typing.
 */
export function doNotOpen(): void {}
