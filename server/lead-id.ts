/** A lead's id: its number in the account, then the account's key, which may hold anything. */
export const leadIdOf = (account: string, no: number): string => `${no}~${account}`

export const parseLeadId = (id: string): { readonly account: string; readonly no: number } | null => {
  const at = id.indexOf('~')
  const no = Number(id.slice(0, at))
  return at > 0 && Number.isSafeInteger(no) && no > 0 ? { account: id.slice(at + 1), no } : null
}
