import { LANGUAGES } from '../../../server/prompt-words/words-for.ts'
import type { Overlay } from '../../../widget/overlay.ts'

type Translated = Partial<Overlay>

const words = (language: string) => LANGUAGES[language] ?? {}

export const GERMAN = {
  locale: 'de',
  title: 'Sie haben 100 von 100 Datensätzen belegt',
  body: 'Pro behält jeden Datensatz, den Sie anlegen, ohne Obergrenze.',
  benefits: [
    'Unbegrenzt viele Datensätze und Importe',
    'Alle Integrationen, auch Slack und HubSpot',
    'Rollen für Ihr ganzes Team',
  ],
  limit: { name: 'records', label: 'Datensätze', used: 100, max: 100 },
  why: 'Ihr Tarif umfasst 100 Datensätze, davon sind 100 belegt.',
  primary: { kind: 'checkout', label: 'Auf Pro umsteigen', href: '/checkout?plan=pro' },
  secondary: { kind: 'contact', label: 'Mit dem Vertrieb sprechen' },
  words: words('de'),
} as const satisfies Translated

export const ARABIC = {
  locale: 'ar',
  title: 'استخدمتَ 100 من 100 سجل',
  body: 'تحفظ خطة Pro كل سجل تضيفه بلا حدّ.',
  benefits: ['سجلات وعمليات استيراد بلا حدّ', 'كل عمليات الربط، ومنها Slack وHubSpot', 'أدوار لكل فريقك'],
  limit: { name: 'records', label: 'السجلات', used: 100, max: 100 },
  why: 'تشمل خطتك 100 من السجلات، والمستخدَم منها 100.',
  primary: { kind: 'checkout', label: 'الترقية إلى Pro', href: '/checkout?plan=pro' },
  secondary: { kind: 'contact', label: 'تحدّث إلى المبيعات' },
  words: words('ar'),
} as const satisfies Translated

/** Words and a label that no card has room for. */
export const LONG = {
  locale: 'de',
  title: 'Rechtsschutzversicherungsgesellschaftskundenverwaltung ist voll belegt',
  body: 'Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnungsdatensätze haben in Pro keine Obergrenze.',
  benefits: [
    'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft inbegriffen',
    'Kraftfahrzeughaftpflichtversicherungen',
  ],
  limit: {
    name: 'records',
    label: 'Kraftfahrzeughaftpflichtversicherungsdatensätze',
    used: 1_234_567,
    max: 1_000_000,
  },
  why: 'Ihr Tarif umfasst 1.000.000 Kraftfahrzeughaftpflichtversicherungsdatensätze, davon sind 1.234.567 belegt.',
  primary: {
    kind: 'checkout',
    label: 'Auf Professionalunternehmensmitgliedschaft umsteigen',
    href: '/checkout?plan=pro',
  },
  secondary: { kind: 'contact', label: 'Mit der Vertriebsabteilungsleitung sprechen' },
  words: words('de'),
} as const satisfies Translated
