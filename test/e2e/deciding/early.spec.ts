import { expect } from '@playwright/test'
import { SNIPPET, SSO, STUB } from '../delivery/site.ts'
import { open, test } from '../delivery/visitor.ts'

test('a click on a locked feature while the configuration is on its way is an attempt, and shows its prompt', async ({
  page,
  site,
}) => {
  site.publish({ prompts: [SSO] })
  let release = () => {}
  const released = new Promise<void>((done) => {
    release = done
  })
  await page.route('**/v1/config*', async (route) => {
    await released
    await route.continue()
  })
  await open(
    page,
    site.serve('/locked', { html: `${STUB}${SNIPPET}<button data-tidemark-gate="sso">SSO</button>` }),
  )
  await page.getByRole('button', { name: 'SSO' }).click()
  release()
  await expect(page.getByRole('heading', { name: SSO.title })).toBeVisible()
  await expect.poll(() => site.counted('Premium Feature Attempted')).toBe(1)
})
