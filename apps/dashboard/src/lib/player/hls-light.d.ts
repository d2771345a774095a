// hls.js ships no declaration for its light build; what we use of it is the same as in the whole one.
declare module 'hls.js/light' {
  export { default, FetchLoader } from 'hls.js';
}
