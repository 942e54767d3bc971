const USUAL = 2
/** ISO 4217: currencies whose minor unit is not a hundredth. */
const PLACES: ReadonlyMap<string, number> = new Map([
  ...['BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF'].map((code) => [code, 0] as const),
  ...['UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF'].map((code) => [code, 0] as const),
  ...['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'].map((code) => [code, 3] as const),
])

/** Money as it is kept: integer minor units (cents) of a currency; a currency nobody named has hundredths. */
export type Money = { readonly amount: number | null; readonly currency: string | null }

/** The one place where decimal money from outside becomes minor units. Null for what is no amount or no code. */
export function moneyOf(amount: unknown, currency: unknown): Money {
  const code = codeOf(currency)
  const isAmount = typeof amount === 'number' && Number.isFinite(amount)
  const minor = isAmount ? shifted(amount, placesOf(code)) : null
  return { amount: Number.isSafeInteger(minor) ? minor : null, currency: code }
}

const placesOf = (code: string | null): number => (code === null ? USUAL : (PLACES.get(code) ?? USUAL))

function codeOf(currency: unknown): string | null {
  const code = typeof currency === 'string' ? currency.trim().toUpperCase() : ''
  return /^[A-Z]{3}$/.test(code) ? code : null
}

/** Moves the decimal point by writing, not by multiplying: 1.005 * 100 is 100.49999999999999. */
function shifted(amount: number, places: number): number {
  const [digits = '0', exponent = '0'] = String(amount).split('e')
  return Math.round(Number(`${digits}e${Number(exponent) + places}`))
}
