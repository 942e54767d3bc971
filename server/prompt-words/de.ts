import type { AllWords } from './words-for.ts'

export const de: AllWords = {
  later: 'Später',
  close: 'Schließen',
  more: 'Weitere Optionen',
  why: 'Warum sehe ich das?',
  mute: 'Nicht mehr anzeigen',
  askAdmin: 'Admin fragen',
  asked: 'Ihr Admin weiß jetzt Bescheid.',
  talkTo: 'Mit {contact|uns} sprechen',
  whyLimit: 'Ihr Tarif umfasst {max} {limit}, davon sind {used} belegt.',
  whyGate: 'Sie haben eine Funktion geöffnet, die Ihr Tarif nicht enthält.',
  whyPricing: 'Sie haben sich die Preise von {product} angesehen.',
  whyOther: 'Es hat mit dem zu tun, was Sie in {product} tun, und kommt von {product} selbst.',
  name: 'Name',
  email: 'E-Mail',
  message: 'Nachricht',
  send: 'Nachricht senden',
  sending: 'Wird gesendet…',
  again: 'Erneut versuchen',
  back: 'Zurück',
  unreachable:
    'Das Formular wurde nicht geladen. Prüfen Sie die Verbindung und versuchen Sie es noch einmal.',
  failed:
    'Ihre Nachricht wurde nicht gesendet. Sie steht noch hier: Prüfen Sie die Verbindung und versuchen Sie es noch einmal.',
  thanks: 'Danke.',
  reply: 'Wir antworten an {email}.',
  nameWanted: 'Geben Sie Ihren Namen an.',
  emailWanted: 'Geben Sie eine E-Mail-Adresse wie name@firma.de an.',
  messageWanted: 'Schreiben Sie, was Sie wissen möchten.',
  messageTooLong: 'Ihre Nachricht ist {surplus} Zeichen länger als die erlaubten {max}.',
}
