/** Scripts written from the right. */
const RTL = /^(ar|arc|ckb|dv|fa|ha-arab|he|iw|khw|ks|ps|sd|ug|ur|yi)\b/i

/** How a language (BCP 47) is written. */
export const directionOf = (locale: string): 'ltr' | 'rtl' => (RTL.test(locale) ? 'rtl' : 'ltr')
