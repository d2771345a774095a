import type { Browser, BrowserContextOptions } from 'playwright-core';
import type { Product } from './product.ts';
import { openVisitor, type Visitor } from './visitor.ts';

export interface Invited {
  name: string;
  login: string;
  /** As the page names it. */
  role: string;
  /** The project's name; left out: all of them. */
  project?: string;
}

/**
 * Invites a person on the administrator's people page, and accepts for them in a browser of their own with the link that
 * stood there once. They are signed in then.
 */
export async function invitePerson(
  administrator: Visitor,
  browser: Browser,
  product: Product,
  person: Invited,
  options: BrowserContextOptions = {},
): Promise<Visitor> {
  const { page } = administrator;
  await page.goto(`${product.origin}/manage/people`);
  await page.getByLabel('Name', { exact: true }).fill(person.name);
  await page.getByLabel('E-mail').fill(person.login);
  await page.getByLabel('Role', { exact: true }).selectOption({ label: person.role });
  if (person.project !== undefined) {
    await page.getByLabel('Projects', { exact: true }).selectOption({ label: person.project });
  }
  await page.getByRole('button', { name: 'Invite a person' }).click();
  await page.getByText(`Give this link to ${person.name}.`, { exact: false }).waitFor();
  const link = await page.locator('p.link code').innerText();

  const invited = await openVisitor(browser, options);
  await invited.page.goto(link);
  await invited.page.getByLabel('Password').fill('a password of their own');
  await invited.page.getByRole('button', { name: 'Make the account' }).click();
  await invited.page.getByRole('heading', { name: `Good day, ${person.name}` }).waitFor();
  return invited;
}
