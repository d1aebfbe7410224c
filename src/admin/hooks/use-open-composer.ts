/** Opens the composer for those whom a list names. Nothing is stored by it. */
import { useNavigate } from "react-router-dom"

import { COMPOSER, type StartOfMembers, startWith } from "../lib/composer-start"

export function useOpenComposer(): { open: (members: StartOfMembers) => void } {
  const navigate = useNavigate()
  return { open: (members) => navigate(COMPOSER, startWith({ members })) }
}
