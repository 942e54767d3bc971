const COMPANIES = [
  ['Harbor Freight Line', 'Ada Winter', 'Negotiation', 'Today', '€ 48,000'],
  ['Kestrel Optics', 'Jonas Feld', 'Proposal', 'Yesterday', '€ 12,400'],
  ['Solvay Bakeries', 'Ada Winter', 'Qualified', '2 days ago', '€ 7,900'],
  ['Northgate Clinics', 'Mina Okafor', 'Proposal', '3 days ago', '€ 31,000'],
  ['Tern &amp; Daughters', 'Jonas Feld', 'New', '4 days ago', '€ 2,150'],
  ['Lumen Cooperative', 'Mina Okafor', 'Won', '5 days ago', '€ 18,600'],
  ['Pinewood Logistics', 'Ada Winter', 'New', '6 days ago', '€ 9,300'],
  ['Quarry Street Media', 'Jonas Feld', 'Qualified', '1 week ago', '€ 5,700'],
  ['Fjord Analytics', 'Mina Okafor', 'Negotiation', '1 week ago', '€ 64,000'],
  ['Brightwater School', 'Ada Winter', 'New', '2 weeks ago', '€ 3,400'],
] as const

const rows = COMPANIES.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`)

/** A believable product around a prompt: a button that a popover can point at, and a slot. */
export const PRODUCT = `
  <nav>
    <strong>Meridian</strong>
    <a href="#companies" aria-current="page">Companies</a><a href="#people">People</a><a href="#tasks">Tasks</a>
    <a href="#reports">Reports</a>
    <form id="controls"></form>
  </nav>
  <main>
    <header>
      <h1>Companies</h1>
      <input aria-label="Search companies" placeholder="Search" />
      <button type="button" id="target">Add company</button>
    </header>
    <tidemark-slot name="companies"></tidemark-slot>
    <table>
      <thead><tr><th>Company</th><th>Owner</th><th>Stage</th><th>Last touch</th><th>Value</th></tr></thead>
      <tbody>${rows.join('')}</tbody>
    </table>
  </main>`

/** Where in the product a prompt of this format goes. */
export const placeIn = (format: string): Element | null => {
  if (format === 'popover') return document.querySelector('#target')
  return format === 'slot' ? document.querySelector('tidemark-slot') : null
}
