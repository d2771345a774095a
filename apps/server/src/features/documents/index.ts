export { createDocumentFiles, type DocumentFiles } from './document-files.ts';
export { createDocumentHandlers } from './document-handlers.ts';
export { findDocument } from './find-document.ts';
export { insertVersion, prepareDocument, type CleanImage } from './keep-document.ts';
export { listDocuments, visibleTo } from './read-documents.ts';
