/** What our own export calls the field that carries the weight, so that our reader finds it again. */
export const weightAlias = 'Sitecast weight';
