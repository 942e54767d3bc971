/**
 * How far ahead an instant from storage is, in ms. 0: it is over, was never noted, or is further ahead than anybody notes
 * one (`longest`), because the clock has jumped since.
 */
export const ahead = (noted: unknown, longest: number, now: number): number => {
  const left = Number(noted) - now
  return left > 0 && left <= longest ? left : 0
}
