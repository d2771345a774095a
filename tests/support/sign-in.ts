import type { Browser, Page } from 'playwright-core';
import type { Product } from './product.ts';
import { until } from './until.ts';
import { openVisitor, type Visitor } from './visitor.ts';

export const administrator = {
  name: 'Test Administrator',
  login: 'admin@example.org',
  password: 'correct horse battery',
};

/** Makes the first administrator by the link that the start command printed; the visitor is signed in then. */
export async function setUpAdministrator(browser: Browser, product: Product): Promise<Visitor> {
  const link = await until('the setup link', () => product.setupUrl);
  const visitor = await openVisitor(browser);
  const { page } = visitor;
  await page.goto(link);
  await page.getByLabel('Your name').fill(administrator.name);
  await page.getByLabel('E-mail').fill(administrator.login);
  await page.getByLabel('Password').fill(administrator.password);
  await page.getByRole('button', { name: 'Make the account' }).click();
  await page.waitForURL('**/manage');
  await page.getByRole('heading', { name: /Good day/ }).waitFor();
  return visitor;
}

/** Signs in through the page. */
export async function signIn(page: Page, product: Product, person = administrator): Promise<void> {
  await page.goto(`${product.origin}/manage`);
  await page.getByLabel('E-mail').fill(person.login);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: /Good day/ }).waitFor();
}

/** The form of one item on the manage page, open. */
export async function openItem(page: Page, product: Product, project: string, code: string): Promise<void> {
  await page.goto(`${product.origin}/manage/${project}`);
  await toItem(page, code).locator('summary').first().click();
}

/** The item's box on the manage page. */
export function toItem(page: Page, code: string) {
  return page.locator('main li', { has: page.locator('summary', { hasText: code }) });
}
