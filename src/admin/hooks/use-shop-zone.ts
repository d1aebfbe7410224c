/** The zone of the shop's clocks, by which all days and times are told, wherever who reads them is. */
import { useShopOptions } from "./use-shop-options"

/** @returns its IANA name; undefined until it is known. */
export function useShopZone(): string | undefined {
  return useShopOptions()?.timezone
}
