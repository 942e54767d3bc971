import { expect, test } from 'vitest'
import { businessDomain } from '../../../server/identity/business-domain.ts'

test.each([
  ['ann@acme.com', 'acme.com'],
  [' Ann@ACME.com ', 'acme.com'],
  ['ann@eu.mail.acme.co.uk', 'acme.co.uk'],
  ['ann@acme.github.io', 'acme.github.io'],
  ['ann@acme.test', 'acme.test'],
  ['ann@gmail.com', null],
  ['ann@mail.yahoo.co.jp', null],
  ['ann@fastmail.com', null],
  ['ann@tuta.com', null],
  ['ann@mailinator.com', null],
  ['ann@alibaba.com', 'alibaba.com'],
  ['ann@comp.nus.edu.sg', 'nus.edu.sg'],
  ['ann@co.uk', null],
  ['ann@github.io', null],
  ['ann', null],
  ['ann@localhost', null],
  ['ann@@acme.com', null],
])('%s is of %s', (email, domain) => {
  expect(businessDomain(email)).toBe(domain)
})
