import type { Random } from './random.ts'

/*
 * People and companies that do not exist. Business domains end in `.example` (RFC 2606). Free mail must be real free
 * mail for a model to recognize it, so those addresses hold an underscore, which Gmail allows in no address.
 */

const words = (text: string): readonly [string, ...string[]] => {
  const [first = '', ...rest] = text.trim().split(/\s+/)
  return [first, ...rest]
}

const FIRST = words(`
  Ada Amara Anders Anika Arun Beatriz Björn Camille Chidi Clara Dalia Daniel Diego Elena Elif Emeka Emma
  Farah Felix Freya Gabriel Grace Hana Hugo Ines Isaac Ivy Jamal Jonas Julia Kaito Karin Kofi Lars Leila
  Leo Lina Lucas Maja Marco Maya Mei Mia Mina Nadia Nils Noor Oliver Omar Paula Pedro Priya Quinn Rafael
  Ravi Rosa Ruth Samir Sara Selma Sofia Stefan Tariq Tess Theo Tomás Uma Vera Viktor Wanda Yara Yusuf
  Zara Zoë
`)

const LAST = words(`
  Abara Adeyemi Andersen Bakker Barros Bauer Bianchi Brandt Carvalho Castillo Chen Cohen Costa Dahl
  Demir Dubois Eriksen Farouk Fischer Fontaine Garcia Haddad Hansen Hoffmann Ibrahim Ito Jansen Kaya
  Keller Khan Kim Kowalski Larsen Laurent Lindqvist Lopez Marino Mehta Mensah Meyer Moreau Murphy
  Nakamura Navarro Nguyen Novak Okafor Olsen Osei Park Patel Pereira Petrov Quist Rahman Reyes Romano
  Rossi Sato Schmidt Silva Singh Sørensen Suzuki Tanaka Torres Vargas Virtanen Walsh Weber Wójcik Yilmaz
  Ziegler
`)

const STEM = words(`
  Alder Amber Anchor Arbor Atlas Beacon Birch Brook Canal Cedar Cinder Cobalt Copper Coral Crane Delta
  Dune Ember Fern Field Finch Flint Gable Garnet Harbor Hazel Heron Indigo Ivory Juniper Kestrel Lantern
  Larch Linden Lumen Maple Marble Meadow Mill Moss North Oak Orchard Osprey Pebble Pine Plum Quarry
  Quill Raven Reed Ridge River Rowan Saffron Salt Slate Spruce Stone Summit Thistle Timber Vale Walnut
  Willow Wren
`)

const TRADE = [
  { word: 'Logistics', industry: 'logistics' },
  { word: 'Dental', industry: 'healthcare' },
  { word: 'Physio', industry: 'healthcare' },
  { word: 'Studio', industry: 'design' },
  { word: 'Interiors', industry: 'design' },
  { word: 'Legal', industry: 'professional services' },
  { word: 'Advisory', industry: 'professional services' },
  { word: 'Recruiting', industry: 'professional services' },
  { word: 'Energy', industry: 'energy' },
  { word: 'Solar', industry: 'energy' },
  { word: 'Foods', industry: 'food' },
  { word: 'Coffee', industry: 'food' },
  { word: 'Outdoor', industry: 'retail' },
  { word: 'Books', industry: 'retail' },
  { word: 'Software', industry: 'software' },
  { word: 'Analytics', industry: 'software' },
  { word: 'Travel', industry: 'travel' },
  { word: 'Hotels', industry: 'travel' },
  { word: 'Builders', industry: 'construction' },
  { word: 'Property', industry: 'real estate' },
] as const satisfies readonly { word: string; industry: string }[]

const UNIVERSITY = ['Northfield', 'Eastmoor', 'Lakeview', 'Southgate', 'Westbrook', 'Kingsbridge'] as const
const RIVAL = ['Contactwise', 'Peoplebase', 'Custora Desk', 'Relata', 'Clientline', 'Keepintouch'] as const

/** Latin letters, digits and dashes only: "Zoë Sørensen" becomes "zoe-sorensen". */
const plain = (text: string): string =>
  text
    .replaceAll('ø', 'o')
    .normalize('NFD')
    .replace(/[^\w -]/g, '')
    .toLowerCase()
    .replaceAll(' ', '-')

/** `domain` null = everybody there uses free mail. */
export type Identity = { readonly name: string; readonly industry: string; readonly domain: string | null }

const domainOf = (name: string) => `${plain(name)}.example`

/** The company with this running number; names never repeat. */
export const company = (random: Random, number: number): Identity => {
  const stem = STEM[number % STEM.length] ?? STEM[0]
  const trade = TRADE[(Math.floor(number / STEM.length) * 7 + number) % TRADE.length] ?? TRADE[0]
  const name = random.happens(0.3) ? `${stem} & ${random.pick(LAST)} ${trade.word}` : `${stem} ${trade.word}`
  return { name, industry: trade.industry, domain: domainOf(name.replace(' & ', ' ')) }
}

/** Students share a university's domain and have a workspace of their own. */
export const studentProject = (random: Random, number: number): Identity => {
  const university = `${random.pick(UNIVERSITY)} University`
  return {
    name: `${university} project ${number}`,
    industry: 'education',
    domain: `edu.${domainOf(university)}`,
  }
}

export const rival = (random: Random, number: number): Identity => {
  const name = `${random.pick(RIVAL)} ${number}`
  return { name, industry: 'software', domain: domainOf(name) }
}

/** Somebody on their own. */
export const oneself = (person: string): Identity => ({
  name: `${person}’s workspace`,
  industry: 'none',
  domain: null,
})

export const person = (random: Random): string => `${random.pick(FIRST)} ${random.pick(LAST)}`

/** `number` keeps two people of one name apart. */
export const mailbox = (name: string, domain: string | null, number: number): string => {
  const [first = '', ...rest] = plain(name).split('-')
  return domain === null
    ? `${first}_${rest.join('')}${number}@gmail.com`
    : `${first}.${rest.join('')}${number > 1 ? number : ''}@${domain}`
}
