import { redirect } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

/** The address that partners were given; the page itself has the name of what is on it. */
export const GET: RequestHandler = ({ params, url }) =>
  redirect(308, `/projects/${encodeURIComponent(params.project)}/footage${url.search}`);
